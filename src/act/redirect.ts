import { header, type RequestInfo, typeBit } from '../model/request.ts';
import type { RuleRef } from '../model/rule.ts';
import type { Answer } from '../model/verdict.ts';
import { commonHeaders } from './answer-headers.ts';

/** What may stand in a Location header as it is: visible ASCII. */
const SENDABLE = /^[\x21-\x7e]+$/;

/**
 * A page that a person opens (a GET navigation at the top level). Only there is
 * a stripped URL worth a redirect: the address bar, scripts of the page and
 * bookmarks would otherwise still hold what was removed.
 */
export function isNavigation(request: RequestInfo): boolean {
  return (
    request.method === 'GET' &&
    request.type === 'document' &&
    (request.types === typeBit('document') ||
      header(request.headers, 'sec-fetch-mode') === 'navigate')
  );
}

/** False for a URL with bytes that a header cannot carry; it can still be forwarded. */
export function canRedirectTo(url: string): boolean {
  return SENDABLE.test(url);
}

/**
 * Sends the device to the clean URL. 307 rather than 302: both are temporary,
 * but only 307 binds the client to repeat the request as it was (RFC 9110
 * section 15.4.8), so nothing depends on this being a GET. The browser puts
 * the fragment back by itself (section 10.2.2).
 */
export function redirectTo(url: string, rule: RuleRef): Answer {
  return {
    status: 307,
    headers: ['Location', url, 'Content-Length', '0', ...commonHeaders(rule)],
    body: new Uint8Array(),
  };
}
