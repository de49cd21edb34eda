import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseCidr,
  parseDeviceMatch,
  parseDuration,
  parseHostOverride,
  parseHostPattern,
  parseListenAddress,
  parseMac,
} from '../../../src/config/values.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['15s', 15_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['0s', null],
    ['15', null],
    ['-1s', null],
    ['1.5s', null],
    ['1w', null],
    ['', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});

describe('parseListenAddress', () => {
  it.each([
    ['0.0.0.0:8080', { address: '0.0.0.0', port: 8080 }],
    ['127.0.0.1:0', { address: '127.0.0.1', port: 0 }],
    ['[::]:8080', { address: '::', port: 8080 }],
    ['localhost:1', { address: 'localhost', port: 1 }],
    ['8080', null],
    [':8080', null],
    ['0.0.0.0', null],
    ['0.0.0.0:70000', null],
    ['::1', null],
    ['a b:80', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseListenAddress(text)).toEqual(expected);
  });
});

describe('parseCidr', () => {
  it.each([
    ['192.168.0.0/16', { address: '192.168.0.0', prefix: 16, family: 'ipv4' }],
    ['10.1.2.3', { address: '10.1.2.3', prefix: 32, family: 'ipv4' }],
    ['0.0.0.0/0', { address: '0.0.0.0', prefix: 0, family: 'ipv4' }],
    ['fd00::/8', { address: 'fd00::', prefix: 8, family: 'ipv6' }],
    ['::1', { address: '::1', prefix: 128, family: 'ipv6' }],
    ['::ffff:10.0.0.1', { address: '10.0.0.1', prefix: 32, family: 'ipv4' }],
    ['::ffff:10.0.0.1/104', null],
    ['10.0.0.0/33', null],
    ['fd00::/129', null],
    ['fe80::1%eth0', null],
    ['10.0.0/8', null],
    ['10.0.0.0/8/8', null],
    ['10.0.0.0/', null],
    ['home', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });

  it('gives ranges that a BlockList takes', () => {
    const list = new BlockList();
    const cidr = parseCidr('fd00::/8');
    list.addSubnet(cidr?.address ?? '', cidr?.prefix ?? -1, cidr?.family);
    expect(list.check('fd12::1', 'ipv6')).toBe(true);
    expect(list.check('fe80::1', 'ipv6')).toBe(false);
  });
});

describe('what names a device', () => {
  it.each([
    ['AA-BB-CC-DD-EE-FF', 'aa:bb:cc:dd:ee:ff'],
    ['aa:bb:cc:dd:ee:ff', 'aa:bb:cc:dd:ee:ff'],
    ['192.168.1.5', '192.168.1.5'],
    ['192.168.1.32/28', '192.168.1.32/28'],
    ['television', null],
    ['aa:bb:cc:dd:ee', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseDeviceMatch(text)).toBe(expected);
  });

  it('tells a MAC from an IPv6 address', () => {
    expect(parseMac('fd00::1')).toBeNull();
    expect(parseDeviceMatch('fd00::1')).toBe('fd00::1');
  });
});

describe('parseHostPattern', () => {
  it.each([
    ['Bank.Example', 'bank.example'],
    ['.bank.example', '.bank.example'],
    ['.bank', '.bank'],
    ['192.0.2.1', '192.0.2.1'],
    ['*.bank.example', null],
    ['..bank', null],
    ['.', null],
    ['https://bank.example', null],
    ['', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseHostPattern(text)).toBe(expected);
  });
});

describe('parseHostOverride', () => {
  it.each([
    ['a.example', '127.0.0.1', 'a.example', false, null, '127.0.0.1', null],
    ['A.example:443', '127.0.0.1:8443', 'a.example', false, 443, '127.0.0.1', 8443],
    ['.test', '127.0.0.1:8443', 'test', true, null, '127.0.0.1', 8443],
    ['v6.example', '::1', 'v6.example', false, null, '::1', null],
    ['v6.example', '[::1]:8443', 'v6.example', false, null, '::1', 8443],
    ['[::1]:443', 'origin.example', '::1', false, 443, 'origin.example', null],
  ])('reads %s to %s', (from, to, hostname, subdomains, port, target, targetPort) => {
    expect(parseHostOverride(from, to)).toEqual({
      hostname,
      subdomains,
      port,
      to: { hostname: target, port: targetPort },
    });
  });

  it.each([
    ['', '127.0.0.1'],
    ['a.example', ''],
    ['a.example:0', '127.0.0.1'],
    ['a.example', '127.0.0.1:0'],
    ['a.example:99999', '127.0.0.1'],
    ['a/b', '127.0.0.1'],
    ['a.example', '127.0.0.1/8'],
  ])('refuses %j to %j', (from, to) => {
    expect(parseHostOverride(from, to)).toBeNull();
  });
});

it('no parser throws on any text', () => {
  const parsers = [
    parseDuration,
    parseListenAddress,
    parseCidr,
    parseMac,
    parseDeviceMatch,
    parseHostPattern,
    (text: string) => parseHostOverride(text, text),
  ];
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
      for (const parse of parsers) expect(() => parse(text)).not.toThrow();
    }),
  );
});
