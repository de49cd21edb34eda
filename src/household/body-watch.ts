/** Longer than anything that is looked for, as it may be written, and what stands before it. */
const HELD_BACK = 512;
/** So much is looked at in one go: some milliseconds. */
const PIECE = 64 * 1024;

export interface PassingText {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/**
 * Hands bytes that pass in pieces to `edit`, as text of one character a byte.
 * The last of them are held back, because what it looks for may go on in the
 * next piece; it sees them again with that. It must return as many characters
 * as it got, and not throw.
 */
export function passingText(edit: (text: string) => string): PassingText {
  let held = '';
  return {
    push: (chunk) => {
      const out: string[] = [];
      const whole = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let at = 0; at < whole.length; at += PIECE) {
        const text = edit(held + whole.toString('latin1', at, at + PIECE));
        const end = Math.max(0, text.length - HELD_BACK);
        out.push(text.slice(0, end));
        held = text.slice(end);
      }
      return Buffer.from(out.join(''), 'latin1');
    },
    end: () => {
      const rest = Buffer.from(held, 'latin1');
      held = '';
      return rest;
    },
  };
}
