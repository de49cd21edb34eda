import { join } from 'node:path';
import type { Subscription } from '../../model/subscription.ts';
import { filesOf, isReadAs, type ReadFiles } from '../folder.ts';
import { followIncludes, type IncludeSource, type Missing } from '../included.ts';
import { type KnownFile, readKnown } from '../known-file.ts';
import { readFilterFile } from '../rule-file.ts';
import { includedFile, listFile } from './paths.ts';

/** Where downloaded lists lie, and which of them are subscribed to: only those are in force. */
export interface SubscribedLists {
  readonly folder: string;
  /** Asked at each look, since another process may change them. Never rejects. */
  entries(): Promise<readonly Pick<Subscription, 'name' | 'trusted'>[]>;
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
  for (const { name, trusted } of lists === null ? [] : await lists.entries()) {
    const { folder } = lists as SubscribedLists;
    const last = before.get(name) ?? null;
    const first = await readKnown(
      listFile(folder, name),
      isReadAs(last, 'yes', trusted) ? last : null,
      (bytes) => readFilterFile(name, bytes, 'yes', trusted),
    );
    if (first === null) continue;
    known.set(name, first);
    const source = beside({ folder, name, trusted }, before);
    missing.push(...(await followIncludes('', first, known, source)));
  }
  return { known, files: filesOf(known, new Map(missing)) };
}

/** The lists that were downloaded with another one, and are trusted as it is. */
function beside(
  { folder, name, trusted }: { readonly folder: string } & Pick<Subscription, 'name' | 'trusted'>,
  before: ReadonlyMap<string, KnownFile>,
): IncludeSource {
  const nameOf = (path: string) => `${name}/${path}`;
  return {
    nameOf,
    read: async (path, meant) => {
      const list = nameOf(path);
      const last = before.get(list) ?? null;
      const file = join(folder, includedFile(name, path));
      const found = await readKnown(file, isReadAs(last, meant, trusted) ? last : null, (bytes) =>
        readFilterFile(list, bytes, meant, trusted),
      );
      return found ?? 'was not downloaded';
    },
  };
}
