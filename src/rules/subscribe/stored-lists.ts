import { join } from 'node:path';
import { filesOf, isMeant, type ReadFiles } from '../folder.ts';
import { followIncludes, type IncludeSource, type Missing } from '../included.ts';
import { type KnownFile, readKnown } from '../known-file.ts';
import { readFilterFile } from '../rule-file.ts';
import { includedFile, listFile } from './paths.ts';

/** Where downloaded lists lie, and which of them are subscribed to: only those are in force. */
export interface SubscribedLists {
  readonly folder: string;
  /** Their names; asked at each look, since another process may change them. Never rejects. */
  names(): Promise<readonly string[]>;
}

/**
 * Reads the downloaded lists and the lists that came with them, those again
 * that have changed since `before`. One that was not downloaded yet says
 * nothing. Never rejects.
 */
export async function readStoredLists(
  lists: SubscribedLists | null,
  before: ReadonlyMap<string, KnownFile>,
): Promise<ReadFiles> {
  const known = new Map<string, KnownFile>();
  const missing: (readonly [string, readonly Missing[]])[] = [];
  for (const name of lists === null ? [] : await lists.names()) {
    const path = listFile((lists as SubscribedLists).folder, name);
    const first = await readKnown(path, before.get(name) ?? null, (bytes) =>
      readFilterFile(name, bytes),
    );
    if (first === null) continue;
    known.set(name, first);
    const source = beside((lists as SubscribedLists).folder, name, before);
    missing.push(...(await followIncludes('', first, known, source)));
  }
  return { known, files: filesOf(known, new Map(missing)) };
}

/** The lists that were downloaded with another one. */
function beside(
  folder: string,
  name: string,
  before: ReadonlyMap<string, KnownFile>,
): IncludeSource {
  const nameOf = (path: string) => `${name}/${path}`;
  return {
    nameOf,
    read: async (path, meant) => {
      const list = nameOf(path);
      const last = before.get(list) ?? null;
      const file = join(folder, includedFile(name, path));
      const found = await readKnown(file, isMeant(last, meant) ? last : null, (bytes) =>
        readFilterFile(list, bytes, meant),
      );
      return found ?? 'was not downloaded';
    },
  };
}
