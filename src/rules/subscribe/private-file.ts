import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMissing } from '../known-file.ts';

/** What a write in progress is called; the process makes it its own. */
const DRAFT = `.${process.pid}.new`;

/** A draft this old was left by a process that ended. Milliseconds. */
const ABANDONED = 3_600_000;

/**
 * Writes a file that only its owner reads, so that after a crash it holds
 * either all of `content` or what it held before. Its folder is made where it
 * is missing.
 */
export async function replacePrivate(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = path + DRAFT;
  try {
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The bytes of a file, or null where there is none. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Removes what processes that ended in the middle of a write left in a folder and in those in it. */
export async function removeDrafts(folder: string, now: number): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names.filter((one) => /\.\d+\.new$/.test(one))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > ABANDONED) await rm(path, { force: true });
  }
}
