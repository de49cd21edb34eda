import { header, type RequestHead } from '../model/request.ts';
import type { RuleRef } from '../model/rule.ts';

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
const TOKEN_LIST = /^[!#$%&'*+.^_`|~0-9a-z, -]+$/i;
/** What a browser sends as Origin: `null`, or scheme and host in ASCII. */
const ORIGIN = /^[\x21-\x7e]+$/;
/** Long enough for every real list; a header has to end somewhere. */
const MAX_REFERENCE = 200;

/**
 * Headers of every answer. It is kept by no cache, so that an allow works at
 * once; it names the rule; and pages that isolate themselves (COEP) may embed
 * it, as the Fetch standard's cross-origin resource policy demands.
 */
export function commonHeaders(rule: RuleRef): readonly string[] {
  return [
    ...['Cache-Control', 'no-store'],
    ...['X-Eyelid', ruleReference(rule)],
    ...['Cross-Origin-Resource-Policy', 'cross-origin'],
    ...['Cross-Origin-Embedder-Policy', 'require-corp'],
  ];
}

/** `<list>:<line>` in printable ASCII, so that it cannot end a header and begin another. */
export function ruleReference({ list, line }: RuleRef): string {
  const name = list.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_REFERENCE);
  return `${name}:${line}`;
}

/**
 * Lets the page read the answer, with credentials, whoever it is: a call that
 * fails on CORS counts as not arrived and goes to a fallback host. There is
 * nothing to protect, since the answer says nothing about anybody. Empty where
 * the request has no Origin, for then nobody checks.
 */
export function corsHeaders(request: RequestHead): readonly string[] {
  const origin = header(request.headers, 'origin');
  if (origin === null || !ORIGIN.test(origin)) return [];
  return [
    ...['Access-Control-Allow-Origin', origin],
    ...['Access-Control-Allow-Credentials', 'true'],
    ...['Vary', 'Origin'],
  ];
}

/** An OPTIONS request that asks, before a call, whether the call is allowed. */
export function isPreflight(request: RequestHead): boolean {
  return (
    request.method === 'OPTIONS' &&
    header(request.headers, 'origin') !== null &&
    header(request.headers, 'access-control-request-method') !== null
  );
}

/**
 * Allows the method and the headers that a preflight asks for. It is
 * remembered for five seconds, the browsers' own default, lest it outlive an
 * allow: the real server may be stricter.
 */
export function preflightHeaders(request: RequestHead): readonly string[] {
  const method = header(request.headers, 'access-control-request-method') ?? '';
  const names = header(request.headers, 'access-control-request-headers') ?? '';
  return [
    ...(TOKEN.test(method) ? ['Access-Control-Allow-Methods', method] : []),
    ...(TOKEN_LIST.test(names) ? ['Access-Control-Allow-Headers', names] : []),
    ...['Access-Control-Max-Age', '5'],
  ];
}
