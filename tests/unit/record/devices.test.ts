import { expect, test } from 'vitest';
import type { StoredDevice } from '../../../src/model/device.ts';
import { SqliteDeviceStore } from '../../../src/record/devices.ts';
import { device, event, type OpenLog, openLog, recorderOn } from './samples.ts';

const storeOn = (log: OpenLog) =>
  new SqliteDeviceStore(log.db, (message) => log.warnings.push(message));

const phone: StoredDevice = {
  id: device('mac:02:00:00:00:00:01'),
  address: '192.168.1.5',
  mac: '02:00:00:00:00:01',
  name: 'Ève’s phone "📱"',
  level: 'full',
  levelFrom: 'hand',
  mode: 'observe',
  firstSeen: 1_770_000_000_123,
  lastSeen: 1_780_000_000_456,
};
const television: StoredDevice = {
  id: device('ip:fd00::7'),
  address: 'fd00::7',
  mac: null,
  name: null,
  level: null,
  levelFrom: null,
  mode: null,
  firstSeen: 5,
  lastSeen: 6,
};

test('devices come back as they were, the newest word of each', () => {
  const log = openLog();
  const store = storeOn(log);
  expect(store.load()).toEqual([]);
  store.save({ ...phone, level: null, levelFrom: null });
  store.save(television);
  store.save(phone);
  expect(store.load()).toEqual([television, phone]);
  expect(storeOn(openLog(log.path)).load()).toEqual([television, phone]);
});

test('what nobody named or set is removed, all else stays', () => {
  const log = openLog();
  const store = storeOn(log);
  const named = { ...television, id: device('ip:fd00::8'), name: 'Radio' };
  const observed: StoredDevice = { ...television, id: device('ip:fd00::9'), mode: 'observe' };
  for (const one of [phone, television, named, observed]) store.save(one);
  store.remove([phone.id, television.id, named.id, observed.id, device('ip:fd00::10')]);
  expect(store.load()).toEqual([named, observed, phone]);
  expect(log.warnings).toEqual([]);
});

test('a change by another process is told once; own writes are none', () => {
  const log = openLog();
  const store = storeOn(log);
  const elsewhere = storeOn(openLog(log.path));
  store.save(phone);
  const recorder = recorderOn(log);
  recorder.record(event());
  recorder.close();
  expect(store.changedElsewhere()).toBe(false);
  elsewhere.save({ ...phone, level: 'off', levelFrom: 'hand' });
  expect(store.changedElsewhere()).toBe(true);
  expect(store.changedElsewhere()).toBe(false);
  expect(store.load()).toMatchObject([{ level: 'off', levelFrom: 'hand' }]);
});

test('words nobody knows read as nothing set', () => {
  const log = openLog();
  const store = storeOn(log);
  store.save(phone);
  log.db.exec("UPDATE devices SET level = 'sideways', mode = 'x'");
  expect(store.load()).toMatchObject([{ level: null, levelFrom: null, mode: null }]);
  log.db.exec("UPDATE devices SET level = 'full', level_from = 'config'");
  expect(store.load()).toMatchObject([{ level: null, levelFrom: null }]);
});

test('a device that could not be saved is saved with the next', () => {
  const log = openLog();
  const store = storeOn(log);
  const other = openLog(log.path);
  other.db.exec('BEGIN IMMEDIATE');
  store.save(phone);
  store.save(television);
  expect(log.warnings).toEqual([`saving the device "${phone.id}": database is locked`]);
  other.db.exec('COMMIT');
  store.save({ ...television, name: 'TV' });
  expect(store.load()).toEqual([{ ...television, name: 'TV' }, phone]);
});
