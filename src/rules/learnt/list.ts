import { type KnownFile, readKnown } from '../known-file.ts';
import { readFilterFile } from '../rule-file.ts';

/** The list that holds what was learnt. */
export const LEARNT_LIST = 'learnt';

/** Reads what was learnt as a list, again where it has changed since `before`. Null where there is none. */
export function readLearntList(path: string, before: KnownFile | null): Promise<KnownFile | null> {
  return readKnown(path, before, (bytes) => readFilterFile(LEARNT_LIST, bytes, 'yes', false));
}
