import { describe, expect, it } from 'vitest';
import {
  type Entry,
  isDue,
  MAX_DEVICES,
  newEntry,
  overflow,
  storedEntry,
  touched,
} from '../../../src/device/entry.ts';
import type { DeviceId, StoredDevice } from '../../../src/model/device.ts';

const MINUTE = 60_000;

function entryOf(address: string, now = 0, mac: string | null = null): Entry {
  const id = (mac === null ? `ip:${address}` : `mac:${mac}`) as DeviceId;
  return newEntry({ id, address, mac, siblings: [], configured: null }, now);
}

describe('touched', () => {
  it('notes a new time each second, and a new address at once', () => {
    const entry = entryOf('192.168.1.5', 1_000);
    const first = entry.stored;
    expect(touched(entry, '192.168.1.5', 1_999).stored).toBe(first);
    expect(touched(entry, '192.168.1.5', 2_000).stored.lastSeen).toBe(2_000);
    expect(touched(entry, '192.168.1.6', 2_001).stored).toMatchObject({
      address: '192.168.1.6',
      firstSeen: 1_000,
      lastSeen: 2_001,
    });
  });

  it('follows a clock that is put back', () => {
    expect(touched(entryOf('192.168.1.5', 90_000), '192.168.1.5', 5).stored.lastSeen).toBe(5);
  });
});

describe('isDue', () => {
  it.each([
    ['192.168.1.5', null, true],
    ['127.0.0.1', null, true],
    ['::1', null, true],
    ['fd00::5', '02:77:00:00:00:20', true],
    ['fd00::5', null, false],
  ])('a new device at %s with MAC %s: %s', (address, mac, due) => {
    const entry = entryOf(address, 1_000, mac);
    expect(isDue(entry, 1_000)).toBe(due);
    expect(isDue(entry, 11_000)).toBe(true);
  });

  it('saves a known device every ten minutes, if it was seen', () => {
    const entry = storedEntry(entryOf('192.168.1.5').stored, null, 0);
    expect(isDue(entry, 11 * MINUTE)).toBe(false);
    touched(entry, '192.168.1.5', 9 * MINUTE);
    expect(isDue(entry, 9 * MINUTE)).toBe(false);
    expect(isDue(entry, 10 * MINUTE)).toBe(true);
  });
});

describe('overflow', () => {
  const many = (count: number, fields: Partial<StoredDevice>, seen: number) =>
    Array.from({ length: count }, (_, i) => {
      const entry = entryOf(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, seen + i);
      entry.stored = { ...entry.stored, ...fields };
      return entry;
    });
  const set = { level: 'full', levelFrom: 'hand' } as const;

  it('is nothing while there is room', () => {
    expect(overflow(many(MAX_DEVICES, {}, 0), null)).toEqual([]);
  });

  it('is the ones seen longest ago, some at a time', () => {
    const entries = many(MAX_DEVICES + 1, {}, 0).reverse();
    const gone = overflow(entries, null);
    expect(gone).toHaveLength(257);
    expect(Math.max(...gone.map((entry) => entry.stored.lastSeen))).toBe(256);
  });

  it('spares the newcomer, and what was named or set while others can go', () => {
    const newcomer = entryOf('fd00::1', 0);
    const named = many(2_000, { name: 'TV' }, 10);
    const given = many(2_094, set, 10);
    const strangers = many(2, {}, 99_999);
    const gone = overflow([...named, newcomer, ...given, ...strangers], newcomer);
    expect(gone).toEqual(strangers);
  });

  it('lets what a person said go where it must, and no more', () => {
    const gone = overflow([...many(4_000, { name: 'TV' }, 100), ...many(99, set, 0)], null);
    expect(gone).toHaveLength(3);
    expect(gone.map((entry) => entry.stored.lastSeen)).toEqual([0, 1, 2]);
  });
});
