import { multipartDelimiter, readPart } from '../../model/multipart.ts';
import type { Allowance, Piece, PieceList } from './piece.ts';

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
  const delimiter = multipartDelimiter(contentType, text);
  if (delimiter === null) return null;
  const pieces: Piece[] = [];
  for (let from = text.indexOf(delimiter); from !== -1 && allowance.left > 0; ) {
    const start = from + delimiter.length;
    if (text.startsWith('--', start)) break;
    const next = text.indexOf(`\n${delimiter}`, start);
    const to = next === -1 ? text.length : next + 1;
    const piece = pieceOf(text, { from, start, end: next === -1 ? to : next, to });
    if (piece !== null) pieces.push(piece);
    allowance.left--;
    from = next === -1 ? -1 : to;
  }
  return { pieces, separator: '' };
}

interface Bounds {
  readonly from: number;
  /** Behind the delimiter. */
  readonly start: number;
  /** At the line feed before the next one. */
  readonly end: number;
  readonly to: number;
}

/** Null where it has no name. */
function pieceOf(text: string, { from, start, end, to }: Bounds): Piece | null {
  const part = readPart(text, start, end);
  if (part === null) return null;
  const value: Piece['value'] = part.isFile
    ? null
    : { from: part.from, to: part.to, writing: 'plain' };
  return { from, to, name: part.name, value, inside: null };
}
