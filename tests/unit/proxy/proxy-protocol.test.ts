import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyHeader } from '../../../src/proxy/proxy-protocol.ts';

const line = (text: string) => Buffer.from(text, 'latin1');

/** A header of version 2: version and command, family and protocol, and what follows the length. */
function binary(command: number, family: number, rest: Buffer, length = rest.length): Buffer {
  const head = Buffer.from('0d0a0d0a000d0a515549540a00000000', 'hex');
  head.writeUInt8(command, 12);
  head.writeUInt8(family, 13);
  head.writeUInt16BE(length, 14);
  return Buffer.concat([head, rest]);
}

/** 192.168.1.20:50000 to 198.51.100.7:443. */
const V4 = Buffer.from('c0a80114c6336407c35001bb', 'hex');
/** [fd00::20]:50000 to [2001:db8::7]:443. */
const V6 = Buffer.concat([
  Buffer.from('fd000000000000000000000000000020', 'hex'),
  Buffer.from('20010db8000000000000000000000007', 'hex'),
  Buffer.from('c35001bb', 'hex'),
]);
const TV = { hostname: '192.168.1.20', port: 50_000 };
const SHOP = { hostname: '198.51.100.7', port: 443 };
const TV6 = { hostname: 'fd00::20', port: 50_000 };
const SHOP6 = { hostname: '2001:db8::7', port: 443 };

describe('a header', () => {
  it.each([
    [
      'of version 1',
      line('PROXY TCP4 192.168.1.20 198.51.100.7 50000 443\r\n'),
      { source: TV, destination: SHOP },
    ],
    [
      'of version 1, IPv6 written out',
      line('PROXY TCP6 fd00:0:0:0:0:0:0:20 2001:DB8::7 50000 443\r\n'),
      { source: TV6, destination: SHOP6 },
    ],
    [
      'of version 1, IPv4 inside IPv6',
      line('PROXY TCP6 ::ffff:192.168.1.20 ::ffff:198.51.100.7 50000 443\r\n'),
      { source: TV, destination: SHOP },
    ],
    [
      'of version 1 that knows nothing',
      line('PROXY UNKNOWN\r\n'),
      { source: null, destination: null },
    ],
    [
      'of version 1 whose addresses are to be ignored',
      line('PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n'),
      { source: null, destination: null },
    ],
    ['of version 2', binary(0x21, 0x11, V4), { source: TV, destination: SHOP }],
    ['of version 2, IPv6', binary(0x21, 0x21, V6), { source: TV6, destination: SHOP6 }],
    [
      'of version 2 with further values',
      binary(0x21, 0x11, Buffer.concat([V4, Buffer.from('0300040a0b0c0d', 'hex')])),
      { source: TV, destination: SHOP },
    ],
    ['of a health check', binary(0x20, 0x11, V4), { source: null, destination: null }],
    ['without addresses', binary(0x21, 0x00, Buffer.alloc(0)), { source: null, destination: null }],
    [
      'of a local socket',
      binary(0x21, 0x31, Buffer.alloc(216)),
      { source: null, destination: null },
    ],
  ])('%s', (_what, header, expected) => {
    const bytes = Buffer.concat([header, line('GET / HTTP/1.1\r\n')]);
    expect(readProxyHeader(bytes)).toEqual({ length: header.length, ...expected });
  });

  it.each([
    ['of version 1', line('PROXY TCP4 192.168.1.20 198.51.100.7 50000 443\r\n')],
    ['of version 2', binary(0x21, 0x11, V4)],
  ])('%s may come byte by byte', (_what, header) => {
    for (let i = 1; i < header.length; i += 1) {
      expect(readProxyHeader(header.subarray(0, i))).toBe('partial');
    }
  });
});

describe('malformed is', () => {
  it.each([
    ['a request', line('GET / HTTP/1.1\r\n')],
    ['a ClientHello', Buffer.of(0x16, 3, 1, 0, 5)],
    ['another word', line('PROXX TCP4 ')],
    ['a line without end', line(`PROXY UNKNOWN ${'x'.repeat(100)}`)],
    ['a line that ends too late', line(`PROXY UNKNOWN ${'x'.repeat(100)}\r\n`)],
    ['a line without CR', line('PROXY TCP4 192.168.1.20 198.51.100.7 50000 443\n')],
    ['another protocol', line('PROXY UDP4 192.168.1.20 198.51.100.7 50000 443\r\n')],
    ['the family of the other', line('PROXY TCP6 192.168.1.20 198.51.100.7 50000 443\r\n')],
    ['a name', line('PROXY TCP4 phone.lan 198.51.100.7 50000 443\r\n')],
    ['a zone', line('PROXY TCP6 fe80::1%eth0 2001:db8::7 50000 443\r\n')],
    ['a port that does not exist', line('PROXY TCP4 192.168.1.20 198.51.100.7 65536 443\r\n')],
    ['a missing port', line('PROXY TCP4 192.168.1.20 198.51.100.7 50000\r\n')],
    ['version 3', binary(0x31, 0x11, V4)],
    ['an unknown command', binary(0x22, 0x11, V4)],
    ['UDP', binary(0x21, 0x12, V4)],
    ['addresses that are cut', binary(0x21, 0x21, V4)],
    ['values without measure', binary(0x21, 0x11, V4, 60_000)],
  ])('%s', (_what, bytes) => {
    expect(readProxyHeader(bytes)).toBe('malformed');
  });
});

it('any bytes are read without harm', () => {
  const start = fc.constantFrom(line('PROXY TCP4 '), line('PROXY '), binary(0x21, 0x11, V4));
  const bytes = fc
    .tuple(fc.option(start), fc.uint8Array({ maxLength: 200 }), fc.nat(200))
    .map(([head, rest, cut]) => Buffer.concat([head ?? Buffer.alloc(0), rest]).subarray(0, cut));
  fc.assert(
    fc.property(bytes, (given) => {
      const result = readProxyHeader(given);
      if (typeof result === 'string') expect(['partial', 'malformed']).toContain(result);
      else expect(result.length).toBeLessThanOrEqual(given.length);
    }),
  );
});
