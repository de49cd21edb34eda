import { expect, test } from 'vitest';
import type { Fingerprint, HostTrust, Program } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { SqliteProgramStore } from '../../../src/record/programs.ts';
import { device, type OpenLog, openLog } from './samples.ts';

const storeOn = (log: OpenLog) =>
  new SqliteProgramStore(log.db, (message) => log.warnings.push(message));

const phone = device('mac:02:00:00:00:00:01');
const browser: Program = {
  device: phone,
  fingerprint: 'a'.repeat(24) as Fingerprint,
  name: 'Chrome',
  level: 'hostname',
  proof: 'probe',
  provenAt: 1_770_000_000_123,
  carriedAt: 1_780_000_000_456,
  refused: ['a.test', 'b.test'] as Hostname[],
  refusal: { reason: 'alert', since: 5, until: 6, times: 7 },
  failedProbes: 2,
  probeAfter: 8,
  firstSeen: 1,
  lastSeen: 2,
};
const app: Program = {
  device: phone,
  fingerprint: 'b'.repeat(24) as Fingerprint,
  name: null,
  level: null,
  proof: null,
  provenAt: null,
  carriedAt: null,
  refused: [],
  refusal: null,
  failedProbes: 0,
  probeAfter: 0,
  firstSeen: 3,
  lastSeen: 4,
};
const pinned: HostTrust = {
  device: phone,
  fingerprint: browser.fingerprint,
  hostname: 'pinned.test' as Hostname,
  carriedAt: null,
  silences: 1,
  silentSince: 10,
  silentAt: 11,
  refusal: { reason: 'silence', since: 12, until: 13, times: 1 },
};
const worked: HostTrust = {
  ...pinned,
  hostname: 'shop.test' as Hostname,
  carriedAt: 9,
  refusal: null,
};

const NONE = { programs: [], hosts: [], gonePrograms: [], goneHosts: [] };

test('programs and hosts come back as they were, the newest word of each', () => {
  const log = openLog();
  const store = storeOn(log);
  expect([store.loadPrograms(), store.loadHosts()]).toEqual([[], []]);
  store.save({ ...NONE, programs: [{ ...browser, proof: null }, app], hosts: [worked] });
  expect(store.save({ ...NONE, programs: [browser], hosts: [pinned] })).toBe(true);
  const again = storeOn(openLog(log.path));
  expect(again.loadPrograms()).toEqual([browser, app]);
  expect(again.loadHosts()).toEqual([pinned, worked]);
});

test('those that are gone are gone', () => {
  const store = storeOn(openLog());
  store.save({ ...NONE, programs: [browser, app], hosts: [pinned, worked] });
  store.save({ ...NONE, gonePrograms: [app], goneHosts: [pinned] });
  expect([store.loadPrograms(), store.loadHosts()]).toEqual([[browser], [worked]]);
});

test('a change by another process is told once; own writes are none', () => {
  const log = openLog();
  const store = storeOn(log);
  const elsewhere = storeOn(openLog(log.path));
  store.save({ ...NONE, programs: [app] });
  expect(store.changedElsewhere()).toBe(false);
  elsewhere.save({ ...NONE, gonePrograms: [app] });
  expect([store.changedElsewhere(), store.changedElsewhere()]).toEqual([true, false]);
  expect(store.loadPrograms()).toEqual([]);
});

test('words nobody knows read as nothing proven, set or learnt', () => {
  const log = openLog();
  const store = storeOn(log);
  store.save({ ...NONE, programs: [browser], hosts: [pinned] });
  log.db.exec("UPDATE programs SET level = 'up', proof = 'oath', refusal = 'mood'");
  log.db.exec("UPDATE program_hosts SET refusal = 'mood'");
  expect(store.loadPrograms()).toMatchObject([
    { level: null, proof: null, provenAt: null, refusal: null },
  ]);
  expect(store.loadHosts()).toMatchObject([{ refusal: null }]);
});

test('what could not be saved is told once, and nothing of it is half there', () => {
  const log = openLog();
  const store = storeOn(log);
  const other = openLog(log.path);
  other.db.exec('BEGIN IMMEDIATE');
  expect(store.save({ ...NONE, programs: [app], hosts: [worked] })).toBe(false);
  expect(store.save({ ...NONE, programs: [app] })).toBe(false);
  expect(log.warnings).toEqual(['saving what programs trust: database is locked']);
  other.db.exec('COMMIT');
  expect([store.loadPrograms(), store.loadHosts()]).toEqual([[], []]);
  expect(store.save({ ...NONE, programs: [app] })).toBe(true);
});
