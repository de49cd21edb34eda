import { linkSync, readFileSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { chmod, chown, open, unlink } from 'node:fs/promises';
import { AppError } from '../../model/errors.ts';
import { isMissing, reasonOf } from '../known-file.ts';
import { hashOf } from '../rule-file.ts';
import { keepText } from './past-texts.ts';
import { type RuleText, readRuleText } from './rule-text.ts';
import { plainLineEnds, whyRefused, withLineEndsOf } from './typed-text.ts';

export interface SaveWish {
  /** Of the rule files. */
  readonly folder: string;
  /** Where previous texts are kept. */
  readonly history: string;
  readonly name: string;
  readonly text: string;
  /** The hash of the text that the person began with. */
  readonly base: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export type SaveOutcome =
  | {
      readonly kind: 'saved';
      /** Of what is in the file now. */
      readonly hash: string;
      /** By which the text before is found again. */
      readonly before: string;
    }
  | { readonly kind: 'unchanged'; readonly hash: string }
  /** The file was changed outside meanwhile; nothing was written. */
  | { readonly kind: 'conflict'; readonly theirs: RuleText };

const MODE = 0o644;

/**
 * Writes a rule file as a whole, keeping its mode and owner where that is
 * possible; what it held is kept in the history. Nothing is written where the
 * file is no longer what the person began with. Throws INPUT_INVALID for a
 * text that cannot be a rule file, and for a name that is none; HOME_UNUSABLE
 * where it cannot be written. Saves of one program must follow each other.
 */
export async function saveText(wish: SaveWish): Promise<SaveOutcome> {
  const { folder, history, name, base, at } = wish;
  const now = await readRuleText(folder, name);
  if (now === null) throw refused(name, 'there is no rule file of that name');
  if (now.locked !== null) throw refused(name, now.locked);
  const plain = plainLineEnds(wish.text);
  const refusal = whyRefused(name, plain);
  if (refusal !== null) throw refused(name, `line ${refusal.line}: ${refusal.reason}`);
  if (now.hash !== base) return { kind: 'conflict', theirs: now };
  const text = withLineEndsOf(now.text, plain);
  const hash = hashOf(Buffer.from(text, 'utf8'));
  if (hash === now.hash) return { kind: 'unchanged', hash };
  try {
    const before = await keepText(history, name, now.text, { at, why: 'saved' });
    if (await replace(now, text)) return { kind: 'saved', hash, before };
  } catch (error) {
    throw new AppError('HOME_UNUSABLE', `writing "${now.path}": ${reasonOf(error)}`, {
      cause: error,
    });
  }
  const theirs = await readRuleText(folder, name);
  if (theirs === null) throw refused(name, 'it was removed meanwhile');
  return { kind: 'conflict', theirs };
}

function refused(name: string, reason: string): AppError {
  return new AppError('INPUT_INVALID', `saving "${name.slice(0, 80)}": ${reason}`);
}

/** False where the file was changed in between, and is as it was changed. */
async function replace(now: RuleText, text: string): Promise<boolean> {
  // Not a name that is read as rules.
  const draft = `${now.path}.${process.pid}.new~`;
  try {
    const file = await open(draft, 'w', now.kept?.mode ?? MODE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (now.kept !== null) {
      // What was masked out when it was made; and a file of a person's stays theirs.
      await chmod(draft, now.kept.mode);
      await chown(draft, now.kept.uid, now.kept.gid).catch(() => {});
    }
    return swap(draft, now);
  } finally {
    await unlink(draft).catch(() => {});
  }
}

/**
 * Puts the draft in the file's place where that still holds what it held, in
 * one turn of this program. A second name keeps the old file at hand: what
 * another program writes to it between the look and the swap is found there,
 * and the file gets its place back.
 */
function swap(draft: string, now: RuleText): boolean {
  if (hashAt(now.path) !== (now.kept === null ? null : now.hash)) return false;
  const aside = `${now.path}.${process.pid}.old~`;
  const isAside = now.kept !== null && linked(now.path, aside);
  renameSync(draft, now.path);
  if (!isAside) return true;
  if (hashAt(aside) === now.hash) {
    unlinkSync(aside);
    return true;
  }
  renameSync(aside, now.path);
  return false;
}

/** Not every file system has second names. */
function linked(path: string, aside: string): boolean {
  try {
    linkSync(path, aside);
    return statSync(aside).isFile();
  } catch {
    return false;
  }
}

function hashAt(path: string): string | null {
  try {
    return hashOf(readFileSync(path));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
