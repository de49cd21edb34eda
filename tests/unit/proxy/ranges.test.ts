import { describe, expect, it } from 'vitest';
import { addressSet, closedRanges, homeRanges } from '../../../src/proxy/ranges.ts';

const HOME = [
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.5',
  '169.254.9.9',
  '127.0.0.1',
  '127.9.9.9',
  '::1',
  'fd00::5',
  'fe80::1',
  'fe80::1%eth0',
  '::ffff:192.168.1.5',
  '::ffff:c0a8:105',
];
const INTERNET = [
  '1.1.1.1',
  '172.32.0.1',
  '192.169.0.1',
  '11.0.0.1',
  '2606:4700::1',
  '::ffff:1.1.1.1',
];
const NO_HOST = [
  '0.0.0.0',
  '100.64.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.251',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::127.0.0.1',
  '::7f00:1',
  '::ffff:0:127.0.0.1',
  '100::1',
  '3fff::1',
  '5f00::1',
  'fec0::1',
  '192.88.99.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '2002:a00:1::1',
  '2001:0:1::1',
  '2001:db8::1',
  'ff02::1',
];

describe('homeRanges', () => {
  it.each(HOME)('lets %s in', (address) => expect(homeRanges([]).has(address)).toBe(true));
  it.each([...INTERNET, ...NO_HOST])('keeps %s out', (address) =>
    expect(homeRanges([]).has(address)).toBe(false),
  );

  it('takes what a person adds', () => {
    const clients = homeRanges([{ address: '100.64.0.0', prefix: 10, family: 'ipv4' }]);
    expect(clients.has('100.64.0.1')).toBe(true);
    expect(clients.has('100.128.0.1')).toBe(false);
  });
});

describe('closedRanges', () => {
  it.each([...HOME, ...NO_HOST])('closes %s', (address) =>
    expect(closedRanges().has(address)).toBe(true),
  );
  it.each(INTERNET)('leaves %s open', (address) => expect(closedRanges().has(address)).toBe(false));
});

it('an empty set has nothing, and what is no address is in no set', () => {
  expect(addressSet([]).has('127.0.0.1')).toBe(false);
  for (const text of ['', 'localhost', '1.2.3', '127.1']) {
    expect(homeRanges([]).has(text), text).toBe(false);
  }
});
