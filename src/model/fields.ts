import type { Field } from './request.ts';

/** More fields than this are not read: a bound on work, far above any real form. */
export const MAX_FIELDS = 2000;

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/**
 * Decodes one name or value of a query or of an urlencoded body: `+` is a
 * space, `%XX` a byte of UTF-8 (WHATWG URL, application/x-www-form-urlencoded).
 * Never throws: bytes that are no UTF-8 become U+FFFD, a lone `%` stays.
 */
export function decodeField(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(ESCAPES, decodeRun);
  }
}

function decodeRun(run: string): string {
  const bytes = new Uint8Array(run.length / 3);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(run.slice(3 * i + 1, 3 * i + 3), 16);
  }
  return new TextDecoder().decode(bytes);
}

/**
 * The fields of `name=value&name=value` text, decoded, in order, duplicates
 * kept. Empty pieces are left out; a piece without `=` has the value ''.
 */
export function formFields(text: string, limit: number = MAX_FIELDS): readonly Field[] {
  const fields: Field[] = [];
  let start = 0;
  while (start < text.length && fields.length < limit) {
    const next = text.indexOf('&', start);
    const end = next === -1 ? text.length : next;
    if (end > start) fields.push(readField(text.slice(start, end)));
    start = end + 1;
  }
  return fields;
}

function readField(piece: string): Field {
  const equals = piece.indexOf('=');
  if (equals === -1) return { name: decodeField(piece), value: '' };
  return {
    name: decodeField(piece.slice(0, equals)),
    value: decodeField(piece.slice(equals + 1)),
  };
}

/** The fields after the first `?` of a target or a URL, up to a fragment. */
export function queryFields(target: string): readonly Field[] {
  const question = target.indexOf('?');
  if (question === -1) return [];
  const hash = target.indexOf('#', question);
  return formFields(target.slice(question + 1, hash === -1 ? target.length : hash));
}
