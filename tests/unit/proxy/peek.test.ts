import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { asksForTunnel, type PeekLimits, peek, recognise } from '../../../src/proxy/peek.ts';
import { chromiumHello, extension, helloMessage, records, serverName } from './hello.ts';
import { readAll, socketPair } from './sockets.ts';

/** Nothing here waits for a limit, except where the limit is what is tested. */
const PATIENT: PeekLimits = { silence: 60_000, hello: 60_000, bytes: 64 * 1024 };
const HELLO = records(chromiumHello('shop.test'), 600);

async function peekAt(bytes: Buffer, limits = PATIENT) {
  const { near, far } = await socketPair();
  const seen = peek(near, limits);
  far.write(bytes);
  return { near, far, seen: await seen };
}

describe('recognise', () => {
  it.each([
    ['GET / HTTP/1.1\r\n', 'http'],
    ['OPTIONS * HTTP/1.1', 'http'],
    ['VERSION-CONTROL /', 'other'],
    ['PRI * HTTP/2.0\r\n', 'other'],
    ['get / HTTP/1.1', 'other'],
    ['SSH-2.0-OpenSSH\r\n', 'other'],
    ['\x05\x01\x00', 'other'],
    ['\0', 'other'],
    ['GET', null],
    ['GE', null],
    ['PRI ', null],
    ['ABCDEFGHIJKLMNOP', null],
    ['ABCDEFGHIJKLMNOPQ', 'other'],
    ['', null],
    ['\x16', null],
    ['\x16\x03', null],
    ['\x16\x02', 'other'],
  ])('%j is %s', (text, kind) => {
    expect(recognise(Buffer.from(text, 'latin1'))?.kind ?? null).toBe(kind);
  });
});

describe('peek', () => {
  it.each([
    ['tls', HELLO],
    ['tls', Buffer.concat([HELLO, Buffer.from('and early data')])],
    ['http', Buffer.from('GET / HTTP/1.1\r\nHost: a.test\r\n\r\n')],
    ['other', Buffer.from('\x05\x02\x00\x01 what?', 'latin1')],
  ])('knows %s and puts every byte back', async (kind, bytes) => {
    const { near, far, seen } = await peekAt(bytes);
    expect(seen.kind).toBe(kind);
    far.end('the rest');
    expect(await readAll(near)).toEqual(Buffer.concat([bytes, Buffer.from('the rest')]));
  });

  it('tells what the ClientHello says', async () => {
    const { seen } = await peekAt(HELLO);
    expect(seen).toMatchObject({ hello: { sni: 'shop.test', alpn: ['h2', 'http/1.1'] } });
  });

  it('understands a ClientHello that comes byte by byte', async () => {
    const { near, far } = await socketPair();
    const seen = peek(near, PATIENT);
    const bytes = records(chromiumHello('slow.test')).subarray(0);
    for (const byte of bytes) {
      await new Promise<void>((resolve) => far.write(Buffer.of(byte), () => resolve()));
    }
    expect(await seen).toMatchObject({ kind: 'tls', hello: { sni: 'slow.test' } });
    far.end();
    expect(await readAll(near)).toEqual(bytes);
  });

  it('sees bytes that had been put back before it was asked', async () => {
    const { near, far } = await socketPair();
    near.unshift(Buffer.from('GET / HT'));
    expect(await peek(near, PATIENT)).toEqual({ kind: 'http' });
    far.end('TP/1.1');
    expect((await readAll(near)).toString()).toBe('GET / HTTP/1.1');
  });

  it('may be asked again', async () => {
    const { near, far, seen } = await peekAt(HELLO);
    expect(seen.kind).toBe('tls');
    expect((await peek(near, PATIENT)).kind).toBe('tls');
    far.end();
    expect(await readAll(near)).toEqual(HELLO);
  });

  it('says silent where nothing comes, and loses nothing that comes later', async () => {
    const { near, far } = await socketPair();
    expect(await peek(near, { ...PATIENT, silence: 1 })).toEqual({ kind: 'silent' });
    far.end('late');
    expect((await readAll(near)).toString()).toBe('late');
  });

  it('says other for a ClientHello that does not go on, and puts it back', async () => {
    const { near, far, seen } = await peekAt(HELLO.subarray(0, 100), { ...PATIENT, hello: 1 });
    expect(seen).toEqual({ kind: 'other' });
    far.end();
    expect(await readAll(near)).toEqual(HELLO.subarray(0, 100));
  });

  it('says other for a ClientHello that is too long, and puts it back', async () => {
    const endless = records(Buffer.concat([Buffer.of(1, 0xff, 0xff, 0xff), Buffer.alloc(3_000)]));
    const { near, far, seen } = await peekAt(endless, { ...PATIENT, bytes: 2_000 });
    expect(seen).toEqual({ kind: 'other' });
    far.end();
    expect(await readAll(near)).toEqual(endless);
  });

  it.each(['A', 'SOME', 'ABCDEFGHIJKLMNOP'])(
    'loses nothing of a client that says %s and ends its half',
    async (word) => {
      const { near, far } = await socketPair();
      const seen = peek(near, { ...PATIENT, hello: 1 });
      far.end(word);
      expect(await seen).toEqual({ kind: 'other' });
      expect(String(await readAll(near))).toBe(word);
      expect(near.errored).toBeNull();
    },
  );

  it('understands a request line that comes letter by letter', async () => {
    const { near, far } = await socketPair();
    const seen = peek(near, PATIENT);
    for (const letter of 'GET /') {
      await new Promise<void>((resolve) => far.write(letter, () => resolve()));
    }
    expect(await seen).toEqual({ kind: 'http' });
    far.end(' HTTP/1.1');
    expect(String(await readAll(near))).toBe('GET / HTTP/1.1');
  });

  it('says closed of a client that ends in the middle of its ClientHello', async () => {
    const { near, far } = await socketPair();
    const seen = peek(near, PATIENT);
    far.end(HELLO.subarray(0, 700));
    expect(await seen).toEqual({ kind: 'closed' });
    expect(near.errored).toBeNull();
  });

  it('knows a ClientHello of almost 64 kB that comes in many segments', async () => {
    const padding = Array.from({ length: 4 }, () => extension(21, Buffer.alloc(15_500)));
    const bytes = records(helloMessage(serverName('long.test'), ...padding), 2_000);
    expect(bytes.length).toBeGreaterThan(62_000);
    const { near, far } = await socketPair();
    const seen = peek(near, PATIENT);
    for (let at = 0; at < bytes.length; at += 1_400) {
      const segment = bytes.subarray(at, at + 1_400);
      await new Promise<void>((resolve) => far.write(segment, () => resolve()));
    }
    expect(await seen).toMatchObject({ kind: 'tls', hello: { sni: 'long.test' } });
    far.end();
    expect(await readAll(near)).toEqual(bytes);
  });

  it('says closed at once of a connection that is closed', async () => {
    const { near } = await socketPair();
    near.destroy();
    expect(await peek(near, PATIENT)).toEqual({ kind: 'closed' });
  });

  it.each([
    ['ends', (far: { end(): void }) => far.end()],
    ['is cut', (far: { resetAndDestroy(): unknown }) => far.resetAndDestroy()],
  ])('says closed where the client %s before it spoke', async (_how, leave) => {
    const { near, far } = await socketPair();
    const seen = peek(near, PATIENT);
    leave(far);
    expect(await seen).toEqual({ kind: 'closed' });
  });

  it('leaves no listener behind', async () => {
    const { near, seen } = await peekAt(HELLO);
    expect(seen.kind).toBe('tls');
    const left = ['readable', 'close'].map((event) => near.listenerCount(event));
    expect(left).toEqual([0, 0]);
  });
});

it.each([
  ['CONNECT a.test:443 HTTP/1.1\r\n', true],
  ['GET / HTTP/1.1\r\n', false],
  ['CONNECTED', false],
])('%j asks for a tunnel: %s, and stays where it is', async (bytes, asks) => {
  const { near, far } = await socketPair();
  far.end(bytes);
  await once(near, 'readable');
  expect(asksForTunnel(near)).toBe(asks);
  expect(String(await readAll(near))).toBe(bytes);
});
