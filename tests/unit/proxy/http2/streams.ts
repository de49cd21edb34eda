import http2, { type ClientHttp2Stream, type ServerHttp2Stream } from 'node:http2';
import { onTestFinished } from 'vitest';
import { listen } from '../../../support/origin.ts';

export interface StreamPair {
  /** The end under test. */
  readonly near: ServerHttp2Stream;
  /** The list of fields as it came. */
  readonly raw: readonly string[];
  /** The end that the test speaks for. */
  readonly far: ClientHttp2Stream;
}

/** Two ends of a stream over loopback; with `open` the request goes on after its head. */
export async function streamPair(headers: object = {}, open = false): Promise<StreamPair> {
  const server = http2.createServer();
  server.on('sessionError', () => undefined);
  const accepted = new Promise<Pick<StreamPair, 'near' | 'raw'>>((resolve) => {
    server.once('stream', (near, _headers, _flags, ...more: unknown[]) => {
      near.on('error', () => undefined);
      resolve({ near, raw: more[0] as readonly string[] });
    });
  });
  const port = await listen(server);
  const session = http2.connect(`http://127.0.0.1:${port}`);
  session.on('error', () => undefined);
  const far = session.request({ ':path': '/', ...headers }, { endStream: !open });
  far.on('error', () => undefined);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  return { far, ...(await accepted) };
}
