import { AppError } from '../../model/errors.ts';
import type { Learnt } from '../../model/learnt.ts';
import { reasonOf } from '../known-file.ts';
import { takeLock } from '../subscribe/lock-file.ts';
import { readIfThere, replacePrivate } from '../subscribe/private-file.ts';
import { NOTHING_LEARNT } from './keep.ts';
import { learntText, parseLearnt } from './learnt-file.ts';

/** What the file says. Rejects with HOME_UNUSABLE where it cannot be read. */
export async function readLearnt(path: string): Promise<Learnt> {
  try {
    const bytes = await readIfThere(path);
    return bytes === null ? NOTHING_LEARNT : parseLearnt(bytes.toString('utf8'));
  } catch (error) {
    throw unusable('reading', path, error);
  }
}

/**
 * Changes the file, one process at a time; resolves with whether there was a
 * change to be written. Rejects with HOME_UNUSABLE where that is not possible.
 */
export async function changeLearnt(
  path: string,
  change: (learnt: Learnt) => Learnt,
): Promise<boolean> {
  const before = await readLearnt(path);
  // Most of what is seen is known, and is looked at without a lock.
  if (change(before) === before) return false;
  try {
    const release = await takeLock(`${path}.lock`);
    try {
      const current = await readLearnt(path);
      const after = change(current);
      if (after === current) return false;
      await replacePrivate(path, learntText(after));
      return true;
    } finally {
      await release();
    }
  } catch (error) {
    throw unusable('writing', path, error);
  }
}

function unusable(what: string, path: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('HOME_UNUSABLE', `${what} "${path}": ${reasonOf(error)}`, { cause: error });
}
