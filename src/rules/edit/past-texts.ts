import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf } from '../rule-file.ts';
import { readIfThere, replacePrivate } from '../subscribe/private-file.ts';

/** A text that a rule file had, or that somebody did not save over another's. */
export interface PastText {
  /** Names it among those of its file. */
  readonly id: string;
  /** When it was put aside, in milliseconds since the epoch. */
  readonly at: number;
  /** saved: it was replaced by a save. unsaved: it was written here, and another text was kept. */
  readonly why: 'saved' | 'unsaved';
  /** Bytes. */
  readonly size: number;
}

/** So many texts of each file are kept. */
const MAX_TEXTS = 20;

/** The time, its rank within it, why, and the beginning of the hash. */
const ID = /^(\d{13})-(\d{3})-(saved|unsaved)-[0-9a-f]{12}$/;

/**
 * Puts a text aside, readable by its owner only. One that is the newest
 * already is not kept twice. Returns its id.
 */
export async function keepText(
  folder: string,
  name: string,
  text: string,
  about: { readonly at: number; readonly why: PastText['why'] },
): Promise<string> {
  const own = folderOf(folder, name);
  const bytes = Buffer.from(text, 'utf8');
  const mark = hashOf(bytes).slice(0, 12);
  const known = await pastTexts(folder, name);
  const [newest] = known;
  if (newest?.id.endsWith(`-${about.why}-${mark}`)) return newest.id;
  // Two of one millisecond, or a clock that was set back: the later one stays the later.
  const at = Math.max(about.at, newest?.at ?? 0);
  const rank = known.filter((one) => one.at === at).length;
  const id = `${String(at).padStart(13, '0')}-${String(rank).padStart(3, '0')}-${about.why}-${mark}`;
  await replacePrivate(join(own, id), bytes);
  for (const { id: old } of known.slice(MAX_TEXTS - 1)) await rm(join(own, old), { force: true });
  return id;
}

/** Newest first. */
export async function pastTexts(folder: string, name: string): Promise<readonly PastText[]> {
  const own = folderOf(folder, name);
  const ids = (await readdir(own).catch(() => [])).filter((id) => ID.test(id)).toSorted();
  const found = await Promise.all(
    ids.toReversed().map(async (id): Promise<readonly PastText[]> => {
      const size = await stat(join(own, id)).then(
        (one) => one.size,
        () => null,
      );
      const [, at, , why] = ID.exec(id) ?? [];
      return size === null
        ? []
        : [{ id, at: Number(at), why: why === 'unsaved' ? 'unsaved' : 'saved', size }];
    }),
  );
  return found.flat();
}

/** The text itself; null where there is none of that id. */
export async function pastText(folder: string, name: string, id: string): Promise<string | null> {
  if (!ID.test(id)) return null;
  const bytes = await readIfThere(join(folderOf(folder, name), id));
  return bytes === null ? null : bytes.toString('utf8');
}

/** One folder a file; names are those of rule files, which hold no slash and begin with no dot. */
function folderOf(folder: string, name: string): string {
  return join(folder, encodeURIComponent(name));
}
