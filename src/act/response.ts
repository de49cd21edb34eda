import type { RawHeaders } from '../model/request.ts';
import type { ResponseEdits } from '../model/verdict.ts';
import { stripHeaders } from './edit-headers.ts';
import { type StrippedHeaders, stripResponseCookies } from './strip-cookies.ts';

/** No edits of a response. */
export const NO_RESPONSE_EDITS: ResponseEdits = {
  dropHeader: null,
  dropCookie: null,
  addHeaders: [],
  limitCookies: [],
  body: [],
};

/**
 * The headers of a response as the device gets them. `Alt-Svc` always goes
 * (RFC 7838): it invites the browser to come back by QUIC, past the proxy.
 */
export function editResponse(headers: RawHeaders, edits: ResponseEdits): RawHeaders {
  return stripHeaders(edited(headers, edits).headers, (name) => name === 'alt-svc').headers;
}

/** Names of the cookies and headers that the edits, not we ourselves, take from a response. */
export function removedFromResponse(headers: RawHeaders, edits: ResponseEdits): readonly string[] {
  return [...new Set(edited(headers, edits).removed)];
}

function edited(headers: RawHeaders, { dropHeader, dropCookie }: ResponseEdits): StrippedHeaders {
  const cookies: StrippedHeaders =
    dropCookie === null ? { headers, removed: [] } : stripResponseCookies(headers, dropCookie);
  if (dropHeader === null) return cookies;
  const rest = stripHeaders(cookies.headers, dropHeader);
  return { headers: rest.headers, removed: [...cookies.removed, ...rest.removed] };
}
