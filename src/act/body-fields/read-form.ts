import { decodeField } from '../../model/fields.ts';
import type { Allowance, Piece, PieceList, Span } from './piece.ts';

/**
 * The fields of `name=value&name=value`, as `formFields` of model/fields.ts has
 * them. An empty piece is no field.
 */
export function readForm(text: string, { from, to }: Span, allowance: Allowance): PieceList {
  const pieces: Piece[] = [];
  for (let start = from; start < to && allowance.left > 0; ) {
    const next = text.indexOf('&', start);
    const end = next === -1 || next > to ? to : next;
    if (end > start) {
      pieces.push(readPiece(text, start, end));
      allowance.left--;
    }
    start = end + 1;
  }
  return { pieces, separator: '&' };
}

function readPiece(text: string, from: number, to: number): Piece {
  const equals = text.indexOf('=', from);
  const hasValue = equals !== -1 && equals < to;
  const nameEnd = hasValue ? equals : to;
  return {
    from,
    to,
    name: decodeField(text.slice(from, nameEnd)),
    value: { from: hasValue ? equals + 1 : to, to, writing: 'percent' },
    inside: null,
  };
}

/** Lines, each a form of its own. The end of a line is no part of it. */
export function readLines(text: string, allowance: Allowance): PieceList {
  const pieces: Piece[] = [];
  for (let from = 0; from < text.length && allowance.left > 0; ) {
    const next = text.indexOf('\n', from);
    const end = next === -1 ? text.length : next;
    const to = end > from && text[end - 1] === '\r' ? end - 1 : end;
    const inside = readForm(text, { from, to }, allowance);
    if (inside.pieces.length > 0) pieces.push({ from, to, name: null, value: null, inside });
    from = end + 1;
  }
  return { pieces, separator: '\n' };
}
