import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConfiguredDevice } from '../../../src/device/configured.ts';
import type { ConfiguredGroups } from '../../../src/device/groups.ts';
import { type NeighbourTable, NO_NEIGHBOURS } from '../../../src/device/neighbours.ts';
import { DeviceRegistry } from '../../../src/device/registry.ts';
import type {
  DeviceId,
  DeviceStore,
  Level,
  Mode,
  StoredDevice,
} from '../../../src/model/device.ts';
import { openDatabase } from '../../../src/record/database.ts';
import { SqliteDeviceStore } from '../../../src/record/devices.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DEFAULTS = { level: 'hostname', mode: 'enforce' } as const;
const TV = '02:77:00:00:00:20';
const MINUTE = 60_000;
const id = (text: string) => text as DeviceId;

/** What the registry saved, in order. */
function keptInMemory(rows: readonly StoredDevice[] = []) {
  const saved: StoredDevice[] = [];
  const removed: DeviceId[] = [];
  const store: DeviceStore = {
    load: () => rows,
    save: (device) => void saved.push(device),
    remove: (ids) => void removed.push(...ids),
    forget: (id) => void removed.push(id),
    changedElsewhere: () => false,
  };
  return { store, saved, removed };
}

/** A neighbour table that the test writes. */
function table(entries: Record<string, string> = {}) {
  let version = 0;
  const neighbours: NeighbourTable & { set(more: Record<string, string>): void } = {
    get version() {
      return version;
    },
    lookup: (address) => entries[address] ?? null,
    addressesOf: (mac) => Object.keys(entries).filter((address) => entries[address] === mac),
    set(more) {
      entries = more;
      version += 1;
    },
  };
  return neighbours;
}

interface Home {
  readonly store?: DeviceStore;
  readonly neighbours?: NeighbourTable;
  readonly configured?: readonly ConfiguredDevice[];
  readonly groups?: ConfiguredGroups;
  readonly defaults?: { readonly level: Level; readonly mode: Mode };
}

function home({
  store,
  neighbours = NO_NEIGHBOURS,
  configured = [],
  groups = {},
  defaults = DEFAULTS,
}: Home = {}) {
  const clock = { now: 1_000_000 };
  const memory = keptInMemory();
  const registry = new DeviceRegistry({
    store: store ?? memory.store,
    neighbours,
    configured,
    groups,
    defaults,
    now: () => clock.now,
  });
  return { registry, clock, saved: memory.saved, removed: memory.removed };
}

/** Opens the same file as often as asked, as processes do. */
function sharedFile(): () => SqliteDeviceStore {
  const file = path.join(temporaryFolder(), 'eyelid.db');
  return () => {
    const db = openDatabase(file, (message) => expect.fail(message));
    onTestFinished(() => void db.close());
    return new SqliteDeviceStore(db, (message) => expect.fail(message));
  };
}

describe('identify', () => {
  it('makes a new device with the defaults and saves it at once', () => {
    const { registry, saved } = home();
    const device = registry.identify('::ffff:192.168.1.5');
    expect(device).toEqual({
      id: 'ip:192.168.1.5',
      address: '192.168.1.5',
      mac: null,
      name: null,
      groups: [],
      level: 'hostname',
      levelFrom: 'default',
      mode: 'enforce',
      firstSeen: 1_000_000,
      lastSeen: 1_000_000,
    });
    expect(saved.map((row) => row.id)).toEqual(['ip:192.168.1.5']);
    expect(registry.list()).toEqual([device]);
    expect(registry.get(device.id)).toEqual(device);
    expect(registry.get(id('ip:10.0.0.1'))).toBeNull();
  });

  it('knows a device by its MAC over all its addresses', () => {
    const neighbours = table({ '192.168.1.5': TV, 'fd00::5': TV });
    const { registry, clock, saved } = home({ neighbours });
    expect(registry.identify('192.168.1.5')).toMatchObject({ id: `mac:${TV}`, mac: TV });
    clock.now += MINUTE;
    const device = registry.identify('fd00::5');
    expect(device).toMatchObject({ id: `mac:${TV}`, address: 'fd00::5', lastSeen: clock.now });
    expect(registry.list()).toEqual([device]);
    expect(registry.identify('192.168.1.5').address).toBe('192.168.1.5');
    expect(saved).toHaveLength(1);
  });

  it('follows a device to another address, and gives the old one to whoever has it now', () => {
    const neighbours = table({ '192.168.1.5': TV });
    const { registry } = home({ neighbours });
    registry.identify('192.168.1.5');
    registry.setLevel(id(`mac:${TV}`), 'full');
    neighbours.set({ '192.168.1.9': TV, '192.168.1.5': 'ac:de:48:00:11:22' });
    expect(registry.identify('192.168.1.9')).toMatchObject({ id: `mac:${TV}`, level: 'full' });
    expect(registry.identify('192.168.1.5')).toMatchObject({
      id: 'mac:ac:de:48:00:11:22',
      level: 'hostname',
    });
  });

  it('applies what the config file says of an address only while the device has it', () => {
    const neighbours = table({ '192.168.1.5': TV });
    const { registry } = home({ neighbours, configured: [{ match: '192.168.1.5', level: 'off' }] });
    expect(registry.identify('192.168.1.5')).toMatchObject({ level: 'off', levelFrom: 'config' });
    neighbours.set({ '192.168.1.9': TV });
    expect(registry.identify('192.168.1.9')).toMatchObject({
      id: `mac:${TV}`,
      level: 'hostname',
      levelFrom: 'default',
    });
  });

  it('asks the neighbour table once per version and address', () => {
    let lookups = 0;
    const inner = table({ '192.168.1.5': TV });
    const neighbours: NeighbourTable = {
      get version() {
        return inner.version;
      },
      lookup(address) {
        lookups += 1;
        return inner.lookup(address);
      },
      addressesOf: inner.addressesOf,
    };
    const { registry } = home({ neighbours });
    for (let i = 0; i < 100; i++) registry.identify('192.168.1.5');
    expect(lookups).toBe(1);
    inner.set({ '192.168.1.5': TV });
    registry.identify('192.168.1.5');
    expect(lookups).toBe(2);
  });

  it('waits for the MAC of a new IPv6 address before it saves', () => {
    const neighbours = table();
    const { registry, clock, saved } = home({ neighbours });
    expect(registry.identify('fd00::5').id).toBe('ip:fd00::5');
    expect(saved).toEqual([]);
    clock.now += 5_000;
    neighbours.set({ 'fd00::5': TV });
    expect(registry.identify('fd00::5').id).toBe(`mac:${TV}`);
    expect(registry.list().map((device) => device.id)).toEqual([`mac:${TV}`]);
    expect(saved.map((row) => row.id)).toEqual([`mac:${TV}`]);
  });

  it('saves an IPv6 address whose MAC never comes', () => {
    const { registry, clock, saved } = home();
    registry.identify('fd00::5');
    clock.now += 10_000;
    registry.identify('fd00::5');
    expect(saved.map((row) => row.id)).toEqual(['ip:fd00::5']);
  });

  it('keeps an address that a person had said something of', () => {
    const neighbours = table();
    const { registry } = home({ neighbours });
    registry.identify('fd00::5');
    registry.rename(id('ip:fd00::5'), 'TV');
    neighbours.set({ 'fd00::5': TV });
    registry.identify('fd00::5');
    expect(registry.get(id('ip:fd00::5'))?.name).toBe('TV');
  });

  it('saves the last sight of a device every ten minutes, and when closed', () => {
    const { registry, clock, saved } = home();
    registry.identify('192.168.1.5');
    for (let i = 0; i < 25; i++) {
      clock.now += MINUTE;
      registry.identify('192.168.1.5');
    }
    expect(saved.map((row) => (row.lastSeen - 1_000_000) / MINUTE)).toEqual([0, 10, 20]);
    registry.close();
    expect(saved.at(-1)?.lastSeen).toBe(clock.now);
    registry.close();
    expect(saved).toHaveLength(4);
  });

  it('remembers 4,096 devices, those with a name or level above all', () => {
    const { registry, clock, saved, removed } = home();
    const named = registry.identify('192.168.1.5');
    registry.rename(named.id, 'TV');
    const set = registry.identify('192.168.1.6');
    registry.setLevel(set.id, 'full');
    for (let i = 0; i < 10_000; i++) {
      clock.now += 1;
      registry.identify(`10.0.${i >> 8}.${i & 255}`);
    }
    const kept = registry.list();
    expect(kept.length).toBeLessThanOrEqual(4_096);
    expect(kept.length).toBeGreaterThan(3_800);
    expect(registry.get(named.id)?.name).toBe('TV');
    expect(registry.get(set.id)?.levelFrom).toBe('hand');
    expect(kept[0]?.address).toBe('10.0.39.15');
    expect(registry.get(id('ip:10.0.0.0'))).toBeNull();
    // What is forgotten leaves the store too, or addresses without end would fill the disk.
    const stored = new Set(saved.map((row) => row.id));
    for (const gone of removed) stored.delete(gone);
    expect([...stored].sort()).toEqual(kept.map((device) => device.id).sort());
  });
});

describe('levels', () => {
  it('are those of the file, else those set by hand, else the default, and null takes them back', () => {
    const configured = [{ match: '192.168.1.7', level: 'hostname' }] as const;
    const { registry } = home({ configured });
    const [quiet, set, fixed] = ['5', '6', '7'].map((n) => registry.identify(`192.168.1.${n}`).id);
    registry.setLevel(set as DeviceId, 'off');
    const from = (device: DeviceId | undefined) => registry.get(device as DeviceId);
    expect(from(quiet)).toMatchObject({ level: 'hostname', levelFrom: 'default' });
    expect(from(set)).toMatchObject({ level: 'off', levelFrom: 'hand' });
    expect(from(fixed)).toMatchObject({ level: 'hostname', levelFrom: 'config' });
    expect(registry.setLevel(set as DeviceId, null)).toMatchObject({
      level: 'hostname',
      levelFrom: 'default',
    });
  });

  it('set over one address hold for the others of the same MAC', () => {
    const neighbours = table({ '192.168.1.5': TV, 'fd00::5': TV });
    const { registry } = home({ neighbours });
    registry.setLevel(registry.identify('192.168.1.5').id, 'full');
    expect(registry.identify('fd00::5').level).toBe('full');
  });
});

describe('groups', () => {
  it('follow the name, however it was given', () => {
    const groups = { kids: { members: ['tablet'] }, rooms: { members: ['Living room TV'] } };
    const configured = [{ match: '192.168.1.5', name: 'Tablet' }];
    const { registry } = home({ groups, configured });
    expect(registry.identify('192.168.1.5').groups).toEqual(['kids']);
    const tv = registry.identify('192.168.1.6');
    expect(tv.groups).toEqual([]);
    expect(registry.rename(tv.id, 'living room tv').groups).toEqual(['rooms']);
    expect(registry.rename(tv.id, null).groups).toEqual([]);
  });

  it('are the same at every address of a card', () => {
    const neighbours = table({ '192.168.1.5': TV, 'fe80::5': TV });
    const { registry } = home({ neighbours, groups: { screens: { members: ['192.168.1.0/24'] } } });
    expect(registry.identify('fe80::5').groups).toEqual(['screens']);
    neighbours.set({ 'fe80::5': TV });
    expect(registry.identify('fe80::5').groups).toEqual([]);
  });
});

describe('changes by hand', () => {
  it('set mode and name', () => {
    const { registry, saved } = home();
    const device = registry.identify('192.168.1.5');
    expect(registry.setMode(device.id, 'observe').mode).toBe('observe');
    expect(registry.rename(device.id, '  Living   room TV ').name).toBe('Living room TV');
    expect(saved.at(-1)).toMatchObject({ mode: 'observe', name: 'Living room TV' });
    expect(registry.setMode(device.id, null).mode).toBe('enforce');
    expect(registry.rename(device.id, null).name).toBeNull();
  });

  it('are refused where the config file is stronger', () => {
    const configured: ConfiguredDevice[] = [
      { match: '192.168.1.0/24', name: 'Lab', level: 'off', mode: 'observe' },
    ];
    const { registry } = home({ configured });
    const device = registry.identify('192.168.1.5');
    expect(device).toMatchObject({ name: 'Lab', level: 'off', mode: 'observe' });
    const refused = (what: string, said: string) =>
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message:
          `setting the ${what} of "ip:192.168.1.5": the config file says "${said}" for ` +
          '"192.168.1.0/24"; change it there',
      });
    expect(() => registry.setLevel(device.id, 'full')).toThrowError(refused('level', 'off'));
    expect(() => registry.setMode(device.id, 'enforce')).toThrowError(refused('mode', 'observe'));
    expect(() => registry.rename(device.id, 'TV')).toThrowError(refused('name', 'Lab'));
    expect(registry.get(device.id)).toEqual(device);
  });

  it('are refused for a device that does not exist', () => {
    const { registry, saved } = home();
    expect(() => registry.setLevel(id('ip:10.0.0.1'), 'full')).toThrowError(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message: 'setting the level of "ip:10.0.0.1": there is no such device',
      }),
    );
    expect(saved).toEqual([]);
  });
});

describe('with a real store', () => {
  it('knows everything again after a restart', () => {
    const open = sharedFile();
    const neighbours = table({ '192.168.1.5': TV });
    const first = home({ store: open(), neighbours });
    first.registry.setLevel(first.registry.identify('192.168.1.5').id, 'full');
    first.registry.rename(first.registry.identify('192.168.1.6').id, 'Printer');
    first.clock.now += MINUTE;
    first.registry.identify('192.168.1.5');
    first.registry.close();
    const second = home({ store: open(), neighbours });
    expect(second.registry.list()).toEqual(first.registry.list());
    expect(second.registry.list().map((device) => device.levelFrom)).toEqual(['hand', 'default']);
  });

  it('takes over what another process set, and overwrites none of it', () => {
    const open = sharedFile();
    const store = open();
    const server = home({ store });
    const device = server.registry.identify('192.168.1.5');
    const command = home({ store: open() });
    command.registry.setLevel(device.id, 'off');
    command.registry.rename(device.id, 'TV');
    expect(server.registry.get(device.id)?.level).toBe('hostname');
    // The server is about to save when it last saw the device.
    server.clock.now += 11 * MINUTE;
    expect(server.registry.identify('192.168.1.5')).toMatchObject({ level: 'off', name: 'TV' });
    const later = home({ store: open() }).registry.get(device.id);
    expect(later).toMatchObject({ level: 'off', name: 'TV', lastSeen: server.clock.now });
    command.registry.close();
  });

  it('takes it over when told to', () => {
    const open = sharedFile();
    const store = open();
    const server = home({ store });
    const device = server.registry.identify('192.168.1.5');
    server.clock.now += MINUTE;
    server.registry.identify('192.168.1.5');
    home({ store: open() }).registry.setLevel(device.id, 'full');
    expect(store.changedElsewhere()).toBe(true);
    server.registry.reload();
    expect(server.registry.identify('192.168.1.5')).toMatchObject({
      level: 'full',
      levelFrom: 'hand',
      lastSeen: server.clock.now,
    });
  });

  it('applies the config file to devices before they come back', () => {
    const open = sharedFile();
    home({ store: open() }).registry.identify('192.168.1.5');
    const configured: ConfiguredDevice[] = [{ match: '192.168.1.5', level: 'off', name: 'TV' }];
    const { registry } = home({ store: open(), configured });
    expect(registry.list()).toMatchObject([{ level: 'off', levelFrom: 'config', name: 'TV' }]);
  });
});

describe('looking, forgetting, beginning anew', () => {
  it('tells who is behind an address without changing anything', () => {
    const neighbours = table({ '192.168.1.5': TV, 'fd00::5': TV });
    const { registry, clock, saved } = home({ neighbours });
    expect(registry.known('192.168.1.5')).toBeNull();
    expect(saved).toEqual([]);
    const device = registry.identify('192.168.1.5');
    clock.now += MINUTE;
    expect(registry.known('::ffff:192.168.1.5')).toEqual(device);
    expect(registry.known('fd00::5')).toEqual(device);
    expect(registry.known('192.168.1.6')).toBeNull();
    expect(registry.list()).toEqual([device]);
  });

  it('forgets a device with all that was set for it; seen again, it is a new one', () => {
    const open = sharedFile();
    const { registry, clock } = home({ store: open() });
    const device = registry.identify('192.168.1.5');
    registry.rename(device.id, 'Television');
    registry.setLevel(device.id, 'off');
    registry.forget(device.id);
    expect(registry.get(device.id)).toBeNull();
    expect(open().load()).toEqual([]);
    expect(() => registry.forget(device.id)).toThrow('there is no such device');
    clock.now += MINUTE;
    expect(registry.identify('192.168.1.5')).toMatchObject({
      ...{ name: null, level: 'hostname', levelFrom: 'default', firstSeen: clock.now },
    });
  });

  it('takes changed defaults over when it is told', () => {
    const defaults: { level: Level; mode: Mode } = { level: 'hostname', mode: 'enforce' };
    const { registry } = home({ defaults });
    const { id: television } = registry.identify('192.168.1.5');
    const { id: laptop } = registry.identify('192.168.1.6');
    registry.setLevel(laptop, 'full');
    defaults.level = 'trackers';
    defaults.mode = 'observe';
    registry.refresh();
    expect(registry.get(television)).toMatchObject({ level: 'trackers', mode: 'observe' });
    expect(registry.get(laptop)).toMatchObject({ level: 'full', mode: 'observe' });
  });
});
