import type { Event, EventSink } from '../model/event.ts';

/** What was carried since the start. Numbers only grow. */
export interface EventTotals {
  /** Exchanges by what was done, or would have been (`observed`). */
  readonly exchanges: readonly {
    readonly action: string;
    readonly observed: boolean;
    readonly count: number;
  }[];
  /** Connections that were passed through unopened, by why. */
  readonly tunnels: readonly { readonly reason: string; readonly count: number }[];
  /** Connections that were refused by the name of their host. */
  readonly refused: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** Counts what goes to a sink, whatever becomes of it there. */
export function createTotals(to: EventSink): EventSink & { read(): EventTotals } {
  const exchanges = new Map<string, number>();
  const tunnels = new Map<string, number>();
  let refused = 0;
  let bytesUp = 0;
  let bytesDown = 0;
  const count = (event: Event): void => {
    bytesUp += event.bytesUp;
    bytesDown += event.bytesDown;
    if (event.kind !== 'tunnel') {
      addOne(exchanges, event.observed ? `${event.action} observed` : event.action);
    } else if (event.tunnel !== null) {
      addOne(tunnels, event.tunnel);
    } else {
      refused += 1;
    }
  };
  return {
    record(event) {
      count(event);
      to.record(event);
    },
    read: () => ({
      exchanges: [...exchanges].map(([key, n]) => {
        const [action = '', observed] = key.split(' ');
        return { action, observed: observed !== undefined, count: n };
      }),
      tunnels: [...tunnels].map(([reason, n]) => ({ reason, count: n })),
      ...{ refused, bytesUp, bytesDown },
    }),
  };
}

/** There are as many keys as there are words for actions and reasons. */
function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
