import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';

const BLOCK = 65_536;

/** One block of a body that does not compress and in which no two blocks are alike. */
function block(index: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.min(BLOCK, length));
  let state = (index + 1) * 2_654_435_761;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(state, at);
  }
  return bytes;
}

/** The blocks of a body of that many bytes; the same count gives the same bytes. */
export function* bodyBlocks(bytes: number): Generator<Buffer> {
  for (let index = 0, left = bytes; left > 0; index += 1, left -= BLOCK) yield block(index, left);
}

/** SHA-256 in hex of `bodyBlocks(bytes)`. */
export function bodyHash(bytes: number): string {
  const hash = createHash('sha256');
  for (const chunk of bodyBlocks(bytes)) hash.update(chunk);
  return hash.digest('hex');
}

/** Writes the body as fast as the reader takes it; `written` tells how far it came. */
export async function sendBody(
  to: Writable,
  bytes: number,
  written: (total: number) => void = () => undefined,
): Promise<void> {
  let total = 0;
  for (const chunk of bodyBlocks(bytes)) {
    if (to.destroyed) return;
    const more = to.write(chunk);
    total += chunk.length;
    written(total);
    if (!more && !(await drained(to))) return;
  }
  to.end();
}

/** False where the stream closed before it drained. */
function drained(stream: Writable): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (ok: boolean) => () => {
      stream.off('drain', onDrain).off('close', onClose);
      resolve(ok);
    };
    const onDrain = settle(true);
    const onClose = settle(false);
    stream.once('drain', onDrain).once('close', onClose);
  });
}
