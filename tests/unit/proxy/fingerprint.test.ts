import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientHello, readClientHello } from '../../../src/proxy/client-hello.ts';
import { fingerprint } from '../../../src/proxy/fingerprint.ts';
import { type HelloServer, startHelloServer } from '../../support/hellos.ts';
import { has } from '../../support/machine.ts';
import { CHROMIUM, CURL, FIREFOX_RESUMED, firefoxHello } from './captured-hellos.ts';
import { chromiumHello, extension, helloMessage, nodeHello, records, sized } from './hello.ts';

const HELLO: ClientHello = {
  sni: null,
  alpn: [],
  versions: [0x0304, 0x0303],
  ciphers: [0x1301, 0x1302, 0xc02b],
  extensions: [0, 23, 43, 13, 51],
  signatureAlgorithms: [0x0403, 0x0804],
};
const OWN = fingerprint(HELLO);

function read(bytes: Buffer): ClientHello {
  const hello = readClientHello(bytes);
  if (typeof hello === 'string') throw new Error(`a ClientHello that is ${hello}`);
  return hello;
}

it('is short, and says nothing in clear', () => {
  expect(OWN).toMatch(/^[0-9a-f]{24}$/);
});

describe('stays', () => {
  it.each([
    ['another order of everything', { ciphers: [0xc02b, 0x1302, 0x1301], versions: [771, 772] }],
    ['shuffled extensions', { extensions: [51, 13, 43, 23, 0] }],
    ['no name, as for an address', { extensions: [23, 43, 13, 51] }],
    ['HTTP/2 offered, with its settings', { extensions: [...HELLO.extensions, 16, 17_613] }],
    ['a session that is resumed', { extensions: [...HELLO.extensions, 35, 42, 41] }],
    ['padding and a cookie', { extensions: [...HELLO.extensions, 21, 44] }],
    ['reserved values', { extensions: [0x0a0a, ...HELLO.extensions, 0xfafa] }],
    ['a reserved cipher', { ciphers: [0x3a3a, ...HELLO.ciphers] }],
    ['a reserved version', { versions: [0x6a6a, ...HELLO.versions] }],
    ['a reserved algorithm', { signatureAlgorithms: [0x8a8a, ...HELLO.signatureAlgorithms] }],
  ])('with %s', (_what, change) => {
    expect(fingerprint({ ...HELLO, ...change })).toBe(OWN);
  });
});

describe('changes', () => {
  it.each([
    ['a cipher', { ciphers: [0x1301, 0x1302] }],
    ['an extension', { extensions: [0, 23, 43, 13] }],
    ['a version', { versions: [0x0304] }],
    ['an algorithm', { signatureAlgorithms: [0x0403] }],
    ['a value that only looks reserved', { ciphers: [...HELLO.ciphers, 0x0a1a] }],
    ['numbers that moved from one list to another', { ciphers: [], versions: HELLO.ciphers }],
  ])('with %s', (_what, change) => {
    expect(fingerprint({ ...HELLO, ...change })).not.toBe(OWN);
  });
});

it('is the same for a ClientHello in one record and in many', () => {
  const whole = fingerprint(read(records(chromiumHello('www.shop.test'))));
  expect(fingerprint(read(records(chromiumHello('another.test'), 100)))).toBe(whole);
});

describe('of what programs were seen to send', () => {
  const firefox = read(firefoxHello());

  it('Firefox: one in pieces, where it resumes a session, and where it names no protocol', () => {
    expect(firefox).toMatchObject({ sni: 'one.localhost', alpn: ['h2', 'http/1.1'] });
    // Its key shares for the years to come do not fit into one packet.
    expect(readClientHello(firefoxHello().subarray(0, 1_400))).toBe('partial');
    expect(fingerprint(FIREFOX_RESUMED)).toBe(fingerprint(firefox));
    const plain = { ...firefox, alpn: [], extensions: firefox.extensions.filter((e) => e !== 16) };
    expect(fingerprint(plain)).toBe(fingerprint(firefox));
  });

  it('Chromium: one, however it shuffles', () => {
    expect(new Set(CHROMIUM.map(fingerprint)).size).toBe(1);
  });

  it('is different for each', () => {
    const all = [firefox, CHROMIUM[0] as ClientHello, CURL].map(fingerprint);
    expect(new Set(all).size).toBe(3);
  });
});

it('does not depend on the order, whatever the numbers', () => {
  const numbers = fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 40 });
  fc.assert(
    fc.property(numbers, numbers, numbers, (ciphers, extensions, signatureAlgorithms) => {
      const hello = { ...HELLO, ciphers, extensions, signatureAlgorithms };
      const turned = {
        ...hello,
        ciphers: ciphers.toReversed(),
        extensions: extensions.toReversed(),
        signatureAlgorithms: signatureAlgorithms.toReversed(),
      };
      expect(fingerprint(turned)).toBe(fingerprint(hello));
    }),
  );
});

it.each([
  ['algorithms that lie about their length', extension(13, Buffer.of(0, 99, 4))],
  ['half a version', extension(43, sized(1, Buffer.of(3)))],
])('of %s is one nevertheless', (_what, bad) => {
  expect(fingerprint(read(records(helloMessage(bad))))).toMatch(/^[0-9a-f]{24}$/);
});

const run = promisify(execFile);

/** Each command makes several connections to the server, to two of its names. */
const PROGRAMS: Readonly<Record<string, (port: number) => readonly (readonly string[])[]>> = {
  curl: (port) => [
    ['-sk', '--http1.1', `https://localhost:${port}/`, `https://localhost:${port}/again`],
    ['-sk', '--http2', `https://127.0.0.1:${port}/`],
    ['-s', `https://localhost:${port}/`],
  ],
  wget: (port) => [
    ['-qO-', '--no-check-certificate', `https://localhost:${port}/`, `https://localhost:${port}/`],
    ['-qO-', '--tries=1', `https://127.0.0.1:${port}/`],
  ],
  python3: (port) => [
    ['-c', `import urllib.request as u; u.urlopen('https://localhost:${port}/')`],
    ['-c', `import urllib.request as u; u.urlopen('https://127.0.0.1:${port}/')`],
  ],
};

describe('of programs that are installed', () => {
  let server: HelloServer;
  beforeAll(async () => {
    server = await startHelloServer('localhost');
  });
  afterAll(() => server?.close());

  const seen = new Map<string, string>();
  for (const [program, commands] of Object.entries(PROGRAMS)) {
    it.skipIf(!has(program))(`${program}: one for all its connections`, async () => {
      const before = server.hellos.length;
      for (const words of commands(server.port)) {
        // Those that do not trust the server fail, which is no matter here.
        await run(program, words, { timeout: 10_000 }).catch(() => undefined);
      }
      const own = server.hellos.slice(before).map(fingerprint);
      expect(own.length).toBeGreaterThanOrEqual(2);
      expect(new Set(own).size).toBe(1);
      seen.set(program, own[0] as string);
    });
  }

  it('Node: one with and without a name and HTTP/2', async () => {
    const hellos = await Promise.all([
      nodeHello({ servername: 'shop.test', ALPNProtocols: ['h2', 'http/1.1'] }),
      nodeHello({ servername: 'shop.test' }),
      nodeHello({}),
    ]);
    const own = hellos.map((bytes) => fingerprint(read(bytes)));
    expect(new Set(own).size).toBe(1);
    seen.set('node', own[0] as string);
  });

  it('all different', () => {
    expect(seen.size).toBeGreaterThanOrEqual(1);
    expect(new Set(seen.values()).size).toBe(seen.size);
  });
});
