import { describe, expect, it } from 'vitest';
import { effectiveDevice, merged, worth } from '../../../src/device/effective.ts';
import { NO_GROUPS } from '../../../src/device/groups.ts';
import type { DeviceId, Level, LevelSource, StoredDevice } from '../../../src/model/device.ts';

const stored: StoredDevice = {
  id: 'ip:192.168.1.5' as DeviceId,
  address: '192.168.1.5',
  mac: null,
  name: null,
  level: null,
  levelFrom: null,
  mode: null,
  firstSeen: 100,
  lastSeen: 200,
};
const defaults = { level: 'hostname', mode: 'enforce' } as const;
const byHand = { level: 'off', levelFrom: 'hand' } as const;

describe('effectiveDevice', () => {
  const levels: readonly [string, Partial<StoredDevice>, Level | undefined, Level, LevelSource][] =
    [
      ['nobody said anything', {}, undefined, 'hostname', 'default'],
      ['a person set it', byHand, undefined, 'off', 'hand'],
      ['the file says so', {}, 'off', 'off', 'config'],
      ['the file outranks a person', byHand, 'full', 'full', 'config'],
    ];
  it.each(levels)('%s', (_name, fields, configured, level, levelFrom) => {
    const entry = { match: '192.168.1.5', level: configured };
    const device = effectiveDevice(
      { ...stored, ...fields },
      entry,
      defaults,
      () => NO_GROUPS,
      null,
    );
    expect(device).toMatchObject({ level, levelFrom });
  });

  it('takes name and mode from the file, then from a person, then the default', () => {
    const set = { ...stored, name: 'by hand', mode: 'observe' } as const;
    const entry = { match: '192.168.1.5', name: 'by file', mode: 'enforce' } as const;
    expect(effectiveDevice(stored, null, defaults, () => NO_GROUPS, null)).toMatchObject({
      name: null,
      mode: 'enforce',
    });
    const hand = { name: 'by hand', mode: 'observe' };
    expect(effectiveDevice(set, null, defaults, () => NO_GROUPS, null)).toMatchObject(hand);
    const file = { name: 'by file', mode: 'enforce' };
    expect(effectiveDevice(set, entry, defaults, () => NO_GROUPS, null)).toMatchObject(file);
    expect(effectiveDevice(stored, null, defaults, () => NO_GROUPS, null)).toMatchObject({
      firstSeen: 100,
      lastSeen: 200,
    });
  });
});

describe('a group', () => {
  const kids = { names: ['kids'], level: 'off', mode: 'observe' } as const;
  it.each<readonly [string, Partial<StoredDevice>, Level | undefined, Level, LevelSource]>([
    ['gives its level to who has none', {}, undefined, 'off', 'group'],
    ['gives way to a person', { level: 'full', levelFrom: 'hand' }, undefined, 'full', 'hand'],
    ['gives way to the file', {}, 'full', 'full', 'config'],
  ])('%s', (_name, fields, configured, level, levelFrom) => {
    const entry = { match: '192.168.1.5', level: configured };
    const device = effectiveDevice({ ...stored, ...fields }, entry, defaults, () => kids, null);
    expect(device).toMatchObject({ groups: ['kids'], level, levelFrom, mode: 'observe' });
  });

  it('gives way to a mode that a person set', () => {
    const set = { ...stored, mode: 'enforce' } as const;
    expect(effectiveDevice(set, null, defaults, () => kids, null).mode).toBe('enforce');
  });
});

describe('a name', () => {
  const found = { name: 'by lease', from: 'lease' } as const;
  const file = { match: '192.168.1.5', name: 'by file' };
  const set = { ...stored, name: 'by hand' };
  it.each([
    ['of the file first', set, file, found, 'by file', 'config'],
    ['then of a person', set, null, found, 'by hand', 'hand'],
    ['then of the network', stored, null, found, 'by lease', 'lease'],
    ['else none', stored, null, null, null, undefined],
  ] as const)('%s', (_name, device, entry, network, name, nameFrom) => {
    const effective = effectiveDevice(device, entry, defaults, () => NO_GROUPS, network);
    expect({ name: effective.name, nameFrom: effective.nameFrom }).toEqual({ name, nameFrom });
  });

  it('that the network gives does not count for groups', () => {
    const asked: (string | null)[] = [];
    const groupsOf = (name: string | null) => {
      asked.push(name);
      return NO_GROUPS;
    };
    effectiveDevice(stored, null, defaults, groupsOf, found);
    effectiveDevice(set, null, defaults, groupsOf, found);
    expect(asked).toEqual([null, 'by hand']);
  });
});

describe('worth', () => {
  it.each([
    [{}, 0],
    [byHand, 1],
    [{ name: 'TV' }, 1],
    [{ mode: 'observe' } as const, 1],
  ])('of %j is %i', (fields, value) => {
    expect(worth({ ...stored, ...fields })).toBe(value);
  });
});

describe('merged', () => {
  it('takes what was set from the store and what was seen from the newest', () => {
    const own = { ...stored, address: 'fd00::5', lastSeen: 300 };
    const other = { ...stored, ...byHand, name: 'TV', firstSeen: 50 };
    expect(merged(own, other)).toEqual({
      ...stored,
      ...byHand,
      name: 'TV',
      address: 'fd00::5',
      firstSeen: 50,
      lastSeen: 300,
    });
    expect(merged({ ...own, lastSeen: 10 }, other).address).toBe('192.168.1.5');
  });
});
