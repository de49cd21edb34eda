import { decodePercent } from './decode-percent.ts';
import type { FieldTest } from './edit-tests.ts';

export interface QueryField {
  /** Decoded: percent-encoding, and `+` for a blank. */
  readonly name: string;
  /** As written: `name=value`, `name=` or `name`. */
  readonly raw: string;
}

export interface StrippedUrl {
  readonly url: string;
  /** Decoded names in the order found, each as often as it was removed. */
  readonly removed: readonly string[];
}

/**
 * Fields beyond this many are left alone, which bounds the work for a hostile
 * URL: with a few hundred edits it stays below the time of a frame. No link
 * that people follow has as many.
 */
const MAX_FIELDS = 500;

/**
 * Removes the query fields that `test` hits, and with each the `&` that parts
 * it from its neighbour; what remains is byte for byte as it was: nothing is
 * decoded or encoded anew, order, duplicates, fields without value, `&&`, user
 * info and fragment stay. The `?` goes too where no field is left. A field
 * without `=` is a field with that name and is removed like any other.
 *
 *     stripQuery('https://a.example/p?x=1&&fbclid=2&y#z', hitsFbclid)
 *       -> 'https://a.example/p?x=1&&y#z'
 */
export function stripQuery(url: string, test: FieldTest): StrippedUrl {
  const range = queryRange(url);
  if (range === null) return { url, removed: [] };
  const kept: string[] = [];
  const removed: string[] = [];
  for (const [index, raw] of url.slice(range.from, range.to).split('&').entries()) {
    const name = fieldName(raw);
    if (raw !== '' && index < MAX_FIELDS && test(name, raw)) removed.push(name);
    else kept.push(raw);
  }
  if (removed.length === 0) return { url, removed };
  const query = kept.some((raw) => raw !== '') ? `?${kept.join('&')}` : '';
  return { url: url.slice(0, range.from - 1) + query + url.slice(range.to), removed };
}

/** The fields that `stripQuery` would ask its test about. */
export function queryFields(url: string): readonly QueryField[] {
  const range = queryRange(url);
  if (range === null) return [];
  return url
    .slice(range.from, range.to)
    .split('&')
    .slice(0, MAX_FIELDS)
    .filter((raw) => raw !== '')
    .map((raw) => ({ name: fieldName(raw), raw }));
}

/** From after the `?` to the fragment or the end; null where there is no query. */
export function queryRange(url: string): { readonly from: number; readonly to: number } | null {
  const hash = url.indexOf('#');
  const end = hash === -1 ? url.length : hash;
  const mark = url.indexOf('?');
  return mark === -1 || mark > end ? null : { from: mark + 1, to: end };
}

function fieldName(raw: string): string {
  const equals = raw.indexOf('=');
  const name = equals === -1 ? raw : raw.slice(0, equals);
  return decodePercent(name.includes('+') ? name.replaceAll('+', ' ') : name);
}
