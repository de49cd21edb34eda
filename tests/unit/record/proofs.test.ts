import { expect, test } from 'vitest';
import type { Fingerprint, HostTrust, Program } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { SqliteProgramStore } from '../../../src/record/programs.ts';
import { forgetProofsOfOthers } from '../../../src/record/proofs.ts';
import { device, openLog } from './samples.ts';

const subject = { device: device('mac:02:00:00:00:00:01'), fingerprint: 'a'.repeat(24) };
const refusal = { reason: 'alert', since: 5, until: 6, times: 7 } as const;
const browser: Program = {
  device: subject.device,
  fingerprint: subject.fingerprint as Fingerprint,
  name: 'Chrome',
  level: 'full',
  proof: 'probe',
  provenAt: 100,
  carriedAt: 200,
  refused: ['a.test'] as Hostname[],
  refusal,
  failedProbes: 3,
  probeAfter: 300,
  firstSeen: 1,
  lastSeen: 2,
};
const host: HostTrust = {
  device: browser.device,
  fingerprint: browser.fingerprint,
  hostname: 'shop.test' as Hostname,
  carriedAt: 200,
  silences: 1,
  silentSince: 10,
  silentAt: 11,
  refusal,
};

test('what was proved of one authority does not hold for another', () => {
  const log = openLog();
  const store = new SqliteProgramStore(log.db, (message) => log.warnings.push(message));
  store.save({ programs: [browser], hosts: [host], gonePrograms: [], goneHosts: [] });
  const forget = (fingerprint: string) =>
    forgetProofsOfOthers(log.db, fingerprint, (message) => log.warnings.push(message));

  // The first start that notes the authority, and one with the same.
  expect([forget('AA:BB'), forget('AA:BB')]).toEqual([false, false]);
  expect([store.loadPrograms(), store.loadHosts()]).toEqual([[browser], [host]]);

  expect(forget('CC:DD')).toBe(true);
  expect(store.loadPrograms()).toEqual([
    { ...browser, proof: null, provenAt: null, carriedAt: null, failedProbes: 0, probeAfter: 0 },
  ]);
  expect(store.loadHosts()).toEqual([{ ...host, carriedAt: null }]);
  expect(forget('CC:DD')).toBe(false);
  expect(log.warnings).toEqual([]);
});

test('where it cannot be stored, somebody is told', () => {
  const log = openLog();
  log.db.pragma('query_only = 1');
  expect(forgetProofsOfOthers(log.db, 'AA', (message) => log.warnings.push(message))).toBe(false);
  expect(log.warnings).toEqual([
    expect.stringContaining('forgetting what was proved of another authority: SqliteError'),
  ]);
});
