import { expect, it } from 'vitest';
import { createOnLink, networksOf } from '../../../src/proxy/on-link.ts';

const one = (cidr: string | null, internal = false) => ({
  address: cidr?.split('/')[0] ?? '',
  cidr,
  family: (cidr?.includes('.') ? 'IPv4' : 'IPv6') as 'IPv6',
  internal,
  mac: '00:00:00:00:00:00',
  netmask: '',
  scopeid: 0,
});

it('names the IPv6 networks of the interfaces, and nothing wider than a home', () => {
  const interfaces = {
    lo: [one('::1/128', true), one('127.0.0.1/8', true)],
    lan: [one('192.168.1.2/24'), one('2a02:8108:1:2::1/64'), one('fe80::1/64'), one(null)],
    odd: [one('2a00::1/16'), one('2a00::1/x'), one('2a00::2/0')],
    gone: undefined,
  };
  expect(networksOf(interfaces).map(({ address, prefix }) => `${address}/${prefix}`)).toEqual([
    '2a02:8108:1:2::1/64',
    'fe80::1/64',
  ]);
});

it('follows a prefix that changes', () => {
  let prefix = '2a02:8108:1:2::1/64';
  let at = 0;
  const set = createOnLink(
    () => at,
    () => ({ lan: [one(prefix)] }),
  );
  expect(set.has('2a02:8108:1:2:1:2:3:4')).toBe(true);
  expect(set.has('2a02:8108:1:3::4')).toBe(false);
  prefix = '2a02:8108:9:9::1/64';
  expect(set.has('2a02:8108:9:9::4')).toBe(false);
  at += 10_001;
  expect(set.has('2a02:8108:9:9::4')).toBe(true);
  expect(set.has('2a02:8108:1:2::4')).toBe(false);
});
