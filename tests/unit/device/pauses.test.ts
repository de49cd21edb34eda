import { describe, expect, it } from 'vitest';
import { Pauses } from '../../../src/device/pauses.ts';
import type { Device, DeviceId } from '../../../src/model/device.ts';
import { AppError } from '../../../src/model/errors.ts';
import type { Pause, PauseStore } from '../../../src/model/pause.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;

const tv: Device = {
  id: 'mac:02:77:00:00:00:20' as DeviceId,
  address: '192.168.1.5',
  mac: '02:77:00:00:00:20',
  name: 'TV',
  groups: ['screens', 'rooms'],
  level: 'full',
  levelFrom: 'hand',
  mode: 'enforce',
  firstSeen: 0,
  lastSeen: 0,
};
const laptop: Device = { ...tv, id: 'ip:192.168.1.6' as DeviceId, groups: [] };

/** A store that two processes may share. */
function shared() {
  const rows = new Map<string, Pause>();
  let version = 0;
  const open = (): PauseStore => {
    let seen = version;
    return {
      load: () => [...rows.values()],
      save: (pause) => {
        rows.set(pause.target, pause);
        version += 1;
        seen = version;
      },
      remove: (target) => void rows.delete(target),
      changedElsewhere: () => {
        const changed = seen !== version;
        seen = version;
        return changed;
      },
    };
  };
  return { open, rows };
}

function opened(store = shared()) {
  const clock = { now: NOW };
  const groups = ['screens', 'rooms'];
  const make = () => new Pauses({ store: store.open(), groups, now: () => clock.now });
  return { pauses: make(), another: make, clock, store };
}

describe('a pause', () => {
  it('for nobody changes nothing', () => {
    const { pauses } = opened();
    expect(pauses.apply(tv)).toBe(tv);
    expect(pauses.list()).toEqual([]);
  });

  it.each([
    ['all', true, true],
    [`device:${tv.id}`, true, false],
    ['group:rooms', true, false],
  ] as const)('for %s: the TV %s, the laptop %s', (target, ofTv, ofLaptop) => {
    const { pauses } = opened();
    const pause = pauses.pause(target, NOW + MINUTE);
    expect(pauses.of(tv)).toEqual(ofTv ? pause : null);
    expect(pauses.of(laptop)).toEqual(ofLaptop ? pause : null);
    expect(pauses.apply(tv)).toEqual({ ...tv, level: 'off' });
    expect(pauses.apply(laptop).level).toBe(ofLaptop ? 'off' : 'full');
  });

  it('of several, the one that ends last holds', () => {
    const { pauses, clock } = opened();
    pauses.pause('all', NOW + MINUTE);
    const long = pauses.pause('group:screens', NOW + 3 * MINUTE);
    pauses.pause(`device:${tv.id}`, NOW + 2 * MINUTE);
    expect(pauses.of(tv)).toEqual(long);
    expect(pauses.list().map(({ until }) => (until - NOW) / MINUTE)).toEqual([1, 2, 3]);
    clock.now += 2 * MINUTE;
    expect(pauses.list()).toEqual([long]);
    expect(pauses.of(laptop)).toBeNull();
  });

  it('ends by the clock alone, and is then taken out of the store', () => {
    const { pauses, clock, store } = opened();
    const pause = pauses.pause('all', NOW + MINUTE);
    clock.now += MINUTE - 1;
    expect(pauses.apply(tv).level).toBe('off');
    expect(pauses.follow()).toEqual({ begun: [pause], ended: [] });
    expect(pauses.follow()).toEqual({ begun: [], ended: [] });
    clock.now += 1;
    expect(pauses.apply(tv)).toEqual(tv);
    expect(pauses.follow()).toEqual({ begun: [], ended: [pause] });
    expect(store.rows.size).toBe(0);
  });

  it('can be ended before its time, once', () => {
    const { pauses } = opened();
    pauses.pause('all', NOW + MINUTE);
    expect(pauses.resume('all')).toBe(true);
    expect(pauses.apply(tv)).toBe(tv);
    expect(pauses.resume('all')).toBe(false);
  });

  it('survives a restart, but not beyond its end', () => {
    const { pauses, another, clock } = opened();
    pauses.pause('group:rooms', NOW + MINUTE);
    expect(another().apply(tv).level).toBe('off');
    clock.now += MINUTE;
    expect(another().list()).toEqual([]);
  });

  it('that another process began or ended is followed', () => {
    const { pauses, another } = opened();
    const other = another();
    const pause = other.pause('all', NOW + MINUTE);
    expect(pauses.apply(tv).level).toBe('full');
    expect(pauses.follow()).toEqual({ begun: [pause], ended: [] });
    expect(pauses.apply(tv).level).toBe('off');
    expect(pauses.follow()).toEqual({ begun: [], ended: [] });
  });

  it('that was begun, moved or ended here is told once, whatever was read in between', () => {
    const { pauses, another } = opened();
    const first = pauses.pause('all', NOW + MINUTE);
    pauses.reload();
    expect(pauses.follow()).toEqual({ begun: [first], ended: [] });
    const moved = pauses.pause('all', NOW + 2 * MINUTE);
    const elsewhere = another().pause('group:rooms', NOW + MINUTE);
    expect(pauses.follow()).toEqual({ begun: [moved, elsewhere], ended: [] });
    pauses.resume('all');
    expect(pauses.follow()).toEqual({ begun: [], ended: [moved] });
  });

  it('that was in force at the start is not told as new', () => {
    const { pauses, another } = opened();
    pauses.pause('all', NOW + MINUTE);
    expect(another().follow()).toEqual({ begun: [], ended: [] });
  });

  it('of an unknown group is refused', () => {
    const { pauses, store } = opened();
    expect(() => pauses.pause('group:kids', NOW + MINUTE)).toThrow(
      new AppError(
        'INPUT_INVALID',
        'pausing the group "kids": the config file has no group of that name',
      ),
    );
    expect(store.rows.size).toBe(0);
  });

  it('cannot be begun without end: there are never more than 1,024', () => {
    const { pauses } = opened();
    for (let i = 0; i < 1_024; i += 1) pauses.pause(`device:ip:${i}` as never, NOW + MINUTE);
    expect(() => pauses.pause('all', NOW + MINUTE)).toThrow('too many pauses');
    expect(() => pauses.pause('device:ip:5' as never, NOW + MINUTE)).not.toThrow();
  });
});
