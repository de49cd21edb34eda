import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { homeAt } from '../../src/home.ts';
import { readDevices } from '../../src/known-devices.ts';
import type { DeviceId, StoredDevice } from '../../src/model/device.ts';
import { AppError } from '../../src/model/errors.ts';
import { openDatabase } from '../../src/record/database.ts';
import { SqliteDeviceStore } from '../../src/record/devices.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const stored = (id: string, more: Partial<StoredDevice>): StoredDevice => ({
  id: id as DeviceId,
  address: '192.168.1.5',
  mac: null,
  name: null,
  level: null,
  levelFrom: null,
  mode: null,
  firstSeen: 1,
  lastSeen: 2,
  ...more,
});

function homeWith(devices: readonly StoredDevice[], config: object = {}) {
  const home = homeAt(temporaryFolder());
  mkdirSync(join(home.path, 'config'));
  mkdirSync(home.data);
  writeFileSync(join(home.path, 'config/eyelid.yaml'), JSON.stringify(config));
  const db = openDatabase(join(home.data, 'events.db'), (message) => expect(message).toBe(''));
  const store = new SqliteDeviceStore(db, (message) => expect(message).toBe(''));
  for (const device of devices) store.save(device);
  db.close();
  return home;
}

const PHONE = stored('mac:02:00:00:00:00:01', { mac: '02:00:00:00:00:01', name: 'Phone' });
const TV = stored('ip:192.168.1.6', { address: '192.168.1.6', name: 'TV' });

test.each(['phone', 'Phone', '192.168.1.5', '02:00:00:00:00:01', 'mac:02:00:00:00:00:01'])(
  'a device is found by %s',
  (text) => {
    expect(readDevices(homeWith([PHONE, TV])).named(text).id).toBe(PHONE.id);
  },
);

test('an address that was never seen is a device as the config file says', () => {
  const config = { devices: [{ match: '10.0.0.0/8', name: 'Guest', level: 'off' }] };
  const device = readDevices(homeWith([PHONE], config)).named('10.1.2.3');
  expect(device).toMatchObject({ id: 'ip:10.1.2.3', name: 'Guest', level: 'off' });
});

test('a home without a log has the devices of its config', () => {
  const home = homeAt(temporaryFolder());
  expect(readDevices(home).named('10.1.2.3').address).toBe('10.1.2.3');
  expect(readDevices(home).get('ip:1' as DeviceId)).toBeNull();
});

test('a name that is none, or several, is told', () => {
  const twins = readDevices(
    homeWith([PHONE, stored('ip:9', { address: '9.9.9.9', name: 'phone' })]),
  );
  expect(() => twins.named('phone')).toThrow('looking for the device "phone": 2 devices');
  expect(() => twins.named('nobody')).toThrow(AppError);
});
