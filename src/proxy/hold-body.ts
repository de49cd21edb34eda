import type { Readable } from 'node:stream';
import type { ByteBudget } from './byte-budget.ts';
import { createGrowingBuffer } from './growing-buffer.ts';

export interface HoldLimits {
  /** The most that one body may have. */
  readonly bytes: number;
  /** How long to wait for the next piece, and for all of them; milliseconds. */
  readonly idle: number;
  readonly whole: number;
}

export type HeldBody =
  /** All of it. `giveBack` is to be called once, when its bytes are gone. */
  | { readonly kind: 'whole'; readonly bytes: Buffer; readonly giveBack: () => void }
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
    const held = createGrowingBuffer(limits.bytes, budget.take);
    const giveBack = (): void => budget.give(held.capacity);
    const settle = (outcome: HeldBody): void => {
      clearTimeout(whole);
      clearTimeout(idle);
      stream.off('data', onData).off('end', onEnd).off('close', onClose);
      if (outcome.kind !== 'whole') giveBack();
      resolve(outcome);
    };
    const release = (why: 'too long' | 'too slow' | 'no room', last?: Buffer): void => {
      const before = held.bytes();
      stream.pause();
      if (last !== undefined) stream.unshift(last);
      if (before.length > 0) stream.unshift(before);
      settle({ kind: 'released', why });
    };
    const onData = (chunk: Buffer): void => {
      const refused = held.append(chunk);
      if (refused === null) idle.refresh();
      else release(refused, chunk);
    };
    const onEnd = (): void => settle({ kind: 'whole', bytes: held.bytes(), giveBack });
    const onClose = (): void => settle({ kind: 'cut', bytes: held.bytes() });
    const idle = setTimeout(() => release('too slow'), limits.idle);
    const whole = setTimeout(() => release('too slow'), limits.whole);
    stream.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
