import { nearest } from '../../model/nearest.ts';
import type { AddedHeader } from '../../model/rule.ts';

/** A value, or why it cannot be used. */
export type HeaderValue = AddedHeader | { readonly reason: string };

/** CSP Level 3, and the directives of its neighbours; those that report are left out. */
const CSP_DIRECTIVES: ReadonlySet<string> = new Set([
  ...['base-uri', 'block-all-mixed-content', 'child-src', 'connect-src', 'default-src'],
  ...['fenced-frame-src', 'font-src', 'form-action', 'frame-ancestors', 'frame-src', 'img-src'],
  ...['manifest-src', 'media-src', 'navigate-to', 'object-src', 'plugin-types', 'prefetch-src'],
  ...['require-trusted-types-for', 'sandbox', 'script-src', 'script-src-attr', 'script-src-elem'],
  ...['style-src', 'style-src-attr', 'style-src-elem', 'trusted-types'],
  ...['upgrade-insecure-requests', 'webrtc', 'worker-src'],
]);

/** Referrer Policy, section 3. */
const REFERRER_POLICIES: ReadonlySet<string> = new Set([
  ...['no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin'],
  ...['origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
]);

/** `autoplay=()`, `camera=(self "https://a.example")`, `geolocation=*`. */
const FEATURE = /^[a-z][a-z0-9-]*=(?:\*|self|\([ -'*-~]*\))$/;

/**
 * The policy that `$csp` adds. It stands beside the site's own, and a browser
 * keeps to both, so that it can only forbid more (CSP3 section 8.1).
 */
export function cspHeader(value: string): HeaderValue {
  const reason = whyUnusable(value) ?? whyNoPolicy(value);
  if (reason !== null) return { reason };
  return { name: 'Content-Security-Policy', value: value.trim(), replaces: false };
}

function whyNoPolicy(value: string): string | null {
  // A comma begins another policy, and would let a second one slip through.
  if (value.includes(',')) return 'a policy has no commas';
  for (const directive of value.split(';')) {
    const name = /^\s*(\S*)/.exec(directive)?.[1]?.toLowerCase() as string;
    if (/^report-(?:uri|to)$/.test(name)) return `"${name}" would tell a server what was blocked`;
    if (name !== '' && !CSP_DIRECTIVES.has(name)) return unknown('directive', name, CSP_DIRECTIVES);
  }
  return /[^\s;]/.test(value) ? null : 'it says nothing';
}

/**
 * The policy that `$permissions` adds beside the site's own. Features are kept
 * apart by `|`, or by a comma with a backslash (AdGuard). Of two words on one
 * feature the last holds (RFC 8941 section 4.2.2), which is the rule's.
 */
export function permissionsHeader(value: string): HeaderValue {
  const reason = whyUnusable(value);
  if (reason !== null) return { reason };
  const features = value.split(/\\?,|\|/).map((feature) => feature.trim());
  const wrong = features.find((feature) => !FEATURE.test(feature));
  if (wrong !== undefined) return { reason: `"${wrong}" is no feature and who may use it` };
  return { name: 'Permissions-Policy', value: features.join(', '), replaces: false };
}

/** The policy that `$referrerpolicy` puts in place of the site's own. */
export function referrerPolicyHeader(value: string): HeaderValue {
  const policy = value.trim().toLowerCase();
  return REFERRER_POLICIES.has(policy)
    ? { name: 'Referrer-Policy', value: policy, replaces: true }
    : { reason: unknown('referrer policy', policy, REFERRER_POLICIES) };
}

/** A header takes visible ASCII and spaces (RFC 9110 section 5.5). */
function whyUnusable(value: string): string | null {
  return /^[\x20-\x7e]*$/.test(value) ? null : 'a header cannot carry these characters';
}

function unknown(what: string, name: string, known: ReadonlySet<string>): string {
  const near = nearest(name, known);
  return `"${name}" is no ${what}${near === null ? '' : `, did you mean "${near}"?`}`;
}
