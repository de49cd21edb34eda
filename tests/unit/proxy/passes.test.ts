import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { Passes } from '../../../src/proxy/passes.ts';

const MINUTE = 60_000;
const phone = 'ip:192.168.1.5' as DeviceId;
const laptop = 'ip:192.168.1.6' as DeviceId;
const shop = 'shop.test' as Hostname;
const other = 'other.test' as Hostname;

function passesAt() {
  const clock = { now: 1_000_000 };
  return { clock, passes: new Passes(() => clock.now) };
}

describe('a pass', () => {
  test('opens its host on its device for a quarter of an hour', () => {
    const { clock, passes } = passesAt();
    expect(passes.isOpen(phone, shop)).toBe(false);
    expect(passes.redeem(phone, shop, passes.issue(phone, shop))).toBe(true);
    expect(passes.isOpen(phone, shop)).toBe(true);
    expect([passes.isOpen(laptop, shop), passes.isOpen(phone, other)]).toEqual([false, false]);
    clock.now += 15 * MINUTE;
    expect(passes.isOpen(phone, shop)).toBe(false);
  });

  test.each([
    ['another device', (pass: string, passes: Passes) => passes.redeem(laptop, shop, pass)],
    ['another host', (pass: string, passes: Passes) => passes.redeem(phone, other, pass)],
    ['a changed date', (pass: string, passes: Passes) => passes.redeem(phone, shop, `z${pass}`)],
    ['a changed seal', (pass: string, passes: Passes) => passes.redeem(phone, shop, `${pass}x`)],
    ['another process', (pass: string) => new Passes(() => 1_000_000).redeem(phone, shop, pass)],
  ])('is not good for %s', (_name, redeem) => {
    const { passes } = passesAt();
    expect(redeem(passes.issue(phone, shop), passes)).toBe(false);
    expect(passes.isOpen(phone, shop)).toBe(false);
  });

  test.each(['', '.', 'a.b.c', '..', 'ü.ü', '\0'])('%j is none', (text) => {
    expect(passesAt().passes.redeem(phone, shop, text)).toBe(false);
  });

  test('is too old after an hour', () => {
    const { clock, passes } = passesAt();
    const pass = passes.issue(phone, shop);
    clock.now += 60 * MINUTE + 1;
    expect(passes.redeem(phone, shop, pass)).toBe(false);
  });
});

test('the hosts that are open are bounded; the oldest go first', () => {
  const { passes } = passesAt();
  const hosts = Array.from({ length: 1_001 }, (_, at) => `h${at}.test` as Hostname);
  for (const host of hosts) passes.redeem(phone, host, passes.issue(phone, host));
  expect(passes.isOpen(phone, hosts[0] as Hostname)).toBe(false);
  expect(passes.isOpen(phone, hosts[1_000] as Hostname)).toBe(true);
});
