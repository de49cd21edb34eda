import type { Answer } from '../model/verdict.ts';
import type { ExchangeContext } from './context.ts';
import { withHeader } from './headers.ts';
import { BODY_LIMIT } from './request-body.ts';

/** Gives the device an answer of ours. */
export function sendAnswer(
  { clientToProxyRequest: request, proxyToClientResponse: response }: ExchangeContext,
  { status, headers, body }: Answer,
): void {
  // The rest of a large upload to a tracker is not worth reading.
  const rest = Number(request.headers['content-length'] ?? 0) > BODY_LIMIT && !request.complete;
  response.writeHead(status, rest ? withHeader(headers, 'Connection', 'close') : [...headers]);
  response.end(body);
}
