/** Whether a body holds a word: lower-case letters, digits and underscores, in any case. */
export type Mentions = (word: string) => boolean;

/**
 * Letters and digits that are written in another way than as they are, by a
 * percent escape (RFC 3986) or one of JSON (RFC 8259): nobody has to.
 */
const HIDDEN = /(?:%|\\u00)(?:3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/;

/**
 * Looks for words in the bytes of a body, which takes a fraction of the time
 * that reading its fields takes. Where letters may be hidden every word counts
 * as there.
 */
export function createMentions(bytes: Uint8Array): Mentions {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .toLowerCase();
  if (HIDDEN.test(text)) return () => true;
  const known = new Map<string, boolean>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const isThere = text.includes(word);
    known.set(word, isThere);
    return isThere;
  };
}
