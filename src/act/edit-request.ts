import type { RawHeaders, RequestHead } from '../model/request.ts';
import type { Edit } from '../model/rule.ts';
import { stripHeaders } from './edit-headers.ts';
import { REWRITTEN_ADDRESS } from './edit-names.ts';
import { type FieldTest, joinEdits } from './edit-tests.ts';
import { rewriteUrl } from './edit-url.ts';
import { type StrippedHeaders, stripRequestCookies } from './strip-cookies.ts';
import { stripQuery } from './strip-query.ts';

export interface EditedRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  /** Names of query fields, cookies and headers that went, each once, and of what was rewritten. */
  readonly removed: readonly string[];
}

/**
 * Carries out the edits of a request; those of the response are left for
 * later. The address is rewritten first, then fields are taken out of what came
 * of it. What no edit hits stays byte for byte. Fields that leave the URL leave
 * the Referer too: a server that is denied a click id in the address reads it
 * from there.
 */
export function editRequest(request: RequestHead, edits: readonly Edit[]): EditedRequest {
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
  if (tests.requestCookie !== null) take(stripRequestCookies(headers, tests.requestCookie));
  if (tests.requestHeader !== null) take(stripHeaders(headers, tests.requestHeader));
  return { url, headers, removed: [...removed] };
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
