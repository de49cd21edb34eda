import type { Field } from '../model/request.ts';
import { type Fields, isHash } from './fields.ts';
import type { PersonalFact } from './told.ts';

/** Names of fields, and what they hold in a person's words. */
export type Words = Readonly<Record<string, string>>;

/** Values that say there is nothing: "msclkid=N", "idfa=00000000-0000-…", "null". */
const NOTHING = /^(?:.|null|undefined|none|na|n\/a|\(?not set\)?|[0-]+|\{\}|\[\])$/i;

/**
 * Facts from a table of names. A name counts wherever it is nested: `u_hem` is
 * also `req.0.t.u_hem`, and `traits.email` also `batch.3.traits.email`.
 */
export function factsByName(fields: Fields, words: Words): readonly PersonalFact[] {
  return fields.all.flatMap((field) => {
    const word = field.value === '' ? null : wordOf(field.name, words);
    if (word === null || NOTHING.test(field.value.slice(0, 64))) return [];
    return [fact(field, word, isHash(field.value))];
  });
}

/** Identifiers are made up anyway: that they look like a hash says nothing. */
export function idsByName(fields: Fields, words: Words): readonly PersonalFact[] {
  return factsByName(fields, words).map((found) => ({ ...found, hashed: false }));
}

export function fact(
  { name, value }: Field,
  word: string,
  hashed = false,
  fromForm = false,
): PersonalFact {
  return { field: name, value, word, hashed, fromForm };
}

function wordOf(name: string, words: Words): string | null {
  // Lists of one thing: `user_data.em.0`, `ids[]`.
  const bare = name.replace(/(?:\.\d+|\[\d*\])$/, '');
  return byTail(name, words) ?? (bare === name ? null : byTail(bare, words));
}

/** No name in a table has more pieces than this. */
const MOST_PIECES = 4;

/** The name itself or its last pieces; so many that a long name costs no more than a short one. */
function byTail(name: string, words: Words): string | null {
  if (Object.hasOwn(words, name)) return words[name] as string;
  let dot = name.length;
  for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
    dot = dot <= 0 ? -1 : name.lastIndexOf('.', dot - 1);
    if (dot === -1) return null;
    const tail = name.slice(dot + 1);
    if (Object.hasOwn(words, tail)) return words[tail] as string;
  }
  return null;
}
