import { ANY_TYPE, type RequestInfo } from '../../src/model/request.ts';
import type { Hostname } from '../../src/model/terms.ts';

/** A request of which only the URL matters; everything else can be given. */
export function requestTo(url: string, more: Partial<RequestInfo> = {}): RequestInfo {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return {
    method: 'GET',
    url,
    headers: [],
    scheme,
    hostname: hostname as Hostname,
    port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port),
    target: pathname + search,
    types: ANY_TYPE,
    type: 'other',
    party: 'unknown',
    page: null,
    device: null,
    ...more,
  };
}
