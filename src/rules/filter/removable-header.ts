/**
 * Headers that `$removeheader` may not take away, because the security of a
 * page or the framing of the message hangs on them. The first group is the
 * restriction in AdGuard's documentation of `$removeheader`; the second is
 * what HTTP itself needs (RFC 9110 and 9112).
 */
const KEPT_HEADERS: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'access-control-request-headers',
  'access-control-request-method',
  'allow',
  'content-security-policy',
  'content-security-policy-report-only',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'expect-ct',
  'feature-policy',
  'origin',
  'origin-isolation',
  'p3p',
  'public-key-pins',
  'public-key-pins-report-only',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-fetch-user',
  'sec-websocket-accept',
  'sec-websocket-extensions',
  'sec-websocket-key',
  'sec-websocket-protocol',
  'sec-websocket-version',
  'strict-transport-security',
  'timing-allow-origin',
  'upgrade-insecure-requests',
  'x-content-type-options',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-powered-by',
  'x-xss-protection',

  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'vary',
]);

/** A header name: a token of RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Why a header (lower case) may not be removed by a list, or null where it may. */
export function whyHeaderIsKept(name: string): string | null {
  if (!TOKEN.test(name)) return `"${name}" is not a header name`;
  return KEPT_HEADERS.has(name) ? `removing the header "${name}" is unsafe` : null;
}
