import type { RequestInfo } from '../model/request.ts';
import type { LearnerName } from '../model/rewriter-names.ts';
import type { BodyRewrite } from '../model/rule.ts';
import type { ExchangeNotes } from './context.ts';
import type { LearningPort } from './ports.ts';

/**
 * What reads the text of a response to learn from it, as rewrites that change
 * nothing: the body is held as for those, and goes on byte for byte. They come
 * before those that change something.
 */
export function readingOf(
  names: readonly LearnerName[],
  request: RequestInfo | null,
  learning: LearningPort,
): readonly BodyRewrite[] {
  if (request === null) return [];
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
