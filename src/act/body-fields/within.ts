import type { Change, Edit } from '../../model/rule.ts';
import { fieldWithin } from '../edit-names.ts';
import { cutsInAddress } from './address.ts';
import type { Piece, PieceList, Span } from './piece.ts';
import { readWritten } from './written-text.ts';

export type Within = Extract<Change, { readonly kind: 'within' }>;

export function isWithin(edit: Edit): edit is Within {
  return edit.kind === 'within';
}

export interface WithinCuts {
  readonly spans: readonly Span[];
  /** Of what goes, in the words of the log. */
  readonly names: readonly string[];
}

/**
 * What is to be cut out of the addresses that stand in these fields. `gone`
 * are fields that are taken out whole.
 */
export function cutsWithin(
  list: PieceList,
  text: string,
  edits: readonly Within[],
  gone: ReadonlySet<Piece> = new Set(),
): WithinCuts {
  const found = list.pieces
    .filter((piece) => !gone.has(piece))
    .map((piece) =>
      piece.inside === null
        ? cutsInPiece(piece, text, edits)
        : cutsWithin(piece.inside, text, edits, gone),
    );
  return {
    spans: found.flatMap(({ spans }) => spans),
    names: found.flatMap(({ names }) => names),
  };
}

const NOTHING: WithinCuts = { spans: [], names: [] };

function cutsInPiece({ name, value }: Piece, text: string, edits: readonly Within[]): WithinCuts {
  if (name === null || value === null) return NOTHING;
  const asked = edits.filter(({ field }) => field(name));
  if (asked.length === 0) return NOTHING;
  const written = readWritten(text, value, value.writing);
  const { spans, names } = cutsInAddress(written.text, (query, raw) =>
    asked.some(({ test }) => test(query, raw)),
  );
  return {
    spans: spans.map(written.spanOf),
    names: names.map((query) => fieldWithin(name, query)),
  };
}
