import type { FieldTest } from '../edit-tests.ts';
import { queryRange } from '../strip-query.ts';
import type { Allowance, Piece, Span } from './piece.ts';
import { readForm } from './read-form.ts';
import { take } from './take.ts';
import { readWritten } from './written-text.ts';

/** What is to be cut out of an address. */
export interface AddressCuts {
  readonly spans: readonly Span[];
  /** Decoded names of the query fields that go. */
  readonly names: readonly string[];
}

const NOTHING: AddressCuts = { spans: [], names: [] };

const WEB = /^https?:\/\//i;
/** An address that was encoded once more than the rest. */
const ENCODED = /^https?%3a(?:%2f|\/){2}/i;

/**
 * The query fields that `test` hits in an address, and in the addresses that
 * stand in its own fields; those within these are left. The address may be a
 * path alone, and may be percent-encoded as a whole. `allowance` is for all
 * fields that are looked at.
 */
export function cutsInAddress(
  address: string,
  test: FieldTest,
  allowance: Allowance,
  nested = 1,
): AddressCuts {
  if (ENCODED.test(address)) return cutsInEncoded(address, test, allowance, nested);
  const range = queryRange(address);
  if (range === null) return NOTHING;
  const list = readForm(address, range, allowance);
  const { spans, pieces, all } = take(list, address, ({ name, from, to }) =>
    test(name ?? '', address.slice(from, to)),
  );
  const names = pieces.map(({ name }) => name ?? '');
  // The mark of a query without fields goes too.
  if (all && allowance.left > 0) {
    return { spans: [{ from: range.from - 1, to: range.to }], names };
  }
  if (nested === 0) return { spans, names };
  const gone = new Set(pieces);
  const inner = list.pieces
    .filter((piece) => !gone.has(piece))
    .map((piece) => cutsInField(address, piece, test, allowance, nested - 1));
  return {
    spans: [...spans, ...inner.flatMap((cuts) => cuts.spans)],
    names: [...names, ...inner.flatMap((cuts) => cuts.names)],
  };
}

function cutsInField(
  address: string,
  { value }: Piece,
  test: FieldTest,
  allowance: Allowance,
  nested: number,
): AddressCuts {
  if (value === null || value.from === value.to) return NOTHING;
  const { text, spanOf } = readWritten(address, value, value.writing);
  if (!WEB.test(text) && !ENCODED.test(text)) return NOTHING;
  const { spans, names } = cutsInAddress(text, test, allowance, nested);
  return { spans: spans.map(spanOf), names };
}

function cutsInEncoded(
  address: string,
  test: FieldTest,
  allowance: Allowance,
  nested: number,
): AddressCuts {
  const { text, spanOf } = readWritten(address, { from: 0, to: address.length }, 'percent');
  // Escapes of escapes: once is enough, and it ends.
  if (ENCODED.test(text)) return NOTHING;
  const { spans, names } = cutsInAddress(text, test, allowance, nested);
  return { spans: spans.map(spanOf), names };
}
