import { hintOfTag, type Tag } from './tags.ts';

/** Which identifier a tag belongs to. */
export interface TagTable {
  /** Its place in the list; null for what is no tag. `tag` is made only where the hint fits. */
  find(hint: number, tag: () => Tag): number | null;
}

const HINTS = 0x1_0000;

/** Makes a table of the tags of each identifier. A tag that two have is that of the first. */
export function createTagTable(identifiers: readonly (readonly Tag[])[]): TagTable {
  const hints = new Uint8Array(HINTS);
  const indices = new Map<Tag, number>();
  for (const [index, tags] of identifiers.entries()) {
    for (const tag of tags) {
      hints[hintOfTag(tag)] = 1;
      if (!indices.has(tag)) indices.set(tag, index);
    }
  }
  return {
    find: (hint, tag) => (hints[hint] === 1 ? (indices.get(tag()) ?? null) : null),
  };
}
