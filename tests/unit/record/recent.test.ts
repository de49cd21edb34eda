import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Event } from '../../../src/model/event.ts';
import type { Fingerprint, TrustSubject } from '../../../src/model/program.ts';
import { RecentEvents } from '../../../src/record/recent.ts';
import { row } from '../../support/status-ports.ts';

const START = Date.UTC(2026, 2, 3);
const MINUTE = 60_000;
const phone = 'ip:192.168.1.5' as DeviceId;
const laptop = 'ip:192.168.1.6' as DeviceId;

function minutes(isKept = true) {
  const detail = { isKept };
  const clock = { now: START };
  const recent = new RecentEvents({ isKept: () => detail.isKept, now: () => clock.now });
  const written: Event[] = [];
  const sink = recent.watching({ record: (event) => written.push(event) });
  const add = (change: Partial<Event> = {}) =>
    sink.record({ ...row(1), device: phone, at: clock.now, duration: 0, ...change });
  const refused = (change: Partial<TrustSubject> = {}) => {
    const fingerprint = 'f'.repeat(24) as Fingerprint;
    const hostname = 'pinned.test' as TrustSubject['hostname'];
    recent.refused({ device: phone, fingerprint, hostname, ...change }, 'alert');
  };
  return { detail, clock, recent, written, add, refused };
}

describe('the last minutes', () => {
  it('hold what passes too, by device, and hand every event on as it came', () => {
    const { recent, written, add, clock } = minutes();
    add({ action: 'pass', rule: null, path: '/a?id=7#x', summary: null, status: 500 });
    clock.now += MINUTE;
    add({ device: laptop });
    add({ summary: 'Meta was told: a visit', duration: 40 });
    expect(written.map(({ path }) => path)).toEqual(['/a?id=7#x', row(1).path, row(1).path]);
    expect(recent.of(phone, START).exchanges).toMatchObject([
      { action: 'pass', path: '/a', tells: false, status: 500, at: START },
      { action: 'block', path: '/tr/', tells: true, at: START + MINUTE },
    ]);
    expect(recent.of(phone, START + 1).exchanges).toHaveLength(1);
    expect(recent.of(laptop, START).exchanges).toHaveLength(1);
  });

  it('hold no value, however it is written into the address', () => {
    const { recent, add } = minutes();
    const token = 'a1b2c3d4'.repeat(8);
    add({ path: `/reset/${token}/now;key=${token}?mail=a@b.test&${token}` });
    add({ path: `/${'long/'.repeat(400)}?x=secret`, host: 'h'.repeat(900), page: 'p'.repeat(900) });
    const told = JSON.stringify(recent.of(phone, START));
    expect(told).not.toMatch(/a1b2c3d4|a@b\.test|secret/);
    expect(recent.of(phone, START).exchanges[0]?.path).toBe('/reset/…/now;key');
    expect(told.length).toBeLessThan(3_000);
  });

  it('remember who did not take our certificate', () => {
    const { recent, refused, clock } = minutes();
    refused();
    refused({ device: laptop });
    const { refusals } = recent.of(phone, START);
    expect(refusals).toEqual([
      { at: START, host: 'pinned.test', program: 'f'.repeat(24), kind: 'alert' },
    ]);
    clock.now += 16 * MINUTE;
    expect(recent.of(phone, START).refusals).toEqual([]);
  });

  it('are none where the person asked for counts alone', () => {
    const { recent, written, add, refused } = minutes(false);
    add();
    refused();
    expect(written).toHaveLength(1);
    expect(recent.isKept).toBe(false);
    expect(recent.of(phone, 0)).toEqual({ exchanges: [], refusals: [] });
  });

  it('are a quarter of an hour, and what is known of it', () => {
    const { recent, add, clock } = minutes();
    add();
    expect(recent.since()).toBe(START);
    clock.now += 15 * MINUTE;
    expect(recent.of(phone, 0).exchanges).toHaveLength(1);
    clock.now += 1;
    expect(recent.of(phone, 0).exchanges).toEqual([]);
    expect(recent.since()).toBe(START + 1);
  });

  it('are twenty thousand exchanges at most, the newest of all devices', () => {
    const { recent, add, clock } = minutes();
    for (let at = 0; at < 20_002; at += 1) {
      clock.now = START + at;
      add({ device: at % 2 === 0 ? phone : laptop, host: `h${at}.test` });
    }
    const { exchanges } = recent.of(phone, 0);
    expect(exchanges).toHaveLength(10_000);
    expect([exchanges[0]?.host, exchanges.at(-1)?.host]).toEqual(['h2.test', 'h20000.test']);
    expect(recent.since()).toBe(START + 2);
  });
});

describe('while nothing happens', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('what is old is forgotten all the same', () => {
    const { recent, add, clock, detail } = minutes();
    recent.start();
    add();
    clock.now += 15 * MINUTE + 1;
    vi.advanceTimersByTime(MINUTE);
    // Even for a clock that was set back.
    clock.now = START;
    expect(recent.of(phone, 0).exchanges).toEqual([]);
    add();
    detail.isKept = false;
    vi.advanceTimersByTime(MINUTE);
    detail.isKept = true;
    expect(recent.of(phone, 0).exchanges).toEqual([]);
    recent.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
