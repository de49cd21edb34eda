import type { Allowance, Piece, PieceList } from './piece.ts';

/** A part's headers are one or two lines; longer ones are not read. */
const MAX_PART_HEAD = 4096;

/**
 * The parts of a multipart/form-data body (RFC 7578), each from its delimiter
 * to the next one; the last delimiter is no part. A file is a part without a
 * value. Null where neither the Content-Type nor the text itself says what
 * parts them.
 */
export function readMultipart(
  text: string,
  contentType: string,
  allowance: Allowance,
): PieceList | null {
  const delimiter = delimiterOf(text, contentType);
  if (delimiter === null) return null;
  const pieces: Piece[] = [];
  for (let from = text.indexOf(delimiter); from !== -1 && allowance.left > 0; ) {
    const start = from + delimiter.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(`\n${delimiter}`, start);
    const to = next === -1 ? text.length : next + 1;
    const piece = readPart(text, from, start, to, next === -1 ? to : next);
    if (piece !== null) pieces.push(piece);
    allowance.left--;
    from = next === -1 ? -1 : to;
  }
  return { pieces, separator: '' };
}

/** RFC 2046 section 5.1.1: a boundary has at most 70 characters. */
function delimiterOf(text: string, contentType: string): string | null {
  const named = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = named?.[1] ?? named?.[2] ?? /^--([^\r\n]{1,70})\r?\n/.exec(text)?.[1];
  return boundary === undefined ? null : `--${boundary}`;
}

/** `start` is behind the delimiter, `end` the line end before the next one. Null where it has no name. */
function readPart(
  text: string,
  from: number,
  start: number,
  to: number,
  end: number,
): Piece | null {
  const head = text.slice(start, Math.min(end, start + MAX_PART_HEAD));
  const blank = /\r?\n\r?\n/.exec(head);
  if (blank === null) return null;
  const disposition = /^content-disposition:[^\r\n]*/im.exec(head.slice(0, blank.index))?.[0];
  const name = /[;\s]name=(?:"(.*?)"(?=\s*(?:;|$))|([^\s;"]+))/i.exec(disposition ?? '');
  if (disposition === undefined || name === null) return null;
  const first = start + blank.index + blank[0].length;
  const last = text[end - 1] === '\r' ? end - 1 : end;
  const isFile = /[;\s]filename\*?=/i.test(disposition);
  return {
    from,
    to,
    name: unescapeName(name[1] ?? (name[2] as string)),
    value: isFile || first >= last ? null : { from: first, to: last, writing: 'plain' },
    inside: null,
  };
}

/** How browsers write a quote and a line end in a name (WHATWG HTML), and others a quote. */
function unescapeName(name: string): string {
  return name
    .replaceAll('\\"', '"')
    .replaceAll(/%22/g, '"')
    .replaceAll(/%0D%0A/gi, '\n');
}
