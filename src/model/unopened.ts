import type { TunnelReason } from './connection.ts';
import type { RefusalReason } from './program.ts';

/** Why a connection was passed through unopened, in a person's words; they go on after a colon. */
export const UNOPENED_WORDS: Readonly<Record<TunnelReason, string>> = {
  'level-off': 'this device is not watched',
  'level-hostname': 'somebody wants this device or app filtered by host name only',
  'program-unproven': 'this app has not shown that it trusts the certificate',
  'program-refuses': 'this app does not accept the certificate',
  'program-incompatible': 'this app speaks no TLS that could be opened here',
  refused: 'this app does not accept the certificate for this host',
  'nothing-to-match': 'no rule is about this host, and this device has level trackers',
  'do-not-intercept': 'this host is on the do-not-intercept list',
  'upstream-certificate':
    "the server's own certificate cannot be verified, which the app shall see for itself",
  'no-common-protocol': 'this app offers no kind of HTTP that this host can be opened with',
  grpc: 'this app speaks gRPC with this host, which cannot be opened',
  'not-tls': 'what was sent is neither TLS nor HTTP',
  'no-name': 'this app names no host, so there is no certificate to show it',
};

/** `UNOPENED_WORDS` of an event; null for what was opened, and where nobody wrote down why. */
export function whyUnopened({ tunnel }: { readonly tunnel: TunnelReason | null }): string | null {
  return tunnel === null ? null : UNOPENED_WORDS[tunnel];
}

/** An event with `why` in words, as JSON tells it; null where it was not passed through. */
export function withWhy<T extends { readonly tunnel: TunnelReason | null }>(
  event: T,
): T & { readonly why: string | null } {
  return { ...event, why: whyUnopened(event) };
}

/** Why a program, or one host of it, is left unopened for a while; of a program that is on show. */
export const REFUSAL_WORDS: Readonly<Record<RefusalReason, string>> = {
  alert: 'it said that it does not accept the certificate',
  silence: 'it closed the connection each time without asking for anything',
  incompatible: 'its TLS is too old, or takes RSA certificates only',
  grpc: 'it speaks gRPC with it, which cannot be opened',
};
