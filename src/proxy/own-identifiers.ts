import type { Event } from '../model/event.ts';
import type { BodyWatch, IdentifierFindings } from '../model/identifier.ts';
import { header, type RawHeaders, type RequestInfo } from '../model/request.ts';
import type { Matches } from '../model/rule.ts';
import type { ExchangeContext } from './context.ts';
import { hasBody } from './forward.ts';
import type { ProxyParts } from './ports.ts';
import { BODY_LIMIT } from './request-body.ts';
import { watchFilter } from './watch-filter.ts';

/** What bodies hold that people or scripts write; all else is files. */
const TEXT =
  /^(?:text\/|multipart\/|application\/(?:[\w.+-]*json|x-www-form-urlencoded|csp-report|[\w.+-]*xml))/i;
/**
 * Is this host known as one of a tracker, or does a rule take the request for
 * one's? What is blocked need not be asked about, and what a list blocks and
 * excepts again is needed by somebody.
 */
export function isForTracker(
  { hostname }: RequestInfo,
  { logs }: Matches,
  { trackerOf }: ProxyParts['trackers'],
): boolean {
  if (trackerOf(hostname, null) !== null) return true;
  return logs.some(({ tracker }) => tracker !== null);
}

/**
 * What the rules say, and what the household's identifiers add to it. They come
 * first: where several things are taken out, the log names that.
 */
export function withOwn(
  matches: Matches,
  own: IdentifierFindings | null,
  isOpenedAnyway: boolean,
): Matches {
  if (own === null) return matches;
  return {
    ...matches,
    block: matches.block ?? (isOpenedAnyway ? null : own.block),
    edits: [...own.edits, ...matches.edits],
    logs: [...own.logs, ...matches.logs],
  };
}

/** Should a body be read whole, to look for them? One of unknown length may last, and is looked through as it passes. */
export function wantsOwnBody(headers: RawHeaders, { isOn }: ProxyParts['identifiers']): boolean {
  if (!isOn || !mayHoldText(headers)) return false;
  return Number(header(headers, 'content-length') ?? Number.NaN) <= BODY_LIMIT;
}

function mayHoldText(headers: RawHeaders): boolean {
  const type = header(headers, 'content-type')?.trim() ?? '';
  return type === '' || TEXT.test(type);
}

/** Has a body that was not read looked through on its way. */
export function watchStreamed(
  ctx: ExchangeContext,
  { identifiers, trackers }: Pick<ProxyParts, 'identifiers' | 'trackers'>,
): void {
  const { judgement, request } = ctx.notes;
  if (!identifiers.isOn || request === null || judgement === null) return;
  // A person's allow: it goes as it came.
  if (judgement.matches.personalAllow !== null || ctx.bufferedBody !== null) return;
  if (!hasBody(ctx.clientToProxyRequest) || !mayHoldText(request.headers)) return;
  const coding = header(request.headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding !== 'identity' && coding !== '') return;
  const isTracker = isForTracker(request, judgement.matches, trackers);
  const watch = identifiers.watchBody(request, isTracker, !judgement.verdict.observed);
  ctx.notes.streamed = watch;
  ctx.addRequestFilter(watchFilter(watch));
}

/** The event of an exchange with what was found in its body as it passed. */
export function withStreamed(event: Event, streamed: BodyWatch | null): Event {
  const { rules, summary } = streamed?.found ?? { rules: [], summary: null };
  const taken = rules.filter(({ action }) => action === 'strip');
  const rule = taken[0] ?? rules[0];
  if (rule === undefined) return event;
  const isWeaker = event.action === 'pass' || event.action === 'allow' || event.action === 'log';
  const { list, line, text } = rule;
  return {
    ...event,
    ...(isWeaker ? { action: rule.action, rule: { list, line, text } } : {}),
    removed: [...event.removed, ...taken.map(({ title }) => title ?? text)],
    summary: joined(event.summary, summary),
  };
}

/** Two sentences, or the one that is there. */
export function joined(first: string | null, second: string | null): string | null {
  return first === null || second === null ? (first ?? second) : `${first}. ${second}`;
}
