import type { IncomingMessage } from 'node:http';

/** What a signature may look into; larger bodies are streamed unread. */
export const BODY_LIMIT = 64 * 1024;

/** In milliseconds: a body may be as slow as it likes, but it must go on. */
const PATIENCE = 60_000;

/**
 * Reads a request body of at most BODY_LIMIT bytes. Resolves with null, and
 * everything put back in order, when it is longer; rejects when the client
 * leaves before its end, or sends nothing for a minute: nobody else watches a
 * request that was not sent on yet.
 */
export function readWhole(
  request: IncomingMessage,
  patience: number = PATIENCE,
): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', reject);
    };
    const onData = (chunk: Buffer): void => {
      timer.refresh();
      chunks.push(chunk);
      size += chunk.length;
      if (size <= BODY_LIMIT) return;
      stop();
      request.pause();
      request.unshift(Buffer.concat(chunks));
      resolve(null);
    };
    const onEnd = (): void => {
      stop();
      resolve(Buffer.concat(chunks));
    };
    const onClose = (): void => {
      stop();
      reject(new Error('the client left before the end of its request'));
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`reading the body of a request: nothing came for ${patience} ms`));
    }, patience);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', reject);
  });
}
