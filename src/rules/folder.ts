import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import { isRuleFile, type RuleFile, readRuleFile, unreadable } from './rule-file.ts';

/** More than all public lists together, in bytes. */
const MAX_FILE = 64 * 1024 * 1024;

/** A file, and what tells whether it has changed since. */
export interface KnownFile {
  readonly stamp: string;
  readonly file: RuleFile;
}

/**
 * Reads the rule files of a folder, those again that have changed since
 * `before`. Files that cannot be read keep what they said. Throws HOME_UNUSABLE
 * where the folder itself cannot be read.
 */
export async function readFolder(
  folder: string,
  before: ReadonlyMap<string, KnownFile>,
): Promise<ReadonlyMap<string, KnownFile>> {
  const files = new Map<string, KnownFile>();
  for (const name of (await namesIn(folder)).filter(isRuleFile).toSorted()) {
    const known = await readOne(join(folder, name), name, before.get(name) ?? null);
    if (known !== null) files.set(name, known);
  }
  return files;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const message = `reading the rules in "${folder}": ${reasonOf(error)}`;
    throw new AppError('HOME_UNUSABLE', message, { cause: error });
  }
}

/** Null where the file is gone again. */
async function readOne(
  path: string,
  name: string,
  before: KnownFile | null,
): Promise<KnownFile | null> {
  const last = before?.file ?? null;
  let stamp = '';
  try {
    const { mtimeMs, size, ino, isFile } = await describe(path);
    stamp = `${mtimeMs} ${size} ${ino}`;
    if (before?.stamp === stamp) return before;
    if (!isFile) return null;
    if (size > MAX_FILE) throw new Error(`it is longer than ${MAX_FILE} bytes`);
    return { stamp, file: readRuleFile(name, await readFile(path), last) };
  } catch (error) {
    if (isMissing(error)) return null;
    const reason = `reading the file: ${reasonOf(error)}`;
    // Tried again at each look, and no news while it fails as before.
    const failed = `${stamp} ${reason}`;
    if (before?.stamp === failed) return before;
    return { stamp: failed, file: unreadable(name, reason, last) };
  }
}

async function describe(path: string) {
  const found = await stat(path);
  const { mtimeMs, size, ino } = found;
  return { mtimeMs, size, ino, isFile: found.isFile() };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.message;
  return error.code === 'EACCES' ? 'permission denied' : String(error.code);
}
