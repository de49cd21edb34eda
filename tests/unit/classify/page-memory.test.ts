import { expect, it } from 'vitest';
import { createPageMemory, type PageMemoryLimits } from '../../../src/classify/page-memory.ts';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Hostname } from '../../../src/model/terms.ts';

const PHONE = 'ip:10.0.0.1' as DeviceId;
const TABLET = 'ip:10.0.0.2' as DeviceId;
const CSS = 'https://cdn.example/a.css';
const page = (hostname: string) => ({ scheme: 'https' as const, hostname: hostname as Hostname });
const SHOP = page('shop.example');

function memory(limits: Partial<PageMemoryLimits> = {}) {
  const clock = { now: 0 };
  const all = { devices: 2, entries: 2, time: 100, ...limits };
  return { clock, ...createPageMemory(() => clock.now, all) };
}

it('tells the page of a stylesheet to the device that loaded it, and to no other', () => {
  const { remember, pageOf } = memory();
  remember(PHONE, CSS, SHOP);
  expect(pageOf(PHONE, CSS)).toEqual(SHOP);
  expect(pageOf(PHONE, `${CSS}?v=2`)).toBeNull();
  expect(pageOf(TABLET, CSS)).toBeNull();
});

it('forgets after its time, counted from when it was last asked for', () => {
  const { remember, pageOf, clock } = memory();
  remember(PHONE, CSS, SHOP);
  clock.now = 60;
  remember(PHONE, CSS, page('other.example'));
  clock.now = 159;
  expect(pageOf(PHONE, CSS)?.hostname).toBe('other.example');
  clock.now = 160;
  expect(pageOf(PHONE, CSS)).toBeNull();
});

it('keeps the newest of a device', () => {
  const { remember, pageOf } = memory();
  for (const name of ['a', 'b', 'a', 'c']) remember(PHONE, name, SHOP);
  expect(['a', 'b', 'c'].map((name) => pageOf(PHONE, name) !== null)).toEqual([true, false, true]);
});

it('keeps the devices that were last heard of', () => {
  const { remember, pageOf } = memory();
  const third = 'ip:10.0.0.3' as DeviceId;
  for (const device of [PHONE, TABLET, PHONE, third]) remember(device, CSS, SHOP);
  const known = [PHONE, TABLET, third].map((device) => pageOf(device, CSS) !== null);
  expect(known).toEqual([true, false, true]);
});

it('does not keep addresses that are never a Referer', () => {
  const { remember, pageOf } = memory();
  const long = `https://cdn.example/${'a'.repeat(5_000)}.css`;
  remember(PHONE, long, SHOP);
  expect(pageOf(PHONE, long)).toBeNull();
});
