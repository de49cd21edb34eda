import type { Socket } from 'node:net';
import { type ClientHello, readClientHello } from './client-hello.ts';

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

function drain(socket: Socket, chunks: Buffer[]): number {
  let size = 0;
  for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
    chunks.push(chunk);
    size += chunk.length;
  }
  return size;
}

/** Waits for the first bytes of a connection and says what they are; never rejects. */
export function peek(socket: Socket, limits: PeekLimits): Promise<Peek> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let timer = setTimeout(() => finish({ kind: 'silent' }), limits.silence);
    const finish = (result: Peek): void => {
      clearTimeout(timer);
      socket.off('readable', onReadable).off('end', onClose).off('close', onClose);
      // Also bytes of something unknown are put back: they go on in a tunnel.
      if (chunks.length > 0 && !socket.destroyed) socket.unshift(Buffer.concat(chunks));
      resolve(result);
    };
    const onReadable = (): void => {
      const before = size;
      size += drain(socket, chunks);
      if (size === 0) return;
      if (before === 0) {
        clearTimeout(timer);
        timer = setTimeout(() => finish({ kind: 'other' }), limits.hello);
      }
      const result = recognise(Buffer.concat(chunks));
      if (result !== null) finish(result);
      else if (size > limits.bytes) finish({ kind: 'other' });
    };
    const onClose = (): void => finish({ kind: 'closed' });
    socket.on('readable', onReadable).on('end', onClose).on('close', onClose);
    if (socket.readableLength > 0) onReadable();
  });
}
