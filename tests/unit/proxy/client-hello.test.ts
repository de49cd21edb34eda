import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClientHello } from '../../../src/proxy/client-hello.ts';
import {
  chromiumHello,
  extension,
  helloMessage,
  nodeHello,
  protocols,
  records,
  serverName,
  sized,
} from './hello.ts';

/** Written by hand from RFC 8446 section 4.1.2, so that the builder is not its own witness. */
const BY_HAND = Buffer.from(
  [
    '16 0301 0054', // record: handshake, TLS 1.0, 84 bytes
    '01 000050', // ClientHello, 80 bytes
    '0303', // legacy_version
    '00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff', // random
    '00', // no session id
    '0002 1301', // one cipher suite
    '01 00', // no compression
    '0025', // 37 bytes of extensions
    '0000 000b 0009 00 0006 412e74657374', // server_name: A.test
    '0010 000e 000c 02 6832 08 687474702f312e31', // ALPN: h2, http/1.1
    '002b 0000', // an empty extension
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

describe('a ClientHello', () => {
  it('written by hand is read', () => {
    expect(readClientHello(BY_HAND)).toEqual({
      sni: 'a.test',
      alpn: ['h2', 'http/1.1'],
      versions: [],
      ciphers: [0x1301],
      extensions: [0, 16, 43],
      signatureAlgorithms: [],
    });
  });

  it("of Node's own client is read", async () => {
    const bytes = await nodeHello({ servername: 'shop.test', ALPNProtocols: ['http/1.1'] });
    expect(readClientHello(bytes)).toMatchObject({ sni: 'shop.test', alpn: ['http/1.1'] });
    expect(readClientHello(await nodeHello({}))).toMatchObject({ sni: null, alpn: [] });
  });

  it.each([16_384, 600, 100, 1])('like Chromium’s is read from records of %d bytes', (size) => {
    const bytes = records(chromiumHello('www.shop.test'), size);
    const whole = { sni: 'www.shop.test', alpn: ['h2', 'http/1.1'] };
    expect(readClientHello(bytes)).toMatchObject(whole);
    expect(
      readClientHello(Buffer.concat([bytes, Buffer.from('\x14\x03\x03 and more')])),
    ).toMatchObject(whole);
  });

  it('is partial wherever it is cut', () => {
    const bytes = records(chromiumHello('www.shop.test'), 600);
    for (let end = 0; end < bytes.length; end += 1) {
      expect(readClientHello(bytes.subarray(0, end)), `cut at ${end}`).toBe('partial');
    }
  });
});

describe('what is in the name', () => {
  it.each([
    ['no extension', [], null],
    ['an address is a name like another', [serverName('127.0.0.1')], '127.0.0.1'],
    ['capitals and a final dot', [serverName('Shop.TEST.')], 'shop.test'],
    ['a path', [serverName('../../etc/passwd')], null],
    ['bytes that are no name', [serverName('a\0b')], null],
    ['an empty name', [serverName('')], null],
    ['a name type that does not exist', [extension(0, sized(2, Buffer.of(9, 0, 1, 65)))], null],
    ['a list that lies about its length', [extension(0, Buffer.of(0, 99, 0, 0, 1, 65))], null],
    ['a name that lies about its length', [extension(0, Buffer.of(0, 4, 0, 0, 9, 65))], null],
  ])('%s', (_what, extensions, sni) => {
    expect(readClientHello(records(helloMessage(...extensions)))).toMatchObject({ sni });
  });
});

it.each([
  ['ALPN that lies about its length', extension(16, Buffer.of(0, 9, 1)), []],
  ['a protocol that lies about its length', extension(16, Buffer.of(0, 3, 1, 65, 9)), ['A']],
  ['no protocol', protocols(), []],
])('%s', (_what, written, alpn) => {
  expect(readClientHello(records(helloMessage(written)))).toMatchObject({ sni: null, alpn });
});

it.each([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\n')],
  ['an alert', Buffer.of(0x15, 3, 1, 0, 2, 2, 40)],
  ['a record of SSL 2', Buffer.of(0x16, 2, 0, 0, 1, 1)],
  ['another handshake message', records(Buffer.of(2, 0, 0, 0))],
  ['a body without its parts', records(Buffer.from('0100000203ff', 'hex'))],
  [
    'ciphers beyond the end',
    records(Buffer.concat([Buffer.of(1), sized(3, Buffer.alloc(36, 255))])),
  ],
  ['half an extension', records(helloMessage(Buffer.of(0, 0, 0)))],
])('%s is not TLS', (_what, bytes) => {
  expect(readClientHello(bytes)).toBe('not-tls');
});

it.each([
  ['an alert', Buffer.of(0x15, 3, 1, 0, 2, 1, 0)],
  ['application data', Buffer.of(0x17, 3, 3, 0, 1, 0)],
  ['HTTP', Buffer.from('GET /')],
])('cut, and followed by %s, is not TLS; whole, it is', (_what, other) => {
  const message = helloMessage(serverName('cut.test'));
  const cut = records(message.subarray(0, 40));
  expect(readClientHello(cut)).toBe('partial');
  expect(readClientHello(Buffer.concat([cut, other]))).toBe('not-tls');
  expect(readClientHello(Buffer.concat([records(Buffer.of(1)), other]))).toBe('not-tls');
  const whole = Buffer.concat([records(message), other]);
  expect(readClientHello(whole)).toMatchObject({ sni: 'cut.test' });
});

it('without extensions, as SSL 3 sent it, has no name', () => {
  const body = Buffer.concat([Buffer.alloc(34, 3), Buffer.of(0, 0, 2, 0x13, 1, 1, 0)]);
  const message = Buffer.concat([Buffer.of(1), sized(3, body)]);
  expect(readClientHello(records(message))).toEqual({
    sni: null,
    alpn: [],
    versions: [0x0303],
    ciphers: [0x1301],
    extensions: [],
    signatureAlgorithms: [],
  });
});

describe('any bytes', () => {
  const seeds = [BY_HAND, records(chromiumHello('fuzz.test'), 600)];
  const mutated = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 8 }),
      fc.nat(2_000),
    )
    .map(([seed, changes, end]) => {
      const bytes = Buffer.from(seed.subarray(0, end));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });

  it('are read without an exception', () => {
    const bytes = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const result = readClientHello(input);
        if (typeof result === 'string') expect(['partial', 'not-tls']).toContain(result);
        else expect(Array.isArray(result.alpn)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are not partial any more once the message is as long as it says', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 64 }),
        (body, size) => {
          const message = Buffer.concat([Buffer.of(1), sized(3, Buffer.from(body))]);
          const bytes = records(message, size);
          expect(readClientHello(bytes)).not.toBe('partial');
          expect(readClientHello(bytes.subarray(0, -1))).toBe('partial');
        },
      ),
    );
  });
});
