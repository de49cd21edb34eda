import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLoopTurns } from './model/loop-turns.ts';
import type { ClientInfo } from './status/ports.ts';
import type { StatusPage } from './status/status.tsx';

/** What the two ports that serve the page ask of it. */
export interface LazyPage {
  /** Begins to load the page; whoever asks meanwhile waits for it. Never rejects. */
  load(): Promise<void>;
  /** Resolves when the response is done. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse, info: ClientInfo): Promise<void>;
  close(): Promise<void>;
}

/**
 * The page, made when it is first wanted: nobody who browses should wait for
 * it when the program starts. A page that cannot be made answers 500 and is
 * tried again at the next request.
 */
export function createLazyPage(
  make: () => Promise<StatusPage>,
  reportError: (error: unknown) => void,
): LazyPage {
  let page: Promise<StatusPage> | null = null;
  let closed = false;
  const turn = createLoopTurns();
  const loaded = (): Promise<StatusPage> => {
    page ??= make().catch((error: unknown) => {
      page = null;
      throw error;
    });
    return page;
  };
  return {
    load: async () => {
      await loaded().catch(reportError);
    },
    handle: async (request, response, info) => {
      try {
        const made = await loaded();
        // A page takes a millisecond or two, and many of them at once are no more urgent than what is proxied.
        await turn();
        await made.handle(request, response, info);
      } catch (error) {
        reportError(error);
        if (closed || response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'text/plain' }).end('the page failed\n');
      }
    },
    close: async () => {
      closed = true;
      const made = await page?.catch(() => null);
      made?.close();
    },
  };
}
