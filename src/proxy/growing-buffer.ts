/**
 * Bytes that come in pieces, in one block of memory: a million pieces of one
 * byte each cost what a megabyte does, and joining them costs nothing.
 */
export interface GrowingBuffer {
  /** Why a piece was not taken; null where it was. */
  append(piece: Uint8Array): 'too long' | 'no room' | null;
  /** All that was taken. */
  bytes(): Buffer;
  /** What it occupies. */
  readonly capacity: number;
}

const FIRST = 16 * 1024;

/** Holds at most `atMost` bytes. `reserve` is asked before memory is taken, and may say no. */
export function createGrowingBuffer(
  atMost: number,
  reserve: (bytes: number) => boolean = () => true,
): GrowingBuffer {
  let block = Buffer.alloc(0);
  let size = 0;
  const grow = (needed: number): boolean => {
    const capacity = Math.min(atMost, Math.max(needed, FIRST, block.length * 2));
    if (!reserve(capacity - block.length)) return false;
    const larger = Buffer.allocUnsafe(capacity);
    block.copy(larger, 0, 0, size);
    block = larger;
    return true;
  };
  return {
    append(piece) {
      const needed = size + piece.length;
      if (needed > atMost) return 'too long';
      if (needed > block.length && !grow(needed)) return 'no room';
      block.set(piece, size);
      size = needed;
      return null;
    },
    bytes: () => block.subarray(0, size),
    get capacity() {
      return block.length;
    },
  };
}
