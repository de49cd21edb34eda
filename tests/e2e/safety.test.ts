import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHome, run } from '../support/home.ts';
import { has, openFiles, residentMegabytes } from '../support/machine.ts';
import { connectRaw, connectRawTls, openTunnel, type RawClient } from '../support/raw.ts';
import { type ScriptedOrigin, startScriptedOrigin } from '../support/scripted-origin.ts';
import { openWorld, type World } from '../support/world.ts';

/** The first byte of a TLS handshake record. */
const HELLO = '\x16';
const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

/** What the server that says the wrong things says, by path. */
const SAYINGS: Readonly<Record<string, string>> = {
  '/099': 'HTTP/1.1 099 Odd\r\ncontent-length: 2\r\n\r\nok',
  '/1000': 'HTTP/1.1 1000 Odd\r\ncontent-length: 2\r\n\r\nok',
  '/garbage': '\x00\x01\x02\x03 not HTTP at all\r\n\r\n',
  '/101': 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  '/two-lengths': 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\nok',
  '/both': 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  '/bad-chunk': 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nhello\r\n',
  '/bad-header': 'HTTP/1.1 200 OK\r\nx bad: 1\r\ncontent-length: 2\r\n\r\nok',
  '/control': 'HTTP/1.1 200 OK\r\nx-bad: a\x01b\r\ncontent-length: 2\r\n\r\nok',
  '/many-headers': `HTTP/1.1 200 OK\r\n${'x-many: 1\r\n'.repeat(20_000)}content-length: 2\r\n\r\nok`,
  '/continue-forever': 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(500),
  '/nothing': '',
};

let world: World;
let wrong: ScriptedOrigin;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'blocked.test'],
    rules: { 'test.txt': '||blocked.test^\n' },
    hosts: async (authority, origin) => {
      wrong = await startScriptedOrigin({
        identity: authority.issue(['wrong.test']),
        script: (socket: Socket, head: string) => {
          const path = head.split(' ')[1] ?? '';
          socket.write(SAYINGS[path] ?? '', 'latin1');
          if (!['/101', '/continue-forever'].includes(path)) socket.end();
        },
      });
      return {
        'wrong.test:443': `127.0.0.1:${wrong.port}`,
        '.many.test:443': `127.0.0.1:${origin.httpsPort}`,
      };
    },
  });
});
afterAll(async () => {
  await world?.close();
  await wrong?.close();
});

// Whatever a test sent, the program still runs and still answers.
afterEach(async () => {
  world.eyelid.assertAlive();
  const reply = await world.client.get('https://shop.test/');
  expect(reply.text).toBe('hello');
});

const at = () => ({ port: world.eyelid.proxyPort });

/** Sends bytes and waits until the proxy has answered or closed. */
async function say(bytes: string): Promise<string> {
  const client = await connectRaw(at());
  client.send(bytes);
  const text = await answered(client);
  client.destroy();
  return text;
}

async function answered(client: RawClient): Promise<string> {
  return await client.until(/^HTTP\/1\.\d \d{3}[\s\S]*\r\n\r\n/).catch(() => {
    if (client.closed()) return client.text();
    throw new Error(`the connection hangs after ${JSON.stringify(client.text())}`);
  });
}

/** CONNECT and a first TLS byte: what came back, once something has or the connection is closed. */
async function connectAndSay(authority: string): Promise<string> {
  const client = await connectRaw(at());
  client.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  const text = await answered(client);
  client.send(HELLO);
  client.destroy();
  return text;
}

describe('CONNECT to a strange name', () => {
  test.each([
    'constructor:443',
    '__proto__:443',
    'toString:443',
    '1.2.3.4.5:443',
    '999.999.999.999:443',
    '[::1:443',
    '[]:443',
    ':443',
    'shop.test:',
    'shop.test:0',
    'shop.test:99999',
    'shop.test:443:443',
    'user@shop.test:443',
    'shop.test/x:443',
    '%00:443',
    `${'a'.repeat(5_000)}:443`,
    '..:443',
    '*:443',
  ])('%s is answered', async (authority) => {
    const text = await connectAndSay(authority);
    expect(text).toMatch(/^HTTP\/1\.1 [2-5]\d\d |^$/);
  });

  test('that climbs out of a folder writes no file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eyelid-climb-'));
    const up = relative(join(world.home.path, 'certs'), folder);
    for (const path of [`${up}/x`, `../../../../../..${folder}/x`, `${folder}/x`]) {
      await connectAndSay(`${path}:443`);
      const client = await connectRawTls({
        ...at(),
        authority: 'shop.test:443',
        servername: path.replace(/^\//, ''),
      }).catch(() => null);
      client?.destroy();
    }
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    expect(existsSync(join(world.home.path, 'certs', '..', 'x.pem'))).toBe(false);
  });
});

describe('a strange request', () => {
  test.each([
    ['a port too large', 'GET http://shop.test:99999/ HTTP/1.1\r\nHost: shop.test\r\n\r\n'],
    ['another scheme', 'GET ftp://shop.test/ HTTP/1.1\r\nHost: shop.test\r\n\r\n'],
    ['a scheme alone', 'GET http:// HTTP/1.1\r\nHost: shop.test\r\n\r\n'],
    ['an upgrade to another scheme', `GET ftp://shop.test/ HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`],
    ['an upgrade without Host', `GET /ws HTTP/1.0\r\n${UPGRADE}\r\n`],
    ['an upgrade with a bad Host', `GET /ws HTTP/1.1\r\nHost: exa mple^\r\n${UPGRADE}\r\n`],
    ['an upgrade with a fragment', `GET http://h.test/ws#f HTTP/1.1\r\nHost: h\r\n${UPGRADE}\r\n`],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a.test\r\nHost: b.test\r\n\r\n'],
    ['a bad Host', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'],
    ['a Host that is a path', 'GET / HTTP/1.1\r\nHost: ../../x\r\n\r\n'],
    ['the target *', 'OPTIONS * HTTP/1.1\r\nHost: shop.test\r\n\r\n'],
    ['an unknown method', 'BREW http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\n\r\n'],
    ['no version', 'GET http://shop.test/\r\n\r\n'],
    ['version 3', 'GET http://shop.test/ HTTP/3.0\r\nHost: shop.test\r\n\r\n'],
    ['a name that is Object’s', 'GET http://constructor/ HTTP/1.1\r\nHost: __proto__\r\n\r\n'],
    [
      'both length and chunks',
      'POST http://shop.test/smuggled HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 4\r\n' +
        'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'two lengths',
      'POST http://shop.test/smuggled HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1\r\n' +
        'Content-Length: 2\r\n\r\nab',
    ],
  ])('%s is answered or refused', async (_name, bytes) => {
    const text = await say(bytes);
    expect(text).toMatch(/^HTTP\/1\.1 [245]\d\d |^$/);
    expect(text).not.toMatch(/\.js:|node:internal|Error:/);
    expect(world.origin.requests('shop.test', '/smuggled')).toEqual([]);
  });

  test('with headers of 200 kB is refused', async () => {
    const client = await connectRaw(at());
    client.send(
      `GET http://shop.test/big HTTP/1.1\r\nHost: shop.test\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`,
    );
    const text = await answered(client);
    client.destroy();
    expect(text).toMatch(/^HTTP\/1\.1 4(31|00) |^$/);
    expect(world.origin.requests('shop.test', '/big')).toEqual([]);
  });

  test('that is random bytes is refused', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      let bytes = '';
      for (let at = 0, state = seed; at < 2_000; at += 1) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        bytes += String.fromCharCode(state >>> 24);
      }
      const client = await connectRaw(at());
      client.send(Buffer.from(`${bytes}\r\n\r\n`, 'latin1'));
      expect(await answered(client)).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
      client.destroy();
    }
  });
});

describe('a server that sends', () => {
  test.each(Object.keys(SAYINGS).filter((path) => path !== '/continue-forever'))(
    '%s does not hurt, and the client is not left hanging',
    async (path) => {
      const client = await connectRawTls({ ...at(), authority: 'wrong.test:443' });
      client.send(`GET ${path} HTTP/1.1\r\nHost: wrong.test\r\n\r\n`);
      const text = await answered(client);
      client.destroy();
      expect(text).toMatch(/^HTTP\/1\.1 (200|502) |^$/);
      expect(text).not.toMatch(/Error:|\.js:|HPE_/);
    },
  );

  test('500 times 100 Continue does not hurt', async () => {
    const client = await connectRawTls({ ...at(), authority: 'wrong.test:443' });
    client.send('GET /continue-forever HTTP/1.1\r\nHost: wrong.test\r\n\r\n');
    await expect.poll(() => wrong.heads.some((head) => head.includes('forever'))).toBe(true);
    client.destroy();
  });
});

describe('a WebSocket', () => {
  test('whose client leaves while the origin is being asked does not hurt', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const client = await connectRawTls({ ...at(), authority: 'shop.test:443' });
      client.send(`GET /ws HTTP/1.1\r\nHost: shop.test\r\n${UPGRADE}\r\n`);
      client.destroy();
    }
  });

  test('frame of garbage does not hurt', async () => {
    const client = await connectRawTls({ ...at(), authority: 'shop.test:443' });
    client.send(`GET /ws HTTP/1.1\r\nHost: shop.test\r\n${UPGRADE}\r\n`);
    await client.until(/^HTTP\/1\.1 101 [\s\S]*\r\n\r\n/);
    client.send('\xff\xff\xff\xff\xff\xff\xff\xff');
    await client.end();
  });
});

describe('inside a tunnel', () => {
  test('garbage after the handshake closes the connection', async () => {
    const client = await connectRawTls({ ...at(), authority: 'shop.test:443' });
    client.send('\x00\x01\x02 this is no request\r\n\r\n');
    const text = await client.end();
    expect(text).toMatch(/^HTTP\/1\.1 400 |^$/);
  });

  test('a broken ClientHello closes the connection', async () => {
    const { client } = await openTunnel(at(), 'shop.test:443');
    client.send('\x16\x03\x01\x00\x05\x01\x00\x00\x01\xffrubbish rubbish rubbish');
    await client.end();
  });

  test('a handshake that comes byte by byte is understood', async () => {
    const { socket } = await openTunnel(at(), 'shop.test:443');
    socket.removeAllListeners('data').setNoDelay();
    const secure = tls.connect({
      socket: inSingleBytes(socket),
      servername: 'shop.test',
      ca: world.eyelid.ca,
    });
    await new Promise((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
    expect(secure.authorized).toBe(true);
    secure.destroy();
    socket.destroy();
  });

  test('another CONNECT is answered', async () => {
    const client = await connectRawTls({ ...at(), authority: 'shop.test:443' });
    client.send('CONNECT shop.test:443 HTTP/1.1\r\nHost: shop.test:443\r\n\r\n');
    expect(await answered(client)).toMatch(/^HTTP\/1\.1 [245]\d\d |^$/);
    client.destroy();
  });

  test('a request for a blocked name is blocked, whatever CONNECT said', async () => {
    const client = await connectRawTls({ ...at(), authority: 'shop.test:443' });
    client.send('GET /x HTTP/1.1\r\nHost: blocked.test\r\n\r\n');
    await answered(client);
    client.destroy();
    expect(world.origin.requests('blocked.test')).toEqual([]);
  });
});

/** The same connection, but every byte that is written goes out alone. */
function inSingleBytes(socket: Socket): Duplex {
  const slow = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      const next = (index: number): void => {
        if (index === chunk.length) done();
        else socket.write(chunk.subarray(index, index + 1), () => next(index + 1));
      };
      next(0);
    },
  });
  socket.on('data', (chunk) => slow.push(chunk));
  socket.on('end', () => slow.push(null));
  return slow;
}

describe('a loop', () => {
  test.each([
    ['through the proxy’s own address', (port: number) => `http://127.0.0.1:${port}/`],
    ['through localhost', (port: number) => `http://localhost:${port}/`],
    ['through another loopback address', (port: number) => `http://127.9.9.9:${port}/`],
    ['through the unspecified address', (port: number) => `http://0.0.0.0:${port}/`],
  ])('%s is cut at once', async (_name, url) => {
    const before = openFiles(world.eyelid.pid);
    const target = url(world.eyelid.proxyPort);
    const text = await say(`GET ${target} HTTP/1.1\r\nHost: ${new URL(target).host}\r\n\r\n`);
    // The page may answer for itself; what must not happen is a second round.
    expect(text).toMatch(/^HTTP\/1\.1 [345]\d\d /);
    expect(openFiles(world.eyelid.pid) - before).toBeLessThan(20);
  });

  test('by Host alone is cut at once', async () => {
    const before = openFiles(world.eyelid.pid);
    const text = await say(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${world.eyelid.proxyPort}\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 [345]\d\d /);
    expect(openFiles(world.eyelid.pid) - before).toBeLessThan(20);
  });

  test('to the page’s own port is refused', async () => {
    const text = await say(`GET ${world.eyelid.pageUrl} HTTP/1.1\r\nHost: x.test\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 [45]\d\d /);
  });
});

describe('a destination', () => {
  let closed: World;
  beforeAll(async () => {
    closed = await openWorld({ names: [], config: { upstream: { allowPrivate: [] } } });
  });
  afterAll(() => closed?.close());
  afterEach(() => closed.eyelid.assertAlive());

  const ADDRESSES = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.3.4',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fd00::1]',
    '[ff02::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:c0a8:101]',
    'localhost',
  ];

  test.each(ADDRESSES)('%s is refused over HTTP', async (host) => {
    const client = await connectRaw({ port: closed.eyelid.proxyPort });
    client.send(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(await answered(client)).toMatch(/^HTTP\/1\.1 403 /);
    client.destroy();
  });

  test.each(ADDRESSES)('%s is refused over CONNECT', async (host) => {
    const port = closed.eyelid.proxyPort;
    for (const from of ['127.0.0.1', '127.0.0.2']) {
      const { client, reply } = await openTunnel({ port, from }, `${host}:443`);
      if (/^HTTP\/1\.1 403 /.test(reply)) {
        client.destroy();
        continue;
      }
      // At full the reply may wait for the request inside; there the 403 is.
      client.destroy();
      expect(from).toBe('127.0.0.1');
      const inner = await connectRawTls({ port, from, authority: `${host}:443` });
      inner.send(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      expect(await answered(inner)).toMatch(/^HTTP\/1\.1 403 /);
      inner.destroy();
    }
  });
});

test.each([22, 25, 53, 445, 3306, 6379])('CONNECT to port %i is refused', async (port) => {
  const { client, reply } = await openTunnel(at(), `shop.test:${port}`);
  client.destroy();
  expect(reply).toMatch(/^HTTP\/1\.1 403 /);
});

test('a thousand connections that come and go leave nothing behind', async () => {
  await world.client.get('https://shop.test/');
  const before = openFiles(world.eyelid.pid);
  for (let round = 0; round < 20; round += 1) {
    const clients = await Promise.all(Array.from({ length: 50 }, () => connectRaw(at())));
    clients.forEach((client, index) => {
      if (index % 3 === 0) client.send('GET http://shop.test/ HTTP/1.1\r\nHost: shop.test\r\n\r\n');
      if (index % 3 === 1) client.send('CONNECT shop.test:443 HTTP/1.1\r\nHost: shop.test\r\n\r\n');
      client.destroy();
    });
  }
  await expect
    .poll(() => openFiles(world.eyelid.pid) - before, { timeout: 15_000 })
    .toBeLessThan(40);
});

test('three hundred names leave no socket and no listener behind', async () => {
  const client = world.clientOf({ ca: world.eyelid.ca });
  const visit = async (from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      expect((await client.get(`https://n${at}.many.test/`)).text).toBe('hello');
    }
  };
  await visit(0, 20);
  const before = {
    files: openFiles(world.eyelid.pid),
    memory: residentMegabytes(world.eyelid.pid),
  };
  await visit(20, 320);
  world.origin.closeIdle();
  await expect
    .poll(() => openFiles(world.eyelid.pid) - before.files, { timeout: 15_000 })
    .toBeLessThan(20);
  const grown = residentMegabytes(world.eyelid.pid) - before.memory;
  console.info(`300 names: RSS ${grown.toFixed(1)} MB up`);
  expect(grown).toBeLessThan(64);
});

describe.skipIf(!has('prlimit'))('with few file descriptors', () => {
  test('more connections than there are descriptors do not hurt', async () => {
    const home = makeHome({
      config: { listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' } },
      rules: { 'test.txt': '! none\n' },
    });
    const eyelid = await run(home);
    const limit = openFiles(eyelid.pid) + 60;
    execFileSync('prlimit', ['--pid', String(eyelid.pid), `--nofile=${limit}:${limit}`]);
    const clients = await Promise.all(
      Array.from({ length: 200 }, () => connectRaw({ port: eyelid.proxyPort }).catch(() => null)),
    );
    for (const client of clients) client?.send('CONNECT a.test:443 HTTP/1.1\r\nHost: a\r\n\r\n');
    for (const client of clients) client?.destroy();
    const healthy = async () => {
      const client = await connectRaw({ port: eyelid.proxyPort });
      client.send('GET http://eyelid.internal/healthz HTTP/1.1\r\nHost: eyelid.internal\r\n\r\n');
      const text = await client.until(/\r\n\r\n/, 2_000).catch(() => '');
      client.destroy();
      return text.slice(0, 12);
    };
    await expect.poll(healthy, { timeout: 20_000 }).toBe('HTTP/1.1 200');
    eyelid.assertAlive();
    await eyelid.stop();
    home.remove();
  });
});
