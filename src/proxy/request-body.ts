import type { IncomingMessage } from 'node:http';

/** What a signature may look into; larger bodies are streamed unread. */
export const BODY_LIMIT = 64 * 1024;

/**
 * Reads a request body of at most BODY_LIMIT bytes. Resolves with null, and
 * everything put back in order, when it is longer; rejects when the client
 * leaves before its end.
 */
export function readWhole(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', reject);
    };
    const onData = (chunk: Buffer): void => {
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
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', reject);
  });
}
