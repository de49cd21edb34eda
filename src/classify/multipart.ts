import { MAX_FIELDS } from '../model/fields.ts';
import type { Field } from '../model/request.ts';

/** A part's headers are one or two lines; longer ones are not read. */
const MAX_PART_HEAD = 4096;

/**
 * The delimiter that the Content-Type names, or the one the body begins with;
 * null where there is neither (RFC 2046 section 5.1.1: at most 70 characters).
 */
export function multipartDelimiter(contentType: string, text: string): string | null {
  const named = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = named?.[1] ?? named?.[2] ?? /^--([^\r\n]{1,70})\r?\n/.exec(text)?.[1];
  return boundary === undefined ? null : `--${boundary}`;
}

/**
 * The parts of a multipart/form-data body (RFC 7578): names and text values.
 * A file's content is nobody's field, so its value is ''. Tolerates bare line
 * feeds, a missing end and a body cut short; parts without a name are left out.
 */
export function multipartFields(text: string, delimiter: string): readonly Field[] {
  const fields: Field[] = [];
  let start = text.indexOf(delimiter);
  while (start !== -1 && fields.length < MAX_FIELDS) {
    start += delimiter.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(`\n${delimiter}`, start);
    const field = readPart(text, start, next === -1 ? text.length : next);
    if (field !== null) fields.push(field);
    start = next === -1 ? -1 : next + 1;
  }
  return fields;
}

function readPart(text: string, start: number, end: number): Field | null {
  const head = text.slice(start, Math.min(end, start + MAX_PART_HEAD));
  const blank = /\r?\n\r?\n/.exec(head);
  if (blank === null) return null;
  const disposition = /^content-disposition:[^\r\n]*/im.exec(head.slice(0, blank.index))?.[0];
  const name = /[;\s]name=(?:"(.*?)"(?=\s*(?:;|$))|([^\s;"]+))/i.exec(disposition ?? '');
  if (disposition === undefined || name === null) return null;
  const isFile = /[;\s]filename\*?=/i.test(disposition);
  const from = start + blank.index + blank[0].length;
  const to = text[end - 1] === '\r' ? end - 1 : end;
  return {
    name: unescapeName(name[1] ?? (name[2] as string)),
    value: isFile || from >= to ? '' : text.slice(from, to),
  };
}

/**
 * Browsers write a quote in a name as %22, a line end as %0D%0A and a
 * backslash as it is (WHATWG HTML); others put a backslash before a quote.
 */
function unescapeName(name: string): string {
  return name
    .replaceAll('\\"', '"')
    .replaceAll(/%22/g, '"')
    .replaceAll(/%0D%0A/gi, '\n');
}
