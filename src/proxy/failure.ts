/** Why an exchange could not be carried; shown to the person and put in the log. */
export const FAILURES = [
  'certificate-expired',
  'certificate-unknown-issuer',
  'certificate-wrong-name',
  'certificate-bad',
  'tls-failed',
  'name-not-found',
  'refused',
  'unreachable',
  'timeout',
  'destination-refused',
  'bad-response',
  'closed',
  'bad-request',
  'wrong-connection',
  'unknown',
] as const;
export type Failure = (typeof FAILURES)[number];

/** An error of ours that already knows its kind. */
export class ExchangeError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, message: string) {
    super(message);
    this.name = 'ExchangeError';
    this.failure = failure;
  }
}

/** OpenSSL and errno codes, as Node 20 gives them. */
const BY_CODE: ReadonlyMap<string, Failure> = new Map([
  ['CERT_HAS_EXPIRED', 'certificate-expired'],
  ['CERT_NOT_YET_VALID', 'certificate-expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-unknown-issuer'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-unknown-issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'certificate-unknown-issuer'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-unknown-issuer'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-unknown-issuer'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-wrong-name'],
  ['HOSTNAME_MISMATCH', 'certificate-wrong-name'],
  ['CERT_REVOKED', 'certificate-bad'],
  ['CERT_SIGNATURE_FAILURE', 'certificate-bad'],
  ['CERT_CHAIN_TOO_LONG', 'certificate-bad'],
  ['INVALID_CA', 'certificate-bad'],
  ['INVALID_PURPOSE', 'certificate-bad'],
  ['ENOTFOUND', 'name-not-found'],
  ['EAI_AGAIN', 'name-not-found'],
  ['EAI_NODATA', 'name-not-found'],
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'closed'],
  ['EPIPE', 'closed'],
]);

/** The kind of failure behind an error of a socket, of TLS or of the HTTP parser. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ExchangeError) return error.failure;
  const code = codeOf(error);
  const known = BY_CODE.get(code);
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return 'bad-response';
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'tls-failed';
  return 'unknown';
}

function codeOf(error: unknown): string {
  // Happy Eyeballs wraps one error per address; the first speaks for all.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (typeof first !== 'object' || first === null || !('code' in first)) return '';
  return String(first.code);
}

/** One sentence for the person; names the host, tells nothing of the network behind the proxy. */
export function sentenceOf(failure: Failure, host: string): string {
  switch (failure) {
    case 'certificate-expired':
      return `The certificate of ${host} has expired or is not valid yet, so Eyelid did not connect.`;
    case 'certificate-unknown-issuer':
      return `The certificate of ${host} was not issued by anyone this computer trusts, so Eyelid did not connect.`;
    case 'certificate-wrong-name':
      return `The server that answered for ${host} has a certificate for another name, so Eyelid did not connect.`;
    case 'certificate-bad':
      return `The certificate of ${host} is not acceptable, so Eyelid did not connect.`;
    case 'tls-failed':
      return `${host} and Eyelid could not agree on a secure connection.`;
    case 'name-not-found':
      return `The name ${host} was not found.`;
    case 'refused':
      return `${host} refused the connection.`;
    case 'unreachable':
      return `${host} cannot be reached from here.`;
    case 'timeout':
      return `${host} did not answer in time.`;
    case 'destination-refused':
      return `Eyelid does not connect to ${host}: it is an address of the home network, of this computer, or a port that is not allowed.`;
    case 'bad-response':
      return `${host} sent an answer that is not valid HTTP.`;
    case 'closed':
      return `${host} closed the connection before it answered.`;
    case 'bad-request':
      return 'The request is not one that a proxy can carry.';
    case 'wrong-connection':
      return `This connection was opened for another host than ${host}, which needs one of its own.`;
    case 'unknown':
      return `The connection to ${host} failed.`;
  }
}

/** RFC 9110 section 15.6 for what lies upstream, 15.5 for what the client asked. */
export function statusOf(failure: Failure): number {
  if (failure === 'timeout') return 504;
  if (failure === 'destination-refused') return 403;
  // RFC 9110 section 15.5.20.
  if (failure === 'wrong-connection') return 421;
  return failure === 'bad-request' ? 400 : 502;
}
