import type { Config } from './config/schema.ts';
import { pauseUntil } from './device/pause-time.ts';
import { Pauses } from './device/pauses.ts';
import type { Log } from './log.ts';
import { AppError } from './model/errors.ts';
import type { LogDatabase } from './record/database.ts';
import { SqlitePauseStore } from './record/pauses.ts';
import type { PausesPort } from './status/ports.ts';

/** The pauses of a home, while the program runs. */
export interface OpenPauses {
  readonly pauses: Pauses;
  /** Writes down in the program's own log what began and ended since the last time. */
  tell(): void;
  close(): void;
}

/** Follows what the command line writes, and the end of each pause. */
export function openPauses(
  db: LogDatabase,
  { groups }: Config,
  log: Log,
  now: () => number,
): OpenPauses {
  const store = new SqlitePauseStore(db);
  const pauses = new Pauses({ store, groups: Object.keys(groups), now });
  const tell = (): void => {
    const { begun, ended } = pauses.follow();
    for (const { target, until } of begun) {
      log.info({ target, until: new Date(until).toISOString() }, 'a pause begins');
    }
    for (const { target } of ended) log.info({ target }, 'a pause is over');
  };
  const timer = setInterval(tell, 1_000).unref();
  return { pauses, tell, close: () => clearInterval(timer) };
}

/** When a pause ends that begins now. Throws INPUT_INVALID for what is no length of a pause. */
export function readPauseEnd(text: string, now: number): number {
  const until = pauseUntil(text, now);
  if (until !== null) return until;
  throw new AppError(
    'INPUT_INVALID',
    `pausing for "${text.slice(0, 40)}": must be like 10m, 1h or 2d, at most 7d, or "tomorrow"`,
  );
}

/** What the page may ask and change of the pauses. */
export function pausesPort(
  { pauses, tell }: Pick<OpenPauses, 'pauses' | 'tell'>,
  now: () => number,
): PausesPort {
  return {
    groups: pauses.groups,
    list: () => pauses.list(),
    of: (device) => pauses.of(device),
    begin: (target, length) => {
      const pause = pauses.pause(target, readPauseEnd(length, now()));
      tell();
      return pause;
    },
    end: (target) => {
      const ended = pauses.resume(target);
      tell();
      return ended;
    },
  };
}
