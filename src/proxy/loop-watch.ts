import type { WayIn } from '../model/connection.ts';
import type { ProxyLog } from './ports.ts';

/** A loop comes back as often as something connects; one line a minute tells of it. */
const PAUSE = 60_000;

export interface Loop {
  readonly client: string;
  readonly wayIn: WayIn;
}

/**
 * Returns what tells the person of connections of ours that were steered back to
 * us: at once, then at most once a minute, with how many there were since.
 */
export function createLoopWatch(log: ProxyLog, now: () => number): (loop: Loop) => void {
  let silentUntil = Number.NEGATIVE_INFINITY;
  let count = 0;
  return ({ client, wayIn }) => {
    count += 1;
    if (now() < silentUntil) return;
    silentUntil = now() + PAUSE;
    log.warn(
      { client, wayIn, connections: count, advice: ADVICE },
      'a loop: a connection of Eyelid was steered back to Eyelid',
    );
    count = 0;
  };
}

const ADVICE =
  'let what this computer sends itself pass: steer by the interface or the addresses of the devices, and exclude this computer';
