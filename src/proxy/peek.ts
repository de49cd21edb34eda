import type { Socket } from 'node:net';
import { type ClientHello, RECORD_HANDSHAKE, readClientHello } from './client-hello.ts';

/** What a connection turns out to speak. The bytes that told are put back. */
export type Peek =
  | { readonly kind: 'tls'; readonly hello: ClientHello }
  | { readonly kind: 'http' }
  | { readonly kind: 'other' }
  /** Nothing came in time: perhaps the server speaks first. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'closed' };

export interface PeekLimits {
  /** Until the first byte, in milliseconds. */
  readonly silence: number;
  /** From the first byte until the ClientHello is whole, in milliseconds. */
  readonly hello: number;
  /** A ClientHello with two post-quantum key shares is about 4 kB. */
  readonly bytes: number;
}

/** The first word of a request line. PRI opens HTTP/2 without TLS, which is tunnelled. */
const METHOD = /^(?!PRI )[A-Z]{3,16} /;
const METHOD_SO_FAR = /^[A-Z]{1,16} ?$/;

/** What these first bytes are, or null while more are needed. */
export function recognise(bytes: Buffer): Peek | null {
  const hello = readClientHello(bytes);
  if (typeof hello === 'object') return { kind: 'tls', hello };
  if (hello === 'partial') return null;
  const start = bytes.toString('latin1', 0, 17);
  if (METHOD.test(start)) return { kind: 'http' };
  return METHOD_SO_FAR.test(start) ? null : { kind: 'other' };
}

const OTHER: Peek = { kind: 'other' };

function drain(socket: Socket): Buffer {
  const chunks: Buffer[] = [];
  for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As `recognise`, but a client that says too much without saying what it is, is something else. */
function conclude(bytes: Buffer, limits: PeekLimits): Peek | null {
  return recognise(bytes) ?? (bytes.length > limits.bytes ? OTHER : null);
}

/** What a client has said so far. */
interface Said {
  bytes: Buffer;
  /** How many of them are in the socket again. */
  left: number;
}

/** Takes what is there; true where something is new. */
function take(socket: Socket, said: Said): boolean {
  // What was put back announces itself too.
  if (said.left > 0 && socket.readableLength === said.left) return false;
  const held = said.left > 0 ? [] : [said.bytes];
  said.bytes = Buffer.concat([...held, drain(socket)]);
  said.left = 0;
  return said.bytes.length > 0;
}

function putBack(socket: Socket, said: Said): void {
  if (said.left > 0 || said.bytes.length === 0) return;
  socket.unshift(said.bytes);
  said.left = said.bytes.length;
}

/**
 * Waits for the first bytes of a connection and says what they are; never
 * rejects. Once a stream has told its end, nothing can be put back. So the few
 * letters that may yet become a request line stay in the socket, and a client
 * that says no more than them and ends its half is `other` when its time is
 * over. A ClientHello that goes on is held here, because a socket stops
 * reading when much is left in it; one that ends half-way is of no use to any
 * server, and the connection is `closed`.
 */
export function peek(socket: Socket, limits: PeekLimits): Promise<Peek> {
  return new Promise((resolve) => {
    const said: Said = { bytes: Buffer.alloc(0), left: 0 };
    let timer = setTimeout(() => finish({ kind: 'silent' }), limits.silence);
    const finish = (result: Peek): void => {
      clearTimeout(timer);
      socket.off('readable', onReadable).off('end', onClose).off('close', onClose);
      // Also bytes of something unknown are put back: they go on in a tunnel.
      if (result.kind !== 'closed') putBack(socket, said);
      resolve(result);
    };
    const onReadable = (): void => {
      const first = said.bytes.length === 0;
      if (!take(socket, said)) return;
      if (first) {
        clearTimeout(timer);
        timer = setTimeout(() => finish(OTHER), limits.hello);
      }
      const result = conclude(said.bytes, limits);
      if (result !== null) finish(result);
      else if (said.bytes[0] !== RECORD_HANDSHAKE) putBack(socket, said);
    };
    const onClose = (): void => finish({ kind: 'closed' });
    if (socket.destroyed || socket.readableEnded) {
      onClose();
      return;
    }
    socket.on('readable', onReadable).on('end', onClose).on('close', onClose);
    if (socket.readableLength > 0) onReadable();
  });
}

/** Whether the request that was recognised is one for a proxy's tunnel. It is left where it is. */
export function asksForTunnel(socket: Socket): boolean {
  const bytes: Buffer | null = socket.read();
  if (bytes === null) return false;
  socket.unshift(bytes);
  return bytes.toString('latin1', 0, 8) === 'CONNECT ';
}
