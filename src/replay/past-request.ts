import { resourceType } from '../classify/resource-type.ts';
import { readSignals } from '../classify/signals.ts';
import type { Device } from '../model/device.ts';
import type { RequestInfo } from '../model/request.ts';
import { typeBit } from '../model/request.ts';
import { formatAuthority, type Hostname, parseHostname } from '../model/terms.ts';
import type { PastExchange } from '../record/history.ts';

const NO_SIGNALS = readSignals([]);

/**
 * The request behind an event, as far as the log tells: address with the names
 * of its fields, type, party and page. It has no headers, no body, and no
 * values unless the log keeps them. Null for a connection that was not opened,
 * and for what is no hostname.
 */
export function pastRequest(past: PastExchange, device: Device | null): RequestInfo | null {
  const hostname = parseHostname(past.host);
  if (hostname === null || past.kind === 'tunnel') return null;
  const scheme = schemeOf(past);
  const target = past.path.startsWith('/') ? past.path : `/${past.path}`;
  const isPlain = scheme === 'http' || scheme === 'ws';
  const authority = formatAuthority({ hostname, port: past.port }, isPlain ? 80 : 443);
  return {
    method: past.method,
    url: `${scheme}://${authority}${target}`,
    headers: [],
    scheme,
    hostname,
    port: past.port,
    target,
    types: typeBit(past.type),
    type: past.type,
    party: past.party,
    page: past.page as Hostname | null,
    device,
  };
}

function schemeOf({ kind, port }: PastExchange): RequestInfo['scheme'] {
  if (kind === 'websocket') return port === 443 ? 'wss' : 'ws';
  return kind === 'https' ? 'https' : 'http';
}

/**
 * The same request of a client that did not say what it is for: the log keeps
 * the likeliest type alone. Null where that would be the same.
 */
export function undeclared(request: RequestInfo): RequestInfo | null {
  const { types } = resourceType(request.method, request.scheme, request.target, NO_SIGNALS);
  const isOther = types !== request.types && (types & request.types) !== 0;
  return isOther ? { ...request, types } : null;
}
