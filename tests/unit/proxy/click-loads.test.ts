import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { ClickLoads, type Loadable } from '../../../src/proxy/click-loads.ts';
import { PASS_LENGTH } from '../../../src/proxy/load-address.ts';

const MINUTE = 60_000;
const phone = 'ip:192.168.1.5' as DeviceId;
const laptop = 'ip:192.168.1.6' as DeviceId;
const shop = 'shop.test' as Hostname;
const other = 'other.test' as Hostname;
const frame: Loadable = { device: phone, url: 'https://a.test/frame', page: null };
const script: Loadable = { device: phone, url: 'https://a.test/sdk.js', page: shop };

function loadsAt() {
  const clock = { now: 1_700_000_000_000 };
  return { clock, loads: new ClickLoads(() => clock.now) };
}

describe('a pass', () => {
  test.each([frame, script])('lets its address be loaded once: $url', (what) => {
    const { loads } = loadsAt();
    const pass = loads.issue(what);
    expect(pass).toMatch(/^[\w-]+$/);
    expect(pass).toHaveLength(PASS_LENGTH);
    expect(loads.take(what)).toBe(false);
    expect(loads.redeem(what, pass)).toBe(true);
    expect([loads.take(what), loads.take(what)]).toEqual([true, false]);
  });

  test('a double click on the button of a frame counts as one', () => {
    const { clock, loads } = loadsAt();
    const pass = loads.issue(frame);
    expect([loads.redeem(frame, pass), loads.take(frame)]).toEqual([true, true]);
    clock.now += 1_999;
    expect([loads.redeem(frame, pass), loads.take(frame)]).toEqual([true, true]);
    clock.now += 1;
    expect([loads.redeem(frame, pass), loads.take(frame)]).toEqual([false, false]);
  });

  test('is used once, and each is another', () => {
    const { clock, loads } = loadsAt();
    const pass = loads.issue(frame);
    expect(loads.issue(frame)).not.toBe(pass);
    expect([loads.redeem(frame, pass), loads.take(frame)]).toEqual([true, true]);
    clock.now += 2_000;
    expect([loads.redeem(frame, pass), loads.take(frame)]).toEqual([false, false]);
    const forScript = loads.issue(script);
    const used = [loads.redeem(script, forScript), loads.redeem(script, forScript)];
    expect(used).toEqual([true, false]);
  });

  test.each<readonly [string, Loadable]>([
    ['another device', { ...script, device: laptop }],
    ['another address', { ...script, url: 'https://a.test/sdk.js?' }],
    ['another site', { ...script, page: other }],
    ['a frame', { ...script, page: null }],
  ])('for a script is not good for %s', (_what, what) => {
    const { loads } = loadsAt();
    expect(loads.redeem(what, loads.issue(script))).toBe(false);
    expect(loads.take(what)).toBe(false);
  });

  test.each([
    ['none', () => ''],
    ['too short', (pass: string) => pass.slice(0, -1)],
    ['too long', (pass: string) => `${pass}x`],
    ['with another date', (pass: string) => `z${pass.slice(1)}`],
    ['another one of its kind', (pass: string) => `${pass.slice(0, 8)}x${pass.slice(9)}`],
    ['no text at all', () => '\0'.repeat(PASS_LENGTH)],
    ['of another process', () => loadsAt().loads.issue(frame)],
  ])('is not good: %s', (_name, change) => {
    const { loads } = loadsAt();
    const pass = loads.issue(frame);
    const changed = change(pass);
    expect(changed).not.toBe(pass);
    expect(loads.redeem(frame, changed)).toBe(false);
  });

  test('is too old after a day; what was chosen is too old after a minute', () => {
    const { clock, loads } = loadsAt();
    const old = loads.issue(frame);
    clock.now += 24 * 60 * MINUTE;
    const good = loads.issue(frame);
    expect(loads.redeem(frame, old)).toBe(true);
    clock.now += 1;
    expect(loads.redeem(frame, loads.issue(frame)) && loads.take(frame)).toBe(true);
    expect(loads.redeem(frame, good)).toBe(true);
    clock.now += MINUTE;
    expect(loads.take(frame)).toBe(false);
    clock.now += 24 * 60 * MINUTE;
    expect(loads.redeem(frame, good)).toBe(false);
  });
});

test('a site is open for ten minutes, to what was named, on the device', () => {
  const { clock, loads } = loadsAt();
  expect(loads.isOpen(phone, shop, 'fb-sdk.js')).toBe(false);
  loads.open(phone, shop, 'fb-sdk.js');
  expect(loads.isOpen(phone, shop, 'fb-sdk.js')).toBe(true);
  expect(loads.isOpen(laptop, shop, 'fb-sdk.js')).toBe(false);
  expect(loads.isOpen(phone, other, 'fb-sdk.js')).toBe(false);
  expect(loads.isOpen(phone, shop, 'gtm.js')).toBe(false);
  clock.now += 10 * MINUTE;
  expect(loads.isOpen(phone, shop, 'fb-sdk.js')).toBe(false);
});

test('what is remembered is bounded; the oldest go first', () => {
  const { loads } = loadsAt();
  for (let at = 0; at <= 2_000; at += 1) loads.open(phone, `h${at}.test` as Hostname, 'x');
  expect(loads.isOpen(phone, 'h0.test' as Hostname, 'x')).toBe(false);
  expect(loads.isOpen(phone, 'h2000.test' as Hostname, 'x')).toBe(true);
});
