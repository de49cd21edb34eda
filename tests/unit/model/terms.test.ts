import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAuthority,
  type Hostname,
  isIpAddress,
  parseAuthority,
  parseHostname,
  plainAddress,
} from '../../../src/model/terms.ts';

describe('parseHostname', () => {
  it.each([
    ['shop.test', 'shop.test'],
    ['Shop.TEST', 'shop.test'],
    ['shop.test.', 'shop.test'],
    ['a_b.shop.test', 'a_b.shop.test'],
    ['-a.test', '-a.test'],
    ['localhost', 'localhost'],
    ['constructor', 'constructor'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['017700000001', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['[0:0::0:1]', '::1'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['1.2.3.4.test', '1.2.3.4.test'],
  ])('"%s" is %s', (text, hostname) => {
    expect(parseHostname(text)).toBe(hostname);
  });

  it.each([
    '',
    '.',
    '..',
    '...',
    '.a.test',
    'a..b',
    'a..b.',
    '。。',
    'a b',
    'a/b',
    'a?b',
    'a#b',
    'a@b',
    'a\\b',
    'a%2eb',
    'a\0b',
    'a:80',
    '[::1',
    '[::1]:80',
    '::1%eth0',
    '1.2.3.4.5',
    '256.1.1.1',
    'a<b',
    'a'.repeat(254),
  ])('"%s" is no hostname', (text) => {
    expect(parseHostname(text)).toBeNull();
  });

  it('takes any text, and its own results again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
        const once = parseHostname(text);
        if (once !== null) expect(parseHostname(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('parseAuthority', () => {
  it.each([
    ['a.test', 'a.test', 443],
    ['a.test:80', 'a.test', 80],
    ['a.test:1', 'a.test', 1],
    ['a.test:65535', 'a.test', 65_535],
    ['127.0.0.1:8080', '127.0.0.1', 8_080],
    ['[::1]', '::1', 443],
    ['[::1]:80', '::1', 80],
  ])('"%s" is %s port %d', (text, hostname, port) => {
    expect(parseAuthority(text, 443)).toEqual({ hostname, port });
  });

  it.each(['', ':80', 'a.test:', 'a.test:0', 'a.test:65536', 'a.test:x', '::1', 'a:1:2', '[a]:1'])(
    '"%s" is none',
    (text) => {
      expect(parseAuthority(text, 443)).toBeNull();
    },
  );

  it('reads what formatAuthority wrote', () => {
    const hostnames = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()).map(parseHostname);
    fc.assert(
      fc.property(hostnames, fc.integer({ min: 1, max: 65_535 }), (hostname, port) => {
        fc.pre(hostname !== null);
        const destination = { hostname: hostname as Hostname, port };
        expect(parseAuthority(formatAuthority(destination), 1)).toEqual(destination);
        expect(parseAuthority(formatAuthority(destination, 443), 443)).toEqual(destination);
      }),
    );
  });
});

it.each([
  ['a.test', 443, undefined, 'a.test:443'],
  ['a.test', 443, 443, 'a.test'],
  ['::1', 80, 80, '[::1]'],
  ['::1', 80, 443, '[::1]:80'],
])('formatAuthority of %s %d', (hostname, port, byDefault, text) => {
  expect(formatAuthority({ hostname: hostname as Hostname, port }, byDefault)).toBe(text);
});

it.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['a.test', false],
  ['1.2.3.4.test', false],
])('isIpAddress of %s: %s', (hostname, is) => {
  expect(isIpAddress(hostname as Hostname)).toBe(is);
});

it.each([
  ['::ffff:192.168.1.5', '192.168.1.5'],
  ['::FFFF:192.168.1.5', '192.168.1.5'],
  ['::ffff:c0a8:105', '192.168.1.5'],
  ['::ffff:7f00:1', '127.0.0.1'],
  ['::ffff:0:0', '0.0.0.0'],
  ['192.168.1.5', '192.168.1.5'],
  ['::1', '::1'],
  ['fe80::ffff:1:2', 'fe80::ffff:1:2'],
  ['::ffff:0:7f00:1', '::ffff:0:7f00:1'],
  ['', ''],
])('plainAddress of %s is %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
});
