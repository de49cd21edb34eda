import type { ServerHttp2Stream } from 'node:http2';

/**
 * Breaks a stream off, with INTERNAL_ERROR; nothing where it is closed already.
 * `close(code)` would not do: where the request has ended, Node ends the
 * response first, and half a body would look whole.
 */
export function resetStream(stream: ServerHttp2Stream): void {
  if (!stream.closed && !stream.destroyed) stream.destroy(new Error('broken off'));
}
