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

/** One part of a multipart/form-data body, and where its content stands in the text. */
export interface Part {
  readonly name: string;
  readonly isFile: boolean;
  readonly from: number;
  readonly to: number;
}

/**
 * Reads the part between two delimiters: `start` is behind the first, `end` at
 * the line feed before the second (RFC 7578). Tolerates bare line feeds. Null
 * for a part without a name.
 */
export function readPart(text: string, start: number, end: number): Part | null {
  const head = text.slice(start, Math.min(end, start + MAX_PART_HEAD));
  const blank = /\r?\n\r?\n/.exec(head);
  if (blank === null) return null;
  const disposition = /^content-disposition:[^\r\n]*/im.exec(head.slice(0, blank.index))?.[0] ?? '';
  const name = nameIn(disposition);
  if (name === null) return null;
  const from = start + blank.index + blank[0].length;
  const to = text[end - 1] === '\r' ? end - 1 : end;
  const isFile = /[;\s]filename\*?=/i.test(disposition);
  return { name: unescapeName(name), isFile, from, to: Math.max(from, to) };
}

/**
 * The name that a Content-Disposition gives a part (RFC 7578 section 4.2); null
 * where it gives none. A quote ends it where a `;` or nothing follows.
 */
function nameIn(disposition: string): string | null {
  const start = /[;\s]name=/i.exec(disposition);
  if (start === null) return null;
  const value = disposition.slice(start.index + start[0].length);
  if (!value.startsWith('"')) return /^[^\s;"]+/.exec(value)?.[0] ?? null;
  const end = /"\s*(?:;|$)/.exec(value.slice(1));
  return end === null ? null : value.slice(1, 1 + end.index);
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
