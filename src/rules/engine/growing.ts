/** A list of numbers that grows in one flat block of memory. */
export interface GrowingNumbers {
  readonly length: number;
  push(value: number): void;
  /** A copy of exactly the right size. */
  finish(): Uint32Array;
}

export function growingNumbers(): GrowingNumbers {
  let block = new Uint32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === block.length) {
        const bigger = new Uint32Array(block.length * 2);
        bigger.set(block);
        block = bigger;
      }
      block[length++] = value;
    },
    finish: () => block.slice(0, length),
  };
}

/** Text in one flat block of memory, one byte for each character. */
export interface GrowingText {
  readonly length: number;
  /** Appends ASCII text. */
  append(text: string): void;
  finish(): Uint8Array;
}

export function growingText(): GrowingText {
  let block = Buffer.alloc(16_384);
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(text) {
      if (length + text.length > block.length) {
        const bigger = Buffer.alloc((block.length + text.length) * 2);
        block.copy(bigger, 0, 0, length);
        block = bigger;
      }
      length += block.write(text, length, 'latin1');
    },
    finish: () => new Uint8Array(block.subarray(0, length)),
  };
}
