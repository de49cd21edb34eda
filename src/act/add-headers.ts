import type { RawHeaders } from '../model/request.ts';
import type { AddedHeader } from '../model/rule.ts';
import { isRemovable } from './edit-headers.ts';

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/i;
/** Visible ASCII, blanks and tabs (section 5.5): it cannot end a header and begin another. */
const VALUE = /^[\x20-\x7e\t]{1,8192}$/;

export interface AddedHeaders {
  readonly headers: RawHeaders;
  /** Lower-case names of the headers that were added, in order. */
  readonly added: readonly string[];
}

/**
 * Adds headers at the end, after taking out those whose place they take. One
 * that is there already, with the same value, is not added again. A header that
 * says how the message is to be read is never added, nor one that is malformed.
 */
export function addHeaders(headers: RawHeaders, wanted: readonly AddedHeader[]): AddedHeaders {
  let result = headers;
  const added: string[] = [];
  for (const one of wanted) {
    if (!addsTo(result, one)) continue;
    const name = one.name.toLowerCase();
    const kept = one.replaces ? without(result, name) : result;
    result = [...kept, one.name, one.value];
    added.push(name);
  }
  return { headers: result, added };
}

/** Would adding this header change anything? */
export function addsTo(headers: RawHeaders, { name, value, replaces }: AddedHeader): boolean {
  const lower = name.toLowerCase();
  if (!TOKEN.test(name) || !VALUE.test(value) || !isRemovable(lower)) return false;
  const values = headers.filter(
    (_, i) => i % 2 === 1 && (headers[i - 1] as string).toLowerCase() === lower,
  );
  return replaces ? values.length !== 1 || values[0] !== value : !values.includes(value);
}

function without(headers: RawHeaders, name: string): RawHeaders {
  return headers.filter((_, i) => (headers[i - (i % 2)] as string).toLowerCase() !== name);
}
