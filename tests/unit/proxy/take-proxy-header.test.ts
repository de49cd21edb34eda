import { describe, expect, it } from 'vitest';
import { takeProxyHeader } from '../../../src/proxy/take-proxy-header.ts';
import { readAll, socketPair } from './sockets.ts';

const HEADER = 'PROXY TCP4 192.168.1.20 198.51.100.7 50000 443\r\n';

describe('the header of a connection', () => {
  it.each([
    ['in one piece with what follows', [`${HEADER}hello`]],
    ['alone, and then the rest', [HEADER, 'hello']],
    ['in pieces', [HEADER.slice(0, 9), HEADER.slice(9, 40), `${HEADER.slice(40)}hel`, 'lo']],
  ])('is taken off: %s', async (_what, pieces) => {
    const { near, far } = await socketPair();
    const taken = takeProxyHeader(near);
    for (const piece of pieces) await new Promise((resolve) => far.write(piece, resolve));
    far.end();
    expect(await taken).toMatchObject({ source: { hostname: '192.168.1.20', port: 50_000 } });
    expect(String(await readAll(near))).toBe('hello');
  });

  it.each([
    ['something else comes', 'GET / HTTP/1.1\r\n\r\n'],
    ['the client leaves in the middle of it', HEADER.slice(0, 20)],
    ['the client leaves at once', ''],
  ])('is none where %s', async (_what, bytes) => {
    const { near, far } = await socketPair();
    const taken = takeProxyHeader(near);
    far.end(bytes);
    expect(await taken).toBeNull();
  });

  it('is none of a connection that is gone', async () => {
    const { near } = await socketPair();
    near.destroy();
    expect(await takeProxyHeader(near)).toBeNull();
  });
});
