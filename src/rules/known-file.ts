import { readFile, stat } from 'node:fs/promises';
import { type Include, includesOf } from './filter/include.ts';
import { type RuleFile, unreadable } from './rule-file.ts';

/** More than all public lists together, in bytes. */
const MAX_FILE = 64 * 1024 * 1024;

/** A file, and what tells whether it has changed since. */
export interface KnownFile {
  readonly stamp: string;
  readonly file: RuleFile;
  /** The lists that it asks for. */
  readonly includes: readonly Include[];
}

/** Turns the bytes of a file into rules; `last` is what it said before. */
export type ReadBytes = (bytes: Uint8Array, last: RuleFile | null) => RuleFile;

/**
 * Reads a file, or gives `before` where it has not changed since. One that
 * cannot be read keeps what it said. Null where there is none.
 */
export async function readKnown(
  path: string,
  before: KnownFile | null,
  read: ReadBytes,
): Promise<KnownFile | null> {
  const last = before?.file ?? null;
  let stamp = '';
  try {
    const { mtimeMs, size, ino, isFile } = await describe(path);
    stamp = `${mtimeMs} ${size} ${ino}`;
    if (before?.stamp === stamp) return before;
    if (!isFile) return null;
    if (size > MAX_FILE) throw new Error(`it is longer than ${MAX_FILE} bytes`);
    return known(stamp, read(await readFile(path), last));
  } catch (error) {
    if (isMissing(error)) return null;
    const reason = `reading the file: ${reasonOf(error)}`;
    // Tried again at each look, and no news while it fails as before.
    const failed = `${stamp} ${reason}`;
    if (before?.stamp === failed) return before;
    return known(failed, unreadable(reason, last ?? read(new Uint8Array(), null), last !== null));
  }
}

function known(stamp: string, file: RuleFile): KnownFile {
  return { stamp, file, includes: file.kind === 'filters' ? includesOf(file.text) : [] };
}

async function describe(path: string) {
  const found = await stat(path);
  const { mtimeMs, size, ino } = found;
  return { mtimeMs, size, ino, isFile: found.isFile() };
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
};

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.message;
  return REASONS[String(error.code)] ?? String(error.code);
}
