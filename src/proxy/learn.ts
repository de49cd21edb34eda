import type { RequestInfo } from '../model/request.ts';
import type { LearnerName } from '../model/rewriter-names.ts';
import type { BodyRewrite } from '../model/rule.ts';
import type { Hostname } from '../model/terms.ts';
import type { ExchangeNotes } from './context.ts';
import type { LearningPort } from './ports.ts';

/**
 * What reads the text of a response to learn from it, as rewrites that change
 * nothing: the body is held as for those, and goes on byte for byte. They come
 * before those that change something. `servername` is the name for which the
 * server showed a certificate: a device that writes another into Host speaks to
 * a server of its own, whose word is not that of the host that it names.
 */
export function readingOf(
  names: readonly LearnerName[],
  request: RequestInfo | null,
  servername: Hostname | null,
  learning: LearningPort,
): readonly BodyRewrite[] {
  if (request === null || request.hostname !== servername) return [];
  return [...new Set(names)].map((name) => ({
    of: 'text',
    rewrite: (text) => {
      learning.text(name, text, request);
      return text;
    },
  }));
}

/** Tells of a request that was answered because of a rule that learns from it. */
export function tellOfCall(notes: ExchangeNotes, learning: LearningPort): void {
  const { request, verdict, judgement } = notes;
  const name = verdict?.rule?.learns;
  if (request === null || name === undefined || verdict?.observed !== false) return;
  if (judgement?.effect.kind === 'answer') learning.call(name, request);
}
