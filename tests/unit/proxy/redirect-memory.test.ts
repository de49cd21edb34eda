import { expect, it } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import { RedirectMemory } from '../../../src/proxy/redirect-memory.ts';

const A = 'ip:192.168.1.5' as DeviceId;
const B = 'ip:192.168.1.6' as DeviceId;
const URL = 'https://shop.test/';

function memory() {
  const clock = { now: 1_000 };
  return { clock, redirects: new RedirectMemory(() => clock.now) };
}

it('three redirects in ten seconds are made, the fourth is one too many', () => {
  const { redirects } = memory();
  const asked = [1, 2, 3, 4, 5].map(() => redirects.tooMany(A, URL));
  expect(asked).toEqual([false, false, false, true, true]);
});

it('ten seconds after the first one, it is forgotten', () => {
  const { redirects, clock } = memory();
  for (let i = 0; i < 4; i += 1) redirects.tooMany(A, URL);
  clock.now += 9_999;
  expect(redirects.tooMany(A, URL)).toBe(true);
  clock.now += 1;
  expect(redirects.tooMany(A, URL)).toBe(false);
});

it('another device and another address count for themselves', () => {
  const { redirects } = memory();
  for (let i = 0; i < 4; i += 1) redirects.tooMany(A, URL);
  expect(redirects.tooMany(B, URL)).toBe(false);
  expect(redirects.tooMany(A, `${URL}cart`)).toBe(false);
  expect(redirects.tooMany(A, URL)).toBe(true);
});

it('holds 2,000 addresses and lets the oldest go', () => {
  const { redirects } = memory();
  for (let i = 0; i < 4; i += 1) redirects.tooMany(A, URL);
  for (let i = 0; i < 1_999; i += 1) redirects.tooMany(A, `${URL}${i}`);
  expect(redirects.tooMany(A, URL)).toBe(true);
  redirects.tooMany(A, `${URL}one-more`);
  expect(redirects.tooMany(A, URL)).toBe(false);
});

it('an address that is too long to be remembered is not redirected to', () => {
  const { redirects } = memory();
  const longest = URL.padEnd(4_096, 'a');
  expect(redirects.tooMany(A, longest)).toBe(false);
  expect(redirects.tooMany(A, `${longest}a`)).toBe(true);
});
