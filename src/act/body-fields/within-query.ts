import { queryRange } from '../strip-query.ts';
import { withoutSpans } from './cut.ts';
import type { PieceList } from './piece.ts';
import { readForm } from './read-form.ts';
import { cutsWithin, type Within } from './within.ts';

export interface CleanedUrl {
  readonly url: string;
  /** Of what was taken out, in the words of the log, as often as it was. */
  readonly removed: readonly string[];
}

/** As many fields as `stripQuery` looks at. */
const MAX_FIELDS = 500;
const NO_FIELDS: PieceList = { pieces: [], separator: '&' };

/** Takes query fields out of the addresses that stand in the query fields of an address. */
export function cleanWithinQuery(url: string, edits: readonly Within[]): CleanedUrl {
  const range = edits.length === 0 ? null : queryRange(url);
  const list = range === null ? NO_FIELDS : readForm(url, range, { left: MAX_FIELDS });
  const { spans, names } = cutsWithin(list, url, edits);
  return { url: withoutSpans(url, spans), removed: names };
}
