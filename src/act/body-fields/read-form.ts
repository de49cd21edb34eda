import { decodeField } from '../../model/fields.ts';
import type { Allowance, Piece, PieceList, Span } from './piece.ts';

/**
 * The fields of `name=value&name=value`, as `formFields` of model/fields.ts has
 * them. An empty piece is no field. What is not read any more is a piece without
 * a name, so that nobody takes the fields before it for all that there are.
 */
export function readForm(text: string, { from, to }: Span, allowance: Allowance): PieceList {
  const pieces: Piece[] = [];
  // All searches end where the form does, however long the text goes on.
  const form = text.slice(from, to);
  let start = 0;
  while (start < form.length && allowance.left > 0) {
    const next = form.indexOf('&', start);
    const end = next === -1 ? form.length : next;
    if (end > start) {
      pieces.push(readPiece(form.slice(start, end), from + start));
      allowance.left--;
    }
    start = end + 1;
  }
  if (start < form.length) {
    pieces.push({ from: from + start, to, name: null, value: null, inside: null });
  }
  return { pieces, separator: '&' };
}

/** A field as it is written, and where that begins. */
function readPiece(written: string, from: number): Piece {
  const equals = written.indexOf('=');
  const to = from + written.length;
  return {
    from,
    to,
    name: decodeField(equals === -1 ? written : written.slice(0, equals)),
    value: { from: equals === -1 ? to : from + equals + 1, to, writing: 'percent' },
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
