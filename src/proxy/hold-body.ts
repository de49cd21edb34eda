import type { Readable } from 'node:stream';
import type { ByteBudget } from './byte-budget.ts';

export interface HoldLimits {
  /** The most that one body may have. */
  readonly bytes: number;
  /** How long to wait for the next piece, and for all of them; milliseconds. */
  readonly idle: number;
  readonly whole: number;
}

export type HeldBody =
  /** All of it. Its bytes are to be given back to the budget when they are gone. */
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  /** A limit was reached: the stream is as if nobody had read from it. */
  | { readonly kind: 'released'; readonly why: 'too long' | 'too slow' | 'no room' }
  /** It broke off; this much had come. */
  | { readonly kind: 'cut'; readonly bytes: Buffer };

/**
 * Holds a body until it is whole, or until a limit is reached; what had come
 * is then put back, and the stream goes on from its first byte. Never rejects.
 * The stream must have a listener for its errors.
 */
export function holdBody(
  stream: Readable,
  limits: HoldLimits,
  budget: ByteBudget,
): Promise<HeldBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (held: HeldBody): void => {
      clearTimeout(whole);
      clearTimeout(idle);
      stream.off('data', onData).off('end', onEnd).off('close', onClose);
      if (held.kind !== 'whole') budget.give(size);
      resolve(held);
    };
    const release = (why: 'too long' | 'too slow' | 'no room', last?: Buffer): void => {
      stream.pause();
      if (last !== undefined) chunks.push(last);
      if (chunks.length > 0) stream.unshift(Buffer.concat(chunks));
      settle({ kind: 'released', why });
    };
    const onData = (chunk: Buffer): void => {
      if (size + chunk.length > limits.bytes) release('too long', chunk);
      else if (!budget.take(chunk.length)) release('no room', chunk);
      else {
        chunks.push(chunk);
        size += chunk.length;
        idle.refresh();
      }
    };
    const onEnd = (): void => settle({ kind: 'whole', bytes: Buffer.concat(chunks) });
    const onClose = (): void => settle({ kind: 'cut', bytes: Buffer.concat(chunks) });
    const idle = setTimeout(() => release('too slow'), limits.idle);
    const whole = setTimeout(() => release('too slow'), limits.whole);
    stream.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
