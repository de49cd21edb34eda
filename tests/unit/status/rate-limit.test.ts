import { expect, test } from 'vitest';
import { createRateLimit, networkOf } from '../../../src/status/rate-limit.ts';

function limit(perAddress: number, overall: number) {
  const clock = { now: 0 };
  const tries = createRateLimit({ perAddress, overall, windowMs: 1_000, now: () => clock.now });
  return { tries, clock };
}

test('an address has so many tries in a window', () => {
  const { tries, clock } = limit(2, 100);
  expect([1, 2, 3].map(() => tries.take('192.168.1.5'))).toEqual([true, true, false]);
  expect(tries.take('192.168.1.6')).toBe(true);
  clock.now = 1_000;
  expect(tries.take('192.168.1.5')).toBe(true);
});

test('a refused try does not lengthen the wait', () => {
  const { tries, clock } = limit(1, 100);
  tries.take('a');
  clock.now = 999;
  expect(tries.take('a')).toBe(false);
  clock.now = 1_000;
  expect(tries.take('a')).toBe(true);
});

test('a success gives the tries back', () => {
  const { tries } = limit(1, 100);
  tries.take('a');
  tries.clear('a');
  expect(tries.take('a')).toBe(true);
});

test('a success does not count against the others', () => {
  const { tries } = limit(5, 2);
  for (let i = 0; i < 5; i += 1) {
    expect(tries.take('a')).toBe(true);
    tries.clear('a');
  }
  tries.clear('never seen');
  expect([tries.take('b'), tries.take('c'), tries.take('d')]).toEqual([true, true, false]);
});

test('many addresses share a limit, but cannot lock the machine itself out', () => {
  const { tries } = limit(2, 3);
  expect(['a', 'b', 'c', 'd'].map((address) => tries.take(address))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(tries.take('127.0.0.1')).toBe(true);
  expect(tries.take('::1')).toBe(true);
});

test('remembers a bounded number of addresses', () => {
  const { tries } = limit(1, Infinity);
  tries.take('first');
  for (let i = 0; i < 1_000; i += 1) tries.take(`10.0.${i >> 8}.${i & 255}`);
  // It was forgotten, the newest were not.
  expect(tries.take('first')).toBe(true);
  expect(tries.take('10.0.3.231')).toBe(false);
});

test.each([
  ['192.168.1.20', '192.168.1.20'],
  ['2001:db8:0:1::5', '2001:db8:0:1::/64'],
  ['2001:0db8:0000:0001:a:b:c:d', '2001:db8:0:1::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['fd00::', 'fd00:0:0:0::/64'],
  ['::2', '0:0:0:0::/64'],
  ['::1', '::1'],
])('tries from %s count as those of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('a machine with many IPv6 addresses has no more tries than one', () => {
  const limit = createRateLimit({ perAddress: 5, overall: 100, windowMs: 1_000, now: () => 0 });
  const taken = Array.from({ length: 50 }, (_, at) => limit.take(`2001:db8::${at.toString(16)}`));
  expect(taken.filter(Boolean)).toHaveLength(5);
  expect(limit.take('2001:db8:0:2::1')).toBe(true);
});
