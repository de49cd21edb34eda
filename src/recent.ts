import type { EventSink } from './model/event.ts';
import type { TrustPort } from './proxy/ports.ts';
import { RecentEvents } from './record/recent.ts';

/** The last minutes of every device, while the program runs. */
export interface OpenRecent {
  readonly recent: RecentEvents;
  /** The same sink, of which all is remembered. */
  watching(events: EventSink): EventSink;
  /** The same trust, of which refusals are remembered. */
  watchingTrust(trust: TrustPort): TrustPort;
  close(): void;
}

/** At detail `counts` nothing is remembered; `log` is asked at each event. */
export function openRecent(log: { readonly detail: string }, now: () => number): OpenRecent {
  const recent = new RecentEvents({ isKept: () => log.detail !== 'counts', now });
  recent.start();
  return {
    recent,
    watching: (events) => recent.watching(events),
    watchingTrust: (trust) => ({
      facts: (...about) => trust.facts(...about),
      seen: (...about) => trust.seen(...about),
      claimProbe: (...about) => trust.claimProbe(...about),
      carried: (...about) => trust.carried(...about),
      tell: (subject, evidence) => {
        trust.tell(subject, evidence);
        const { kind } = evidence;
        // A probe of a blocked host was to be refused by those who do not trust us.
        if (kind === 'request' || kind === 'grpc' || evidence.blocked) return;
        recent.refused(subject, kind);
      },
    }),
    close: () => recent.close(),
  };
}
