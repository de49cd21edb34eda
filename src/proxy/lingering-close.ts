import type { Duplex } from 'node:stream';

/** In milliseconds: long enough for an answer to arrive over a bad link. */
const LINGER = 5_000;

/**
 * Says the last words on a bare socket and closes it, in any case after a
 * while. What the client still sends is read and thrown away: the answer could
 * be lost if the connection were cut with bytes unread (RFC 9112 section 9.6),
 * and a socket that nobody reads never learns that the client has left.
 */
export function closeLingering(
  socket: Duplex,
  lastWords: Uint8Array | string = '',
  milliseconds: number = LINGER,
): void {
  const timer = setTimeout(() => socket.destroy(), milliseconds);
  socket.once('close', () => clearTimeout(timer));
  socket.end(lastWords);
  socket.resume();
}
