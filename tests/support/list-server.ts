import { createHash } from 'node:crypto';
import type { Download, DownloadOptions } from '../../src/model/download.ts';
import { AppError } from '../../src/model/errors.ts';

/** A server of lists without a socket: it answers as the download client hands answers on. */
export interface ListServer {
  readonly download: Download;
  /** By address; a function answers anew each time, null is a 404. */
  readonly files: Map<string, string | null>;
  /** What was asked for, in order; `304` behind those that had not changed. */
  readonly asked: string[];
  /** While set, nothing answers. */
  offline: boolean;
  /** Called before each answer. */
  onAsk: (url: string, options: DownloadOptions) => Promise<void> | void;
}

export function listServer(files: Readonly<Record<string, string>> = {}): ListServer {
  const server: ListServer = {
    files: new Map(Object.entries(files)),
    asked: [],
    offline: false,
    onAsk: () => {},
    download: async (url, options = {}) => {
      await server.onAsk(url, options);
      options.signal?.throwIfAborted();
      const refuse = (reason: string) =>
        new AppError('DOWNLOAD_FAILED', `downloading "${url}": ${reason}`);
      if (server.offline) throw refuse('the server did not answer');
      const text = server.files.get(url);
      if (text == null) {
        server.asked.push(`${url} 404`);
        throw refuse('the server answered 404 Not Found');
      }
      const bytes = Buffer.from(text);
      if (bytes.length > (options.maxBytes ?? Infinity)) throw refuse('it is too long');
      const etag = `"${createHash('sha256').update(bytes).digest('hex')}"`;
      if (options.known?.etag === etag) {
        server.asked.push(`${url} 304`);
        return { status: 'unchanged' };
      }
      server.asked.push(url);
      options.onProgress?.({ received: bytes.length, total: bytes.length });
      return { status: 'new', bytes, url, contentType: 'text/plain', etag, lastModified: null };
    },
  };
  return server;
}
