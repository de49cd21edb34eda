import { expect, it } from 'vitest';
import type { DeviceId } from '../../../../src/model/device.ts';
import { TriedInVain } from '../../../../src/status/broken/tried.ts';

const phone = 'ip:192.168.1.5' as DeviceId;
const laptop = 'ip:192.168.1.6' as DeviceId;

it('what was tried in vain is known for a quarter of an hour, by device', () => {
  const clock = { now: 0 };
  const tried = new TriedInVain(() => clock.now);
  tried.add(phone, '@@||a.test^');
  clock.now = 15 * 60_000 - 1;
  expect(tried.has(phone, '@@||a.test^')).toBe(true);
  expect(tried.has(laptop, '@@||a.test^')).toBe(false);
  expect(tried.has(phone, '@@||b.test^')).toBe(false);
  clock.now += 1;
  expect(tried.has(phone, '@@||a.test^')).toBe(false);
});

it('is five hundred at most; the oldest go first', () => {
  const tried = new TriedInVain(() => 0);
  for (let at = 0; at <= 500; at += 1) tried.add(phone, String(at));
  expect([tried.has(phone, '0'), tried.has(phone, '1')]).toEqual([false, true]);
});
