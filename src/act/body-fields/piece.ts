/** A part of a text: the places of its first character and of the one behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How a value stands in a text: as it is, percent-encoded, or between the quotes of a JSON string. */
export type Writing = 'plain' | 'percent' | 'json';

/** A field of a body or of an address, and where it stands, name and all. */
export interface Piece extends Span {
  /** As in `Body`; null for a line, which has none. */
  readonly name: string | null;
  /** Null where it holds other fields, or a file. */
  readonly value: (Span & { readonly writing: Writing }) | null;
  readonly inside: PieceList | null;
}

/** Fields that stand side by side. */
export interface PieceList {
  readonly pieces: readonly Piece[];
  /** What parts two neighbours: a character that goes with one of them, or nothing. */
  readonly separator: '&' | ',' | '\n' | '';
}

/** How many more fields are read: a bound on the work for hostile texts. */
export interface Allowance {
  left: number;
}
