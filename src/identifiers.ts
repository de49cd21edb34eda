import { join } from 'node:path';
import type { Home } from './home.ts';
import { Identifiers } from './household/identifiers.ts';
import { identifierWatch } from './household/watch.ts';
import type { Log } from './log.ts';
import type { IdentifierWatch } from './model/identifier.ts';

/** Where a home keeps what its identifiers are found by. */
export function identifierFile({ data }: Home): string {
  return join(data, 'identifiers.json');
}

/** The identifiers of a home, which follow what the command line writes. Throws HOME_UNUSABLE. */
export function openIdentifiers(
  home: Home,
  log: Log,
  now: () => number,
): {
  readonly identifiers: Identifiers;
  readonly watch: IdentifierWatch;
  close(): void;
} {
  const identifiers = new Identifiers({ path: identifierFile(home), now });
  const timer = setInterval(() => {
    try {
      identifiers.follow();
    } catch (error) {
      log.warn({ error: String(error) }, 'the identifiers stay as they were');
    }
  }, 1_000).unref();
  let faults = 0;
  const report = (error: unknown): void => {
    faults += 1;
    // Of the error its kind alone: its words may hold what was looked at.
    const kind = error instanceof Error ? error.name : typeof error;
    if (faults === 1) log.error({ kind }, 'a fault while looking for identifiers');
  };
  const watch = identifierWatch(() => identifiers.watched, report);
  return { identifiers, watch, close: () => clearInterval(timer) };
}
