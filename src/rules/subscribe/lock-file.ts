import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A lock this old was left by a process that ended. Milliseconds. */
const ABANDONED = 10_000;
const PATIENCE = 15_000;
const LOOK_AGAIN = 20;

/**
 * Takes a lock that holds between processes: a file that only one of them can
 * make. Resolves with what releases it. Rejects where the file cannot be made,
 * or where others do not let go of it for a quarter of a minute.
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const until = performance.now() + PATIENCE;
  while (!(await isMade(path))) {
    if (await isAbandoned(path)) await rm(path, { force: true });
    else if (performance.now() > until) throw new Error('another process is at it');
    else await wait(LOOK_AGAIN);
  }
  return () => rm(path, { force: true });
}

async function isMade(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A time that is to come is no better than one long gone: somebody set the clock. */
async function isAbandoned(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Math.abs(Date.now() - mtimeMs) > ABANDONED;
}
