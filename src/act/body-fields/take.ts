import type { Piece, PieceList, Span } from './piece.ts';

export interface Taken {
  /** What is to be cut out of the text. */
  readonly spans: readonly Span[];
  /** The pieces that go, in the order found. */
  readonly pieces: readonly Piece[];
  /** True where there were some, and none is left. */
  readonly all: boolean;
}

/**
 * Takes out the pieces that `test` hits, whatever they hold, and with each one
 * of the separators beside it. A line goes when all of its fields do; an object
 * of JSON stays, empty.
 */
export function take(list: PieceList, text: string, test: (piece: Piece) => boolean): Taken {
  const spans: Span[] = [];
  const gone: Piece[] = [];
  let kept = false;
  for (const piece of list.pieces) {
    if (goes(piece, text, test, spans, gone)) spans.push(withSeparator(piece, list, text, kept));
    else kept = true;
  }
  return { spans, pieces: gone, all: list.pieces.length > 0 && !kept };
}

function goes(
  piece: Piece,
  text: string,
  test: (piece: Piece) => boolean,
  spans: Span[],
  gone: Piece[],
): boolean {
  if (piece.name !== null && test(piece)) {
    gone.push(piece);
    return true;
  }
  if (piece.inside === null) return false;
  const inner = take(piece.inside, text, test);
  spans.push(...inner.spans);
  gone.push(...inner.pieces);
  return inner.all && piece.name === null;
}

/** The separator before it where a neighbour stays there, else the one behind it. */
function withSeparator(
  { from, to }: Piece,
  { separator }: PieceList,
  text: string,
  kept: boolean,
): Span {
  if (separator === '') return { from, to };
  if (kept) return { from: from - lengthBefore(text, from, separator), to };
  return { from, to: to + lengthBehind(text, to, separator) };
}

/** The end of a line may be of two characters. */
function lengthBefore(text: string, at: number, separator: PieceList['separator']): number {
  return separator === '\n' && text[at - 2] === '\r' ? 2 : 1;
}

function lengthBehind(text: string, at: number, separator: PieceList['separator']): number {
  if (separator === '\n' && text.startsWith('\r\n', at)) return 2;
  return text[at] === separator ? 1 : 0;
}
