import type { IncomingMessage, ServerResponse } from 'node:http';
import { StreamRequest } from './http2/stream-request.ts';
import { StreamResponse } from './http2/stream-response.ts';

export interface ExchangeBytes {
  readonly up: number;
  readonly down: number;
}

/**
 * Returns what tells how many bytes an exchange moved since now. Over HTTP/1.1
 * the connection counts them; over HTTP/2 many share one, and each stream
 * counts what it said.
 */
export function countBytes(
  request: IncomingMessage,
  response: ServerResponse,
): () => ExchangeBytes {
  const said: unknown = response;
  if (request instanceof StreamRequest && said instanceof StreamResponse) {
    return () => ({ up: request.bytes, down: said.bytes });
  }
  const { socket } = request;
  const { bytesRead, bytesWritten } = socket;
  return () => ({ up: socket.bytesRead - bytesRead, down: socket.bytesWritten - bytesWritten });
}
