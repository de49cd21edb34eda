import fc from 'fast-check';
import type { Event } from '../../../../src/model/event.ts';
import type { NamedTried, Tried } from '../../../../src/model/insight.ts';
import type { TimeRange } from '../../../../src/model/log.ts';
import { isStopped } from '../../../../src/model/told.ts';
import { ACTED, DAY_MS, device, event, HOUR, HOUR_MS } from '../samples.ts';

/** Events of few words and about twenty days, so that they meet. */
export const someTries: fc.Arbitrary<readonly Event[]> = fc.array(
  fc
    .record({
      at: fc.integer({ min: HOUR - 18 * DAY_MS, max: HOUR + 2 * DAY_MS }),
      device: fc.constantFrom('ip:1', 'ip:2', 'ip:3').map(device),
      page: fc.constantFrom(null, 'shop.example', 'news.example'),
      tracker: fc.constantFrom(null, 'Meta Pixel', 'TikTok'),
      action: fc.constantFrom('pass' as const, 'log' as const, 'strip' as const, 'block' as const),
      observed: fc.boolean(),
      rule: fc.constantFrom(
        null,
        { list: 'a.txt', line: 1, text: '||a^' },
        { list: 'a.txt', line: 2, text: '||a^' },
        { list: 'm.yaml', line: 9, text: 'meta' },
      ),
      more: fc.option(
        fc.record({
          what: fc.constantFrom('Purchase', 'a visit'),
          asked: fc.constantFrom([], ['hashed e-mail'], ['hashed e-mail', 'browser id']),
          taken: fc.subarray(['hashed e-mail', 'browser id']),
          marks: fc.subarray([
            { kind: 'email', mark: 'AAAAAAAAAAA' } as const,
            { kind: 'phone', mark: 'AAAAAAAAAAA', taken: true } as const,
            { kind: 'browser', mark: 'BBBBBBBBBBB' } as const,
          ]),
        }),
      ),
    })
    .map(({ more, ...changes }) =>
      event({
        ...changes,
        deviceName: `name of ${changes.device}`,
        ...(more === null
          ? {}
          : {
              report: {
                ...more,
                taken: more.taken.filter((word) => more.asked.some((asked) => asked === word)),
              },
            }),
      }),
    ),
  { maxLength: 80 },
);

/** A stretch of time; what is counted by days begins and ends with them. */
export const someRange = fc
  .tuple(
    fc.integer({ min: HOUR - 20 * DAY_MS, max: HOUR + 2 * DAY_MS }),
    fc.option(fc.integer({ min: 0, max: 20 * 24 }), { nil: null }),
  )
  .map(([since, hours]) => ({
    since,
    ...(hours === null ? {} : { until: since + hours * HOUR_MS + 1 }),
  }));

export const dayStart = (at: number): number => Math.floor(at / DAY_MS) * DAY_MS;

export function inDays(
  events: readonly Event[],
  { since, until }: { readonly since: number; readonly until?: number },
): readonly Event[] {
  const end = until === undefined ? Infinity : dayStart(until - 1) + DAY_MS;
  return events.filter(({ at }) => at >= dayStart(since) && at < end);
}

/**
 * Words whose first and last day lie around any of the days: those that were
 * seen last first, then by name. Without an end that is just what was seen.
 * Words of different reports have days of their own.
 */
export function seenAround(
  events: readonly Event[],
  range: TimeRange,
  wordsOf: (event: Event) => readonly (string | null | undefined)[],
  reportOf: (event: Event) => unknown = () => null,
): readonly string[] {
  const end = range.until ?? Infinity;
  const last = new Map<string, number>();
  const keyOf = (each: Event) => JSON.stringify(reportOf(each) ?? null);
  for (const event of events) {
    for (const word of new Set(wordsOf(event))) {
      const days = events
        .filter((each) => keyOf(each) === keyOf(event) && wordsOf(each).includes(word))
        .map(({ at }) => dayStart(at));
      const newest = Math.max(...days);
      if (typeof word !== 'string' || newest < dayStart(range.since)) continue;
      if (Math.min(...days) < end) last.set(word, Math.max(newest, last.get(word) ?? newest));
    }
  }
  return [...last].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word);
}

/** Those by which somebody tried something. */
export function tries(events: readonly Event[]): readonly Event[] {
  return events.filter(({ tracker, action }) => tracker !== null || ACTED.includes(action));
}

/** `isTaken` says of which of them what is counted was taken out. */
export function counted(
  events: readonly Event[],
  isTaken: (event: Event) => boolean = () => false,
): Tried {
  const stopped = events.filter((each) => isStopped(each) || isTaken(each));
  return { count: events.length, stopped: stopped.length };
}

/** Counts by any of an event's words, the most frequent first, then by name. */
export function named(
  events: readonly Event[],
  wordsOf: (event: Event) => readonly (string | null | undefined)[],
  isTaken: (event: Event, word: string) => boolean = () => false,
): readonly NamedTried[] {
  const words = new Set(events.flatMap((each) => wordsOf(each)));
  return [...words]
    .filter((word) => typeof word === 'string')
    .map((name) => ({
      name,
      ...counted(
        events.filter((each) => new Set(wordsOf(each)).has(name)),
        (each) => isTaken(each, name),
      ),
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
