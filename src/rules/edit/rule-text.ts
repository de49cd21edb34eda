import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../model/errors.ts';
import { isMissing, reasonOf } from '../known-file.ts';
import { hashOf, isRuleFile, PERSONAL_LIST } from '../rule-file.ts';
import { editableBytes } from './typed-text.ts';

/** The text of a rule file as it lies on the disk. */
export interface RuleText {
  readonly name: string;
  /** Where it really lies: a link within the folder is followed. */
  readonly path: string;
  /** As it is stored, line ends and all. */
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal; of no bytes where the file is missing. */
  readonly hash: string;
  /** Permission bits, and whose it is; null where there is no file yet. */
  readonly kept: { readonly mode: number; readonly uid: number; readonly gid: number } | null;
  /** Milliseconds since the epoch; null where there is no file yet. */
  readonly changedAt: number | null;
  /** Why it cannot be edited here, in words; null where it can. */
  readonly locked: string | null;
}

/** The rule files of a folder, by name; `my-rules.txt` is among them even before it is made. */
export async function ruleTextNames(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(() => [])).filter(isRuleFile);
  return [...new Set([...names, PERSONAL_LIST])].toSorted();
}

/**
 * Reads a rule file for a person to see and edit. Null where the folder has no
 * rule file of that name: a name is looked up among those that are there and
 * never made into a path before. Throws HOME_UNUSABLE where it cannot be read.
 */
export async function readRuleText(folder: string, name: string): Promise<RuleText | null> {
  if (!(await ruleTextNames(folder)).includes(name)) return null;
  const path = join(folder, name);
  try {
    return await readAt(folder, name, path);
  } catch (error) {
    if (isMissing(error) && name === PERSONAL_LIST) return nothingYet(name, path);
    if (isMissing(error)) return null;
    throw new AppError('HOME_UNUSABLE', `reading "${path}": ${reasonOf(error)}`, { cause: error });
  }
}

function nothingYet(name: string, path: string): RuleText {
  const hash = hashOf(new Uint8Array());
  return { name, path, text: '', hash, kept: null, changedAt: null, locked: null };
}

async function readAt(folder: string, name: string, path: string): Promise<RuleText | null> {
  const real = await realpath(path);
  // Who can make links in this folder need not be allowed to read all that we can.
  if (!real.startsWith((await realpath(folder)) + sep)) {
    throw new Error('it is a link that leads out of the rules folder');
  }
  const file = await open(real, 'r');
  try {
    const { mode, uid, gid, mtimeMs, size } = await file.stat();
    if (!(await lstat(real)).isFile()) return null;
    const kept = { mode: mode & 0o777, uid, gid };
    const base = { name, path: real, kept, changedAt: mtimeMs };
    const most = editableBytes(name);
    if (size > most) {
      const locked = `it has ${size} bytes, and more than ${most} are not shown and edited here`;
      return { ...base, text: '', hash: '', locked };
    }
    const bytes = await file.readFile();
    const text = bytes.toString('utf8');
    const isWhole = Buffer.from(text, 'utf8').equals(bytes);
    const locked = isWhole ? null : 'it is not UTF-8 throughout, and would lose what is not';
    return { ...base, text, hash: hashOf(bytes), locked };
  } finally {
    await file.close();
  }
}
