import { expect, it } from 'vitest';
import { newHostTrust, newProgram } from '../../../src/decide/trust.ts';
import {
  byWorth,
  changeOf,
  dropHost,
  leastWorth,
  MAX_HOSTS,
  markSaved,
  newProgramEntry,
  putHost,
  worthOf,
} from '../../../src/device/program-entry.ts';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Fingerprint, HostTrust } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';

const WHO = { device: 'ip:1' as DeviceId, fingerprint: 'f' as Fingerprint };
const entry = (lastSeen = 0) => newProgramEntry({ ...newProgram(WHO, 0), lastSeen }, false);
const host = (name: string, change: Partial<HostTrust> = {}): HostTrust => ({
  ...newHostTrust({ ...WHO, hostname: name as Hostname }),
  ...change,
});
const REFUSAL = { reason: 'alert', since: 0, until: 9, times: 1 } as const;

it('what a person said is worth more than what was shown, and that more than nothing', () => {
  const [nothing, shown, said] = [entry(9), entry(5), entry(1)];
  putHost(shown, host('a.test'));
  said.program = { ...said.program, level: 'off' };
  expect([nothing, shown, said].map(worthOf)).toEqual([0, 1, 2]);
  expect(leastWorth([said, shown, nothing])).toBe(nothing);
  expect(leastWorth([said, shown])).toBe(shown);
  expect(leastWorth([entry(7), entry(3), entry(5)])?.program.lastSeen).toBe(3);
  expect(leastWorth([])).toBe(null);
});

it('of devices, those go first of which least is known, and then those seen longest ago', () => {
  const [old, recent, shown, said] = [entry(1), entry(9), entry(0), entry(0)];
  putHost(shown, host('a.test'));
  said.program = { ...said.program, level: 'off' };
  const devices = [[said, old], [recent], [shown, recent], [old]].map(
    (entries) => new Map(entries.map((one, i) => [String(i), one])),
  );
  expect(byWorth(devices)).toEqual([devices[3], devices[1], devices[2], devices[0]]);
});

it('of too many hosts the one that was changed longest ago goes, refusals last', () => {
  const one = entry();
  putHost(one, host('pinned.test', { refusal: REFUSAL }));
  for (let i = 0; i < MAX_HOSTS; i += 1) putHost(one, host(`${i}.test`, { carriedAt: i }));
  expect(one.hosts.size).toBe(MAX_HOSTS);
  expect([...one.hosts.keys()].slice(0, 2)).toEqual(['pinned.test', '1.test']);
  expect([...one.goneHosts]).toEqual(['0.test']);
  const all = entry();
  for (let i = 0; i <= MAX_HOSTS; i += 1) putHost(all, host(`${i}.test`, { refusal: REFUSAL }));
  expect(all.hosts.has('0.test' as Hostname)).toBe(false);
});

it('tells the store what changed, and what is gone, once', () => {
  const one = entry();
  putHost(one, host('a.test'));
  putHost(one, host('b.test'));
  dropHost(one, 'a.test' as Hostname);
  dropHost(one, 'never.test' as Hostname);
  const change = changeOf([one], []);
  expect(change.programs).toEqual([one.program]);
  expect(change.hosts.map(({ hostname }) => hostname)).toEqual(['b.test']);
  expect(change.goneHosts).toEqual([{ ...WHO, hostname: 'a.test' }]);
  markSaved(one);
  const none = { programs: [], hosts: [], gonePrograms: [], goneHosts: [] };
  expect(changeOf([one], [])).toEqual(none);
  expect(changeOf([], [one])).toMatchObject({
    gonePrograms: [one.program],
    goneHosts: [{ ...WHO, hostname: 'b.test' }],
  });
});
