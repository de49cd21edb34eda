import type { Body, RawHeaders, RequestHead } from '../model/request.ts';
import type { Edit } from '../model/rule.ts';
import { editBody, editedHeaders } from './body-fields/edit-body.ts';
import { isBodySigned } from './body-fields/signed-body.ts';
import { isWithin } from './body-fields/within.ts';
import { cleanWithinQuery } from './body-fields/within-query.ts';
import { stripHeaders } from './edit-headers.ts';
import { REWRITTEN_ADDRESS } from './edit-names.ts';
import { type FieldTest, joinEdits } from './edit-tests.ts';
import { rewriteUrl } from './edit-url.ts';
import { redactRequest } from './redact-request.ts';
import { type StrippedHeaders, stripRequestCookies } from './strip-cookies.ts';
import { stripQuery } from './strip-query.ts';

export interface EditedRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  /** Without compression; null where nothing was taken out of it. */
  readonly body: Uint8Array | null;
  /** Names of fields, cookies and headers that went, each once, and of what was rewritten. */
  readonly removed: readonly string[];
}

/**
 * Carries out the edits of a request; those of the response are left for
 * later. The address is rewritten first, then fields are taken out of what came
 * of it. What no edit hits stays byte for byte. Fields that leave the URL leave
 * the Referer too: a server that is denied a click id in the address reads it
 * from there. Without `body`, what would be taken out of it is not.
 */
export function editRequest(
  request: RequestHead,
  edits: readonly Edit[],
  body: Body | null = null,
): EditedRequest {
  const tests = joinEdits(edits);
  const removed = new Set<string>();
  const rewritten = rewriteUrl(request.url, edits);
  let { url } = rewritten;
  let { headers } = request;
  if (rewritten.by.length > 0) removed.add(REWRITTEN_ADDRESS);
  const take = (stripped: StrippedHeaders): void => {
    headers = stripped.headers;
    for (const name of stripped.removed) removed.add(name);
  };
  if (tests.query !== null) {
    const stripped = stripQuery(url, tests.query);
    url = stripped.url;
    for (const name of stripped.removed) removed.add(name);
    take(stripReferer(headers, tests.query));
  }
  const within = edits.filter(isWithin);
  const cleaned = cleanWithinQuery(url, within);
  for (const name of cleaned.removed) removed.add(name);
  const edited = editBody(body, request.headers, { bodyField: tests.bodyField, within });
  for (const name of edited.removed) removed.add(name);
  if (edited.bytes !== null) headers = editedHeaders(headers);
  if (tests.requestCookie !== null) take(stripRequestCookies(headers, tests.requestCookie));
  if (tests.requestHeader !== null) take(stripHeaders(headers, tests.requestHeader));
  const { names, ...redacted } = redactRequest(
    { url: cleaned.url, headers, body: edited.bytes ?? editableBytes(body, request.headers) },
    edits,
  );
  for (const name of names) removed.add(name);
  return {
    url: redacted.url,
    headers: redacted.headers,
    body: redacted.body ?? edited.bytes,
    removed: [...removed],
  };
}

/** Null where there are none, and where a signature forbids to change them. */
function editableBytes(body: Body | null, headers: RawHeaders): Uint8Array | null {
  return body?.bytes === undefined || isBodySigned(headers) ? null : body.bytes;
}

function stripReferer(headers: RawHeaders, test: FieldTest): StrippedHeaders {
  const removed: string[] = [];
  const edited = headers.map((value, i) => {
    if (i % 2 === 0 || headers[i - 1]?.toLowerCase() !== 'referer') return value;
    const stripped = stripQuery(value, test);
    removed.push(...stripped.removed);
    return stripped.url;
  });
  return { headers: edited, removed };
}
