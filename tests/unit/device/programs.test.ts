import { describe, expect, it } from 'vitest';
import * as trust from '../../../src/decide/trust.ts';
import { Programs } from '../../../src/device/programs.ts';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Fingerprint, LeafRefusal, Proof } from '../../../src/model/program.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { openDatabase } from '../../../src/record/database.ts';
import { SqliteProgramStore } from '../../../src/record/programs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const START = Date.UTC(2026, 2, 3);
const MINUTE = 60_000;
const PHONE = 'mac:02:00:00:00:00:01' as DeviceId;
const print = (number: number) => number.toString(16).padStart(24, '0') as Fingerprint;
const BROWSER = print(1);
const APP = print(2);
const host = (text: string) => text as Hostname;

/** Programs on a real database file, with a clock that is set by hand. */
function open(path = `${temporaryFolder()}/events.db`) {
  const warnings: string[] = [];
  const db = openDatabase(path, (message) => warnings.push(message));
  const clock = { now: START };
  const store = new SqliteProgramStore(db, (message) => warnings.push(message));
  const programs = new Programs({ store, logic: trust, now: () => clock.now });
  const carried = (
    hostname: string,
    { fingerprint = BROWSER, proof = 'use' as Proof, agent = null as string | null } = {},
  ) =>
    programs.carried({ device: PHONE, fingerprint, hostname: host(hostname) }, () => proof, agent);
  const refused = (hostname: string, kind: LeafRefusal, fingerprint = BROWSER) =>
    programs.tell(
      { device: PHONE, fingerprint, hostname: host(hostname) },
      { kind, blocked: false, openedAt: clock.now },
    );
  const facts = (hostname: string, fingerprint: Fingerprint | null = BROWSER) =>
    programs.facts(PHONE, fingerprint, host(hostname));
  return { programs, clock, carried, refused, facts, path, db, warnings };
}

describe('a program', () => {
  it('that nobody saw is not proven, and asking about it remembers nothing', () => {
    const { facts, programs } = open();
    expect(facts('a.test')).toMatchObject({ proven: false, refuses: null, mayProbe: true });
    expect(programs.list(PHONE)).toEqual([]);
  });

  it('is proven by a request, and no other program of the device with it', () => {
    const { carried, facts, programs } = open();
    carried('eyelid.internal', { proof: 'internal', agent: 'curl/7.88.1' });
    expect(facts('a.test')).toMatchObject({ proven: true });
    expect(facts('a.test', APP)).toMatchObject({ proven: false });
    const other = programs.facts('mac:other' as DeviceId, BROWSER, host('a.test'));
    expect(other.proven).toBe(false);
    expect(programs.list(PHONE)).toMatchObject([
      { program: { fingerprint: BROWSER, proof: 'internal', name: 'curl', provenAt: START } },
    ]);
  });

  it('keeps its first proof, which is asked for once', () => {
    const { programs, carried } = open();
    carried('a.test', { proof: 'probe' });
    const subject = { device: PHONE, fingerprint: BROWSER, hostname: host('b.test') };
    programs.carried(subject, () => expect.unreachable('asked again'), null);
    expect(programs.list(PHONE)[0]?.program.proof).toBe('probe');
  });

  it('that asks a host again has nothing left against it, whatever it asked of others since', () => {
    const { carried, refused, facts, clock } = open();
    carried('a.test');
    for (let times = 0; times < 3; times += 1) {
      clock.now += MINUTE;
      refused('a.test', 'alert');
      carried('b.test');
      carried('a.test');
    }
    expect(facts('a.test').refusesHost).toBeNull();
    clock.now += MINUTE;
    refused('a.test', 'alert');
    refused('a.test', 'alert');
    clock.now += MINUTE;
    refused('a.test', 'alert');
    expect(facts('a.test').refusesHost).toBe('alert');
  });

  it('is called by the first name that says something', () => {
    const { carried, programs } = open();
    carried('a.test', { agent: 'Mozilla/5.0 (odd)' });
    carried('a.test', { agent: 'okhttp/5.0' });
    carried('a.test', { agent: 'curl/8' });
    expect(programs.list(PHONE)[0]?.program.name).toBe('okhttp');
  });

  it('that refuses a host has it listed until it is over, or tried again', () => {
    const { refused, facts, programs, clock } = open();
    refused('pinned.test', 'alert');
    refused('other.test', 'alert');
    expect(facts('pinned.test').refusesHost).toBe('alert');
    expect(programs.list(PHONE)[0]?.refusedHosts.map(({ hostname }) => hostname)).toEqual([
      'pinned.test',
      'other.test',
    ]);
    programs.tryAgain(PHONE, BROWSER, host('pinned.test'));
    expect(facts('pinned.test').refusesHost).toBe(null);
    expect(facts('other.test').refusesHost).toBe('alert');
    clock.now += 25 * 60 * MINUTE;
    expect(programs.list(PHONE)[0]?.refusedHosts).toEqual([]);
  });

  it('is left alone at a host by hand, over a restart, until it is tried again', () => {
    const { programs, carried, facts, path, db } = open();
    carried('chat.test');
    programs.leave(PHONE, BROWSER, host('chat.test'));
    programs.leave(PHONE, BROWSER, host('never-seen.test'));
    expect(facts('chat.test')).toMatchObject({ refusesHost: 'alert', refuses: null, proven: true });
    programs.close();
    db.close();
    const again = open(path);
    expect(again.facts('never-seen.test').refusesHost).toBe('alert');
    again.programs.tryAgain(PHONE, BROWSER, host('chat.test'));
    expect(again.facts('chat.test').refusesHost).toBe(null);
    again.db.close();
  });

  it('keeps what it speaks gRPC with apart, over a restart, until it is tried again', () => {
    const { programs, carried, facts, path, db } = open();
    const subject = { device: PHONE, fingerprint: APP, hostname: host('grpc.test') };
    programs.tell(subject, { kind: 'grpc' });
    carried('grpc.test', { fingerprint: APP });
    expect([facts('grpc.test', APP).refusesHost, facts('grpc.test').refusesHost]).toEqual([
      'grpc',
      null,
    ]);
    programs.close();
    db.close();
    const again = open(path);
    expect(again.facts('grpc.test', APP).refusesHost).toBe('grpc');
    expect(again.programs.list(PHONE)[0]?.refusedHosts).toMatchObject([
      { hostname: 'grpc.test', refusal: { reason: 'grpc' } },
    ]);
    again.programs.tryAgain(PHONE, APP, host('grpc.test'));
    expect(again.facts('grpc.test', APP).refusesHost).toBe(null);
    again.db.close();
  });

  it('is forgotten by hand, and may be probed again', () => {
    const { carried, refused, facts, programs } = open();
    carried('a.test');
    refused('pinned.test', 'alert');
    programs.forget(PHONE, BROWSER);
    expect(facts('pinned.test')).toMatchObject({
      proven: false,
      refusesHost: null,
      mayProbe: true,
    });
    expect(programs.list(PHONE)).toEqual([]);
  });

  it('has a level set by hand, and taken back', () => {
    const { programs, facts } = open();
    programs.seen(PHONE, BROWSER);
    programs.setLevel(PHONE, BROWSER, 'off');
    expect(facts('a.test').level).toBe('off');
    programs.setLevel(PHONE, BROWSER, null);
    expect(facts('a.test').level).toBe(null);
  });

  it('that was not seen cannot be changed', () => {
    const { programs } = open();
    const message = `changing a program: "${APP}" was not seen on this device`;
    expect(() => programs.setLevel(PHONE, APP, 'full')).toThrow(message);
    expect(() => programs.forget(PHONE, APP)).toThrow(message);
    expect(() => programs.tryAgain(PHONE, APP, host('a.test'))).toThrow(message);
    expect(() => programs.leave(PHONE, APP, host('a.test'))).toThrow(message);
  });

  it('that begins twenty connections at once is probed once', () => {
    const { programs, clock } = open();
    const claims = Array.from({ length: 20 }, () => programs.claimProbe(PHONE, BROWSER));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(programs.claimProbe(PHONE, APP)).toBe(true);
    clock.now += 5_000;
    expect(programs.claimProbe(PHONE, BROWSER)).toBe(true);
  });
});

describe('before a program shows itself', () => {
  it('it may be any of the device, or a new one', () => {
    const { facts, carried, refused, programs } = open();
    expect(facts('a.test', null)).toMatchObject({ proven: false, level: null, mayProbe: true });
    carried('a.test');
    refused('a.test', 'incompatible', APP);
    expect(facts('a.test', null)).toMatchObject({ proven: true, refuses: null, mayProbe: false });
    programs.setLevel(PHONE, BROWSER, 'hostname');
    expect(facts('a.test', null)).toMatchObject({ proven: false, level: null });
    programs.setLevel(PHONE, BROWSER, 'full');
    expect(facts('a.test', null)).toMatchObject({ level: 'full' });
  });

  it('those that refuse everything do not count', () => {
    const { facts, carried, refused } = open();
    carried('a.test');
    refused('a.test', 'incompatible');
    expect(facts('a.test', null)).toMatchObject({ proven: false, mayProbe: false });
  });
});

describe('a restart', () => {
  it('keeps all of it', () => {
    const first = open();
    first.carried('shop.test', { proof: 'probe', agent: 'curl/8' });
    first.refused('pinned.test', 'alert');
    first.refused('a.test', 'silence', APP);
    first.programs.close();
    const second = open(first.path);
    expect(second.programs.list(PHONE)).toEqual(first.programs.list(PHONE));
    expect(second.facts('pinned.test')).toEqual(first.facts('pinned.test'));
    // What worked is remembered too: it is not learnt now.
    second.refused('shop.test', 'alert');
    expect(second.facts('shop.test').refusesHost).toBe(null);
    // And one silent close is.
    second.clock.now += 1;
    second.refused('a.test', 'silence', APP);
    expect(second.facts('a.test', APP).refusesHost).toBe('silence');
    expect(first.warnings).toEqual([]);
  });

  it('finds what was forgotten gone', () => {
    const first = open();
    first.carried('shop.test');
    first.refused('pinned.test', 'alert');
    first.refused('pinned.test', 'alert', APP);
    first.programs.flush();
    first.programs.tryAgain(PHONE, BROWSER, host('pinned.test'));
    first.programs.forget(PHONE, APP);
    const second = open(first.path);
    expect(second.programs.list(PHONE)).toMatchObject([
      { program: { fingerprint: BROWSER }, refusedHosts: [] },
    ]);
  });
});

describe('another process', () => {
  it('forgets programs, and what is learnt here since is kept', () => {
    const running = open();
    running.carried('shop.test');
    running.refused('pinned.test', 'alert', APP);
    running.programs.flush();
    const command = open(running.path);
    command.programs.forget(PHONE, APP);
    running.refused('new.test', 'alert');
    running.programs.seen(PHONE, print(3));
    running.programs.flush();
    const listed = running.programs.list(PHONE);
    expect(listed.map(({ program }) => program.fingerprint).sort()).toEqual([BROWSER, print(3)]);
    expect(running.facts('new.test').refusesHost).toBe('alert');
    const third = open(running.path);
    expect(third.programs.list(PHONE)).toEqual(listed);
  });

  it('that holds the file puts the writing off', () => {
    const { carried, programs, path, warnings, facts } = open();
    const other = open(path);
    other.db.exec('BEGIN IMMEDIATE');
    carried('shop.test');
    programs.flush();
    expect(warnings).toEqual(['saving what programs trust: database is locked']);
    other.db.exec('COMMIT');
    programs.flush();
    expect(open(path).programs.list(PHONE)).toHaveLength(1);
    expect(facts('a.test').proven).toBe(true);
  });
});

describe('bounds', () => {
  it('a device keeps 96 programs, and those that showed something before others', () => {
    const { programs, carried, clock, facts } = open();
    carried('shop.test');
    for (let i = 10; i < 300; i += 1) {
      clock.now += 1;
      programs.seen(PHONE, print(i));
    }
    expect(programs.list(PHONE)).toHaveLength(96);
    expect(facts('shop.test').proven).toBe(true);
    expect(programs.list(PHONE)[0]?.program.fingerprint).toBe(print(299));
    programs.close();
  });

  it('a program keeps 500 hosts, and those that it refuses before others', () => {
    const one = open();
    one.refused('pinned.test', 'alert');
    for (let i = 0; i < 800; i += 1) one.carried(`host${i}.test`);
    expect(one.facts('pinned.test').refusesHost).toBe('alert');
    one.programs.close();
    const rows = one.db.prepare('SELECT count(*) FROM program_hosts').pluck().get();
    expect(rows).toBe(500);
  });

  it('there are 8,192 programs in all', () => {
    const { programs, db } = open();
    for (let i = 0; i < 9_000; i += 1) programs.seen(`ip:${i}` as DeviceId, BROWSER);
    programs.close();
    const rows = Number(db.prepare('SELECT count(*) FROM programs').pluck().get());
    expect(rows).toBeLessThanOrEqual(8_192);
    expect(rows).toBeGreaterThan(7_600);
    expect(programs.list('ip:0' as DeviceId)).toEqual([]);
    expect(programs.list('ip:8999' as DeviceId)).toHaveLength(1);
  });

  it('who plays many devices makes none forgotten of which a person said something', () => {
    const { programs, clock, carried, facts } = open();
    carried('shop.test');
    programs.setLevel(PHONE, BROWSER, 'full');
    for (let i = 0; i < 9_000; i += 1) {
      clock.now += 1;
      programs.seen(`ip:${i}` as DeviceId, print(10 + (i % 9)));
    }
    expect(facts('shop.test')).toMatchObject({ level: 'full', proven: true });
    programs.close();
  });

  it('there are 100,000 hosts in all', () => {
    const { programs, db, clock } = open();
    for (let device = 0; device < 5; device += 1) {
      for (let i = 0; i < 50 * 500; i += 1) {
        clock.now += 1;
        const fingerprint = print(10 + (i % 50));
        const hostname = `host${i}.test` as Hostname;
        const subject = { device: `ip:${device}` as DeviceId, fingerprint, hostname };
        programs.tell(subject, { kind: 'request', proof: 'use' });
      }
    }
    programs.close();
    expect(db.prepare('SELECT count(*) FROM program_hosts').pluck().get()).toBe(100_000);
    expect(programs.list('ip:0' as DeviceId)).toEqual([]);
    expect(programs.list('ip:4' as DeviceId)).toHaveLength(50);
  });
});
