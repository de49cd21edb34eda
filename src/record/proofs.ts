import type { LogDatabase } from './database.ts';

const KEY = 'authority';

/**
 * What programs proved holds for the authority whose certificate has that
 * fingerprint. Where the one in force is another than at the last start, it is
 * forgotten, and each program proves its trust anew; a program that worked
 * under the old one is believed when it refuses. What refused stays known.
 * True where something was forgotten. `warn` is told where it cannot be stored.
 */
export function forgetProofsOfOthers(
  db: LogDatabase,
  fingerprint: string,
  warn: (message: string) => void,
): boolean {
  const run = db.transaction((): boolean => {
    const before = db
      .prepare<[string], { readonly value: string }>('SELECT value FROM meta WHERE key = ?')
      .get(KEY)?.value;
    if (before === fingerprint) return false;
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(KEY, fingerprint);
    // Files from before this was kept have one authority only.
    if (before === undefined) return false;
    db.exec(`
      UPDATE programs SET proof = NULL, proven_at = NULL, carried_at = NULL,
        failed_probes = 0, probe_after = 0;
      UPDATE program_hosts SET carried_at = NULL;
    `);
    return true;
  });
  try {
    return run.immediate();
  } catch (error) {
    warn(`forgetting what was proved of another authority: ${String(error)}`);
    return false;
  }
}
