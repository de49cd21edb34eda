import type { Config } from './config/schema.ts';
import { Pauses } from './device/pauses.ts';
import type { Log } from './log.ts';
import type { LogDatabase } from './record/database.ts';
import { SqlitePauseStore } from './record/pauses.ts';

/** The pauses of a home, which follow what the command line writes, and their own end. */
export function openPauses(
  db: LogDatabase,
  { groups }: Config,
  log: Log,
  now: () => number,
): { readonly pauses: Pauses; close(): void } {
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
  return { pauses, close: () => clearInterval(timer) };
}
