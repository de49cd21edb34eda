import { MAX_FIELDS } from '../../model/fields.ts';
import { type Body, header, type RawHeaders } from '../../model/request.ts';
import { type DecodedText, decodeText } from '../body/charset.ts';
import type { Allowance, PieceList } from './piece.ts';
import { readForm, readLines } from './read-form.ts';
import { readJson } from './read-json.ts';
import { readMultipart } from './read-multipart.ts';
import { isBodySigned } from './signed-body.ts';

/** A body as text, and where its fields stand in it. */
export interface BodyText {
  readonly decoded: DecodedText;
  readonly list: PieceList;
}

/**
 * Finds the fields of a body in its text, under the names that `Body` has for
 * them. Objects and lists of JSON are among them. `headers` are those of its
 * request. Null where there is no text, or none that could be written again byte
 * for byte, and where a signature forbids to write it in any other way.
 */
export function readBodyText(body: Body, headers: RawHeaders): BodyText | null {
  const { kind, bytes } = body;
  if (bytes === undefined || kind === 'opaque' || isBodySigned(headers)) return null;
  const decoded = decodeText(bytes, null);
  if (decoded === null) return null;
  const list = readList(decoded.text, kind, header(headers, 'content-type') ?? '');
  return list === null ? null : { decoded, list };
}

function readList(
  text: string,
  kind: Exclude<Body['kind'], 'opaque'>,
  contentType: string,
): PieceList | null {
  // Of JSON, what holds others counts too.
  const allowance: Allowance = { left: 2 * MAX_FIELDS };
  switch (kind) {
    case 'urlencoded':
      return readForm(text, { from: 0, to: text.trimEnd().length }, allowance);
    case 'lines':
      return readLines(text, allowance);
    case 'multipart':
      return readMultipart(text, contentType, allowance);
    case 'json':
      return readJson(text, allowance);
  }
}

/** The names of all fields, and of those that hold others; as often as they are there. */
export function fieldNames({ pieces }: PieceList): readonly string[] {
  return pieces.flatMap(({ name, inside }) => [
    ...(name === null ? [] : [name]),
    ...(inside === null ? [] : fieldNames(inside)),
  ]);
}
