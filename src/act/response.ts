import type { RawHeaders } from '../model/request.ts';
import type { ResponseEdits } from '../model/verdict.ts';
import { addHeaders } from './add-headers.ts';
import { stripHeaders } from './edit-headers.ts';
import { addedHeader, limitedCookie } from './edit-names.ts';
import { limitCookies } from './limit-cookies.ts';
import { type StrippedHeaders, stripResponseCookies } from './strip-cookies.ts';

/** No edits of a response. */
export const NO_RESPONSE_EDITS: ResponseEdits = {
  dropHeader: null,
  dropCookie: null,
  addHeaders: [],
  limitCookies: [],
  body: [],
  learn: [],
};

/**
 * The headers of a response as the device gets them. `Alt-Svc` always goes
 * (RFC 7838): it invites the browser to come back by QUIC, past the proxy.
 */
export function editResponse(headers: RawHeaders, edits: ResponseEdits): RawHeaders {
  return stripHeaders(edited(headers, edits).headers, (name) => name === 'alt-svc').headers;
}

/**
 * Names of the cookies and headers that the edits, not we ourselves, take from
 * a response, limit or add to it.
 */
export function removedFromResponse(headers: RawHeaders, edits: ResponseEdits): readonly string[] {
  return [...new Set(edited(headers, edits).removed)];
}

/**
 * Cookies are taken out before others are limited, and headers before others
 * are added: what a rule adds is not lost to one that removes the server's own.
 */
function edited(headers: RawHeaders, edits: ResponseEdits): StrippedHeaders {
  const { dropHeader, dropCookie } = edits;
  const cookies: StrippedHeaders =
    dropCookie === null ? { headers, removed: [] } : stripResponseCookies(headers, dropCookie);
  const limits = limitCookies(cookies.headers, edits.limitCookies);
  const rest: StrippedHeaders =
    dropHeader === null
      ? { headers: limits.headers, removed: [] }
      : stripHeaders(limits.headers, dropHeader);
  const { headers: whole, added } = addHeaders(rest.headers, edits.addHeaders);
  return {
    headers: whole,
    removed: [
      ...cookies.removed,
      ...limits.limited.map(limitedCookie),
      ...rest.removed,
      ...added.map(addedHeader),
    ],
  };
}
