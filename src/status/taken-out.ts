import type { Event } from '../model/event.ts';

/** Where something was that a rule took out. */
export type Place = 'address' | 'within' | 'body' | 'header' | 'cookie' | 'other';

/** A header, as rules write it: with a hyphen, or one of the old ones without. */
const HEADER = /^(?:[\w]+(?:-[\w]+)+|referer|etag|dnt|from|via)$/i;
/** "your e-mail, hashed" and "address (rewritten)" say what they are. */
const WORDS = /[\s()]/;

/**
 * The names of what was taken out of an exchange, by where they were. The log
 * keeps no more than names, so that is told by the names of the path and by how
 * a name is written.
 */
export function takenOut({ removed, path }: Event): ReadonlyMap<Place, readonly string[]> {
  const fields = new Set(fieldNames(path));
  const places = new Map<Place, string[]>();
  for (const written of removed) {
    const [place, name] = placeOf(written, fields);
    const known = places.get(place);
    if (known === undefined) places.set(place, [name]);
    else known.push(name);
  }
  return places;
}

function placeOf(written: string, fields: ReadonlySet<string>): readonly [Place, string] {
  const body = /^(.*) \(body\)$/.exec(written)?.[1];
  if (body !== undefined) return ['body', body];
  const within = /^(.*) \(in .*\)$/.exec(written)?.[1];
  if (within !== undefined) return ['within', within];
  if (fields.has(written)) return ['address', written];
  if (WORDS.test(written)) return ['other', written];
  return [HEADER.test(written) ? 'header' : 'cookie', written];
}

/** Values may stand there, where the log keeps them. */
function fieldNames(path: string): readonly string[] {
  const query = path.indexOf('?');
  if (query === -1) return [];
  return path
    .slice(query + 1)
    .split('&')
    .map((field) => readName(field.split('=', 1)[0] as string));
}

function readName(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
