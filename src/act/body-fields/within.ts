import type { Change, Edit } from '../../model/rule.ts';
import { fieldWithin } from '../edit-names.ts';
import { cutsInAddress } from './address.ts';
import type { Allowance, Piece, PieceList, Span } from './piece.ts';
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

/** Of all addresses together: a page that is reported has a dozen fields. */
const MAX_FIELDS = 2000;

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
  return edits.length === 0
    ? NOTHING
    : cutsInList(list, { text, edits, gone, allowance: { left: MAX_FIELDS } });
}

interface Search {
  readonly text: string;
  readonly edits: readonly Within[];
  readonly gone: ReadonlySet<Piece>;
  readonly allowance: Allowance;
}

function cutsInList(list: PieceList, search: Search): WithinCuts {
  const found = list.pieces
    .filter((piece) => !search.gone.has(piece))
    .map((piece) =>
      piece.inside === null ? cutsInPiece(piece, search) : cutsInList(piece.inside, search),
    );
  return {
    spans: found.flatMap(({ spans }) => spans),
    names: found.flatMap(({ names }) => names),
  };
}

/** As it is written: longer ones are no addresses that anybody asks for. */
const MAX_VALUE = 65_536;
const NOTHING: WithinCuts = { spans: [], names: [] };

function cutsInPiece({ name, value }: Piece, { text, edits, allowance }: Search): WithinCuts {
  if (name === null || value === null || value.to === value.from) return NOTHING;
  if (allowance.left <= 0 || value.to - value.from > MAX_VALUE) return NOTHING;
  const asked = edits.filter(({ field }) => field(name));
  if (asked.length === 0) return NOTHING;
  const written = readWritten(text, value, value.writing);
  const isGone = (query: string, raw: string) => asked.some(({ test }) => test(query, raw));
  const { spans, names } = cutsInAddress(written.text, isGone, allowance);
  return {
    spans: spans.map(written.spanOf),
    names: names.map((query) => fieldWithin(name, query)),
  };
}
