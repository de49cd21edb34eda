import { createSecureContext } from 'node:tls';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { DownloadOptions, DownloadProgress } from '../../../src/model/download.ts';
import { Destinations } from '../../../src/proxy/destinations.ts';
import { createDownload } from '../../../src/proxy/download.ts';
import type { ProxySettings } from '../../../src/proxy/ports.ts';
import { createTestAuthority, type TestAuthority } from '../../support/authority.ts';
import { type Script, startScriptedOrigin } from '../../support/scripted-origin.ts';
import { sampleSettings } from './samples.ts';
import { closedPort } from './sockets.ts';

let authority: TestAuthority;
beforeAll(() => {
  authority = createTestAuthority();
});

const LIST = '! Title: A\n||tracker.example^\n';

interface Scene {
  readonly settings?: Partial<ProxySettings>;
  readonly idle?: number;
  readonly ownPort?: number;
}

function client({ settings = {}, idle = 5_000, ownPort = 0 }: Scene = {}) {
  const all = sampleSettings(settings);
  const destinations = new Destinations({ ...all, isOwnPort: (port) => port === ownPort });
  const context = createSecureContext({ ca: authority.certificatePem });
  const timeouts = { connect: 5_000, idle };
  return createDownload(destinations, { context, timeouts, userAgent: 'Eyelid/1.2.3' });
}

async function origin(script: Script, names?: readonly string[]) {
  const identity = names === undefined ? {} : { identity: authority.issue(names) };
  const started = await startScriptedOrigin({ script, ...identity });
  onTestFinished(() => started.close());
  return started;
}

const says =
  (head: string, body: string | Buffer = LIST): Script =>
  (socket) => {
    const length = Buffer.byteLength(body);
    socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${length}\r\n\r\n`);
    socket.end(body);
  };

/** Downloads once from a server that runs this script; a rejection as its message. */
async function once(script: Script, options: DownloadOptions = {}, scene: Scene = {}) {
  const server = await origin(script);
  const base = `http://127.0.0.1:${server.port}`;
  const result = await client(scene)(`${base}/list.txt`, options).catch((error: unknown) => error);
  const message = result instanceof Error ? result.message.replaceAll(base, 'BASE') : null;
  return { result, message, server, base };
}

describe('a list', () => {
  it('is fetched with a name of ours and without cookies', async () => {
    const { result, server, base } = await once(
      says(
        '200 OK\r\nContent-Type: text/plain\r\nETag: W/"1"\r\nLast-Modified: Sun, 1 Nov\r\nSet-Cookie: a=1',
      ),
    );
    expect(result).toEqual({
      status: 'new',
      bytes: Buffer.from(LIST),
      url: `${base}/list.txt`,
      contentType: 'text/plain',
      etag: 'W/"1"',
      lastModified: 'Sun, 1 Nov',
    });
    expect(server.heads[0]).toBe(
      `GET /list.txt HTTP/1.1\r\nHost: ${base.slice(7)}\r\nUser-Agent: Eyelid/1.2.3\r\n` +
        'Accept: text/plain, */*;q=0.5\r\nAccept-Encoding: gzip, br\r\nConnection: close',
    );
  });

  it('that did not change is told by its ETag or its time', async () => {
    const known = { etag: '"1"', lastModified: 'Sun, 1 Nov' };
    const script: Script = (socket) => socket.end('HTTP/1.1 304 Not Modified\r\n\r\n');
    const { result, server } = await once(script, { known });
    expect(result).toEqual({ status: 'unchanged' });
    expect(server.heads[0]).toContain('If-None-Match: "1"\r\nIf-Modified-Since: Sun, 1 Nov');
  });

  it('does not put into a head what is no header', async () => {
    const known = { etag: '"1"\r\nX: 1', lastModified: '\u20ac' };
    const { server } = await once(says('200 OK'), { known });
    expect(server.heads[0]).not.toMatch(/If-|X: 1/);
  });

  it.each([
    ['gzip', gzipSync(LIST)],
    ['x-gzip', gzipSync(LIST)],
    ['br', brotliCompressSync(LIST)],
    ['identity', Buffer.from(LIST)],
  ])('is decoded: %s', async (coding, body) => {
    const { result } = await once(says(`200 OK\r\nContent-Encoding: ${coding}`, body));
    expect(String((result as { bytes: Buffer }).bytes)).toBe(LIST);
  });

  it('tells how far it is', async () => {
    const seen: DownloadProgress[] = [];
    await once(says('200 OK', 'a'.repeat(100_000)), { onProgress: (one) => seen.push(one) });
    expect(seen.at(-1)).toEqual({ received: 100_000, total: 100_000 });
    expect(seen.length).toBeGreaterThan(1);
  });

  it('comes over TLS from a server that proves its name', async () => {
    const server = await origin(says('200 OK'), ['localhost']);
    const result = await client()(`https://localhost:${server.port}/`);
    expect(result).toMatchObject({ status: 'new', etag: null, lastModified: null });
  });
});

describe('a redirect', () => {
  const to = (place: (base: string) => string, last: Script = says('200 OK')): Script => {
    return (socket, head, ...rest) => {
      const base = `http://${/Host: (.*)/i.exec(head)?.[1]?.trim()}`;
      if (head.startsWith('GET /list.txt ')) {
        socket.end(`HTTP/1.1 302 Found\r\nLocation: ${place(base)}\r\nContent-Length: 0\r\n\r\n`);
      } else last(socket, head, ...rest);
    };
  };

  it.each([
    ['relative', () => 'b/c.txt?x=1#y'],
    ['absolute', (base: string) => `${base}/b/c.txt?x=1`],
  ])('is followed: %s', async (_how, place) => {
    const { result, base } = await once(to(place));
    expect(result).toMatchObject({ status: 'new', url: `${base}/b/c.txt?x=1` });
  });

  it('may lead from http to https', async () => {
    const secure = await origin(says('200 OK'), ['localhost']);
    const { result } = await once(to(() => `https://localhost:${secure.port}/a`));
    expect(result).toMatchObject({ status: 'new', url: `https://localhost:${secure.port}/a` });
  });

  it('may not lead from https to http', async () => {
    const { port } = await origin(
      to(() => 'http://localhost/b'),
      ['localhost'],
    );
    await expect(client()(`https://localhost:${port}/list.txt`)).rejects.toThrow(
      `downloading "https://localhost:${port}/list.txt": it was redirected from https to "http://localhost"`,
    );
  });

  it.each<readonly [string, Script, string]>([
    [
      'to itself, for ever',
      to(() => '/list.txt'),
      'downloading "BASE/list.txt": it was redirected more than 5 times',
    ],
    [
      'that says not where',
      (socket) => socket.end('HTTP/1.1 301 M\r\nContent-Length: 0\r\n\r\n'),
      'downloading "BASE/list.txt": the server answered 301 and did not say where to go',
    ],
    [
      'to a file',
      to(() => 'file:///etc/passwd'),
      'downloading "file:///etc/passwd": only http and https are understood',
    ],
    [
      'with a password',
      to((base) => base.replace('//', '//a:b@')),
      expect.stringContaining('an address with a name and a password is not taken') as never,
    ],
    [
      'to what is closed',
      to(() => 'http://10.0.0.1/secret'),
      expect.stringContaining('"http://10.0.0.1/secret": Eyelid does not connect to') as never,
    ],
  ])('is refused: %s', async (_what, script, message) => {
    expect((await once(script)).message).toEqual(message);
  });
});

describe('a refusal is one sentence', () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));

  it.each<readonly [string, Script, string]>([
    ['404', says('404 Nope'), 'the server answered 404 Not Found'],
    ['304 unasked', says('304 N', ''), 'the server answered 304 Not Modified'],
    [
      'a web page',
      says('200 OK\r\nContent-Type: text/html'),
      'the server sent a web page, not a list',
    ],
    [
      'a page in disguise',
      says('200 OK', '\n<!DOCTYPE html><p>Log in'),
      'the server sent a web page, not a list',
    ],
    ['too long, announced', says('200 OK', 'a'.repeat(2_000)), 'it is longer than 1000 bytes'],
    [
      'too long, not announced',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(2_000)}`),
      'it is longer than 1000 bytes',
    ],
    [
      'a bomb',
      says('200 OK\r\nContent-Encoding: gzip', bomb.subarray(0, 900)),
      'it is longer than 1000 bytes',
    ],
    [
      'an unknown coding',
      says('200 OK\r\nContent-Encoding: zstd', 'a'),
      'the server sent the unknown coding "zstd"',
    ],
    [
      'a broken coding',
      says('200 OK\r\nContent-Encoding: gzip', 'a'),
      'what the server sent cannot be decompressed',
    ],
    [
      'a broken coding',
      says('200 OK\r\nContent-Encoding: br', 'abc'),
      'what the server sent cannot be decompressed',
    ],
    [
      'a half body',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
      'HOST closed the connection before it answered',
    ],
    [
      'no HTTP',
      (socket) => socket.end('hello\r\n\r\n'),
      'HOST sent an answer that is not valid HTTP',
    ],
    ['no answer', (socket) => socket.destroy(), 'HOST closed the connection before it answered'],
    [
      'another protocol',
      (socket) => socket.end('HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      'HOST sent an answer that is not valid HTTP',
    ],
  ])('%s', async (_what, script, sentence) => {
    const { result, message, base } = await once(script, { maxBytes: 1_000 });
    expect(result).toMatchObject({ name: 'AppError', code: 'DOWNLOAD_FAILED' });
    const said = sentence.replace('HOST', base.slice(7));
    expect(message).toBe(`downloading "BASE/list.txt": ${said}`);
  });

  it.each([
    ['list.txt', 'not an absolute web address'],
    ['ftp://a.test/', 'only http and https are understood'],
    ['https://a:b@a.test/', 'an address with a name and a password is not taken'],
  ])('%s', async (url, sentence) => {
    await expect(client()(url)).rejects.toThrow(`downloading "${url}": ${sentence}`);
  });

  it('where the port is closed', async () => {
    const port = await closedPort();
    await expect(client()(`http://127.0.0.1:${port}/`)).rejects.toThrow(
      `downloading "http://127.0.0.1:${port}/": 127.0.0.1:${port} refused the connection`,
    );
  });

  it('where the certificate is for another name', async () => {
    const { port } = await origin(says('200 OK'), ['other.test']);
    await expect(client()(`https://localhost:${port}/`)).rejects.toThrow(
      `the server that answered for localhost:${port} has a certificate for another name`,
    );
  });

  it.each<readonly [string, Scene]>([
    ['the home network', { settings: { allowPrivate: [] } }],
    ['a port of ours', { ownPort: 80 }],
  ])('where the address is of %s', async (_what, scene) => {
    await expect(client(scene)('http://127.0.0.1/')).rejects.toThrow(
      'does not connect to 127.0.0.1',
    );
  });
});

describe('a download ends', () => {
  const silent: Script = () => undefined;
  const stalling: Script = (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf');

  it.each([
    ['before the head', silent],
    ['in the middle', stalling],
  ])('when nothing comes any more, or not soon enough: %s', async (_when, script) => {
    const late = /^downloading "BASE\/list.txt": .* did not answer in time$/;
    expect((await once(script, {}, { idle: 20 })).message).toMatch(late);
    expect((await once(script, { timeout: 20 })).message).toMatch(late);
  });

  it.each([
    ['before the head', silent],
    ['in the middle', stalling],
  ])('when it is stopped: %s', async (_when, script) => {
    const controller = new AbortController();
    const server = await origin((socket, ...rest) => {
      script(socket, ...rest);
      setImmediate(() => controller.abort());
    });
    const url = `http://127.0.0.1:${server.port}/`;
    const { signal } = controller;
    await expect(client()(url, { signal })).rejects.toThrow(`downloading "${url}" was stopped`);
    await expect(client()(url, { signal })).rejects.toThrow('was stopped');
    expect(server.heads).toHaveLength(1);
  });
});
