import { describe, expect, it } from 'vitest';
import { isLeftToProof, levelOf } from '../../../src/decide/program-level.ts';
import type { Device, DeviceId, Level, LevelSource } from '../../../src/model/device.ts';
import type { ProgramFacts } from '../../../src/model/program.ts';

const device = (level: Level, levelFrom: LevelSource): Device => ({
  id: 'ip:192.0.2.1' as DeviceId,
  address: '192.0.2.1',
  mac: null,
  name: null,
  groups: [],
  level,
  levelFrom,
  mode: 'enforce',
  firstSeen: 0,
  lastSeen: 0,
});
const program = (change: Partial<ProgramFacts> = {}): ProgramFacts => ({
  level: null,
  proven: false,
  refuses: null,
  refusesHost: null,
  mayProbe: false,
  ...change,
});

describe('the level of a program', () => {
  it.each([
    // the device's level, who set it, what is known of the program, `trusted`, what holds
    ['off', 'default', { proven: true, level: 'full' }, 'full', 'off'],
    ['off', 'hand', { level: 'full' }, 'full', 'off'],
    ['hostname', 'default', {}, 'full', 'hostname'],
    ['hostname', 'default', { proven: true }, 'full', 'full'],
    ['hostname', 'default', { proven: true }, 'trackers', 'trackers'],
    ['hostname', 'default', { proven: true }, 'off', 'hostname'],
    ['full', 'default', { proven: true }, 'trackers', 'full'],
    ['hostname', 'hand', { proven: true }, 'full', 'hostname'],
    ['trackers', 'group', { proven: true }, 'full', 'trackers'],
    ['full', 'config', {}, 'hostname', 'full'],
    ['hostname', 'hand', { level: 'full' }, 'full', 'full'],
    ['hostname', 'config', { level: 'full' }, 'full', 'hostname'],
    ['full', 'config', { level: 'trackers' }, 'full', 'trackers'],
    ['full', 'hand', { level: 'off' }, 'full', 'off'],
    ['hostname', 'default', { level: 'trackers', proven: true }, 'full', 'trackers'],
    ['full', 'config', { refuses: 'alert' }, 'full', 'hostname'],
    ['hostname', 'default', { level: 'full', refuses: 'silence' }, 'full', 'hostname'],
    ['full', 'hand', { level: 'off', refuses: 'alert' }, 'full', 'off'],
  ] as const)(
    '%s by %s, for %j, with %s for the trusted: %s',
    (level, from, facts, trusted, holds) => {
      expect(levelOf(device(level, from), program(facts), trusted).level).toBe(holds);
    },
  );

  it.each([
    ['nothing was shown', 'default', {}, 'full', 'program-unproven'],
    ['a proof would change nothing', 'default', {}, 'hostname', 'level-hostname'],
    ['a person wants it so', 'hand', {}, 'full', 'level-hostname'],
    ['a person wants this program so', 'default', { level: 'hostname' }, 'full', 'level-hostname'],
    ['it refuses', 'default', { proven: true, refuses: 'silence' }, 'full', 'program-refuses'],
    ['it cannot', 'config', { refuses: 'incompatible' }, 'full', 'program-incompatible'],
  ] as const)('says why a program is closed: %s', (_why, from, facts, trusted, closed) => {
    expect(levelOf(device('hostname', from), program(facts), trusted).closed).toBe(closed);
  });
});

it('is left to proof where nobody said anything and a proof would open something', () => {
  const open = device('hostname', 'default');
  expect(isLeftToProof(open, program(), 'full')).toBe(true);
  expect(isLeftToProof(open, program(), 'trackers')).toBe(true);
  expect(isLeftToProof(open, program(), 'hostname')).toBe(false);
  expect(isLeftToProof(open, program({ level: 'off' }), 'full')).toBe(false);
  expect(isLeftToProof(device('hostname', 'group'), program(), 'full')).toBe(false);
});
