import type { Body, RawHeaders } from '../../model/request.ts';
import { encodeText } from '../body/charset.ts';
import { bodyField } from '../edit-names.ts';
import type { NameTest } from '../edit-tests.ts';
import { withoutSpans } from './cut.ts';
import type { PieceList } from './piece.ts';
import { readBodyText } from './read-body.ts';
import { take } from './take.ts';
import { cutsWithin, type Within } from './within.ts';

export interface EditedBody {
  /** Null where nothing was taken out: the body goes on as it came. */
  readonly bytes: Uint8Array | null;
  /** Of what was taken out, in the words of the log, as often as it was. */
  readonly removed: readonly string[];
}

/** What is taken out of a body: whole fields, and query fields of the addresses in others. */
export interface BodyEdits {
  readonly bodyField: NameTest | null;
  readonly within: readonly Within[];
}

const UNCHANGED: EditedBody = { bytes: null, removed: [] };

/**
 * Takes fields out of a body. All that no edit hits stays byte for byte: parts
 * are cut out and nothing is written anew. A body that cannot be read as what
 * it seems to be stays as it is, and so does one that is signed. `headers` are
 * those of its request. Takes some milliseconds a megabyte.
 */
export function editBody(
  body: Body | null,
  headers: RawHeaders,
  { bodyField: test, within }: BodyEdits,
): EditedBody {
  if (body === null || (test === null && within.length === 0)) return UNCHANGED;
  const read = readBodyText(body, headers);
  if (read === null) return UNCHANGED;
  const { decoded, list } = read;
  const { spans, removed } = cutsIn(list, decoded.text, test, within);
  if (spans.length === 0) return UNCHANGED;
  const bytes = encodeText(withoutSpans(decoded.text, spans), decoded);
  return bytes === null ? UNCHANGED : { bytes, removed };
}

function cutsIn(list: PieceList, text: string, test: NameTest | null, within: readonly Within[]) {
  const taken = take(list, text, ({ name }) => name !== null && test?.(name) === true);
  const inside = cutsWithin(list, text, within, new Set(taken.pieces));
  return {
    spans: [...taken.spans, ...inside.spans],
    removed: [...taken.pieces.map(({ name }) => bodyField(name ?? '')), ...inside.names],
  };
}

/** Headers that say something of the bytes as they were sent (RFC 9530; RFC 9110 section 8.4). */
const OF_THE_OLD_BODY: ReadonlySet<string> = new Set([
  ...['content-encoding', 'content-md5', 'digest', 'content-digest', 'repr-digest'],
]);

/** The headers of a request whose body was edited, and is sent without compression. */
export function editedHeaders(headers: RawHeaders): RawHeaders {
  return headers.filter(
    (_, i) => !OF_THE_OLD_BODY.has((headers[i - (i % 2)] as string).toLowerCase()),
  );
}
