import { expect, it } from 'vitest';
import { levelText, programLevels } from '../../../src/cli/program-levels.ts';
import { newProgram } from '../../../src/decide/trust.ts';
import type { Device, DeviceId } from '../../../src/model/device.ts';
import type { Fingerprint, Program, ProgramView } from '../../../src/model/program.ts';

const NOW = 1_000;
const phone: Device = {
  id: 'ip:192.168.1.20' as DeviceId,
  address: '192.168.1.20',
  mac: null,
  name: null,
  groups: [],
  level: 'hostname',
  levelFrom: 'default',
  mode: 'enforce',
  firstSeen: 0,
  lastSeen: 0,
};

function program(change: Partial<Program> = {}): ProgramView {
  const subject = { device: phone.id, fingerprint: 'f'.repeat(24) as Fingerprint };
  return { program: { ...newProgram(subject, 0), ...change }, refusedHosts: [] };
}

const PROVEN = { proof: 'probe', provenAt: 0 } as const;
const REFUSES = { reason: 'alert', since: 0, until: NOW + 1, times: 1 } as const;

it.each([
  ['nobody showed itself', {}, [], 'hostname (default)'],
  ['none is proven', {}, [program()], 'hostname (default)'],
  ['one is proven', {}, [program(PROVEN), program()], 'hostname (default); full for 1 program'],
  [
    'some have a level by hand',
    {},
    [program(PROVEN), program({ level: 'full' }), program({ level: 'off' })],
    'hostname (default); full for 2 programs; off for 1 program',
  ],
  ['it refuses now', {}, [program({ ...PROVEN, refusal: REFUSES })], 'hostname (default)'],
  ['the device has a level by hand', { levelFrom: 'hand' }, [program(PROVEN)], 'hostname (hand)'],
  [
    'a program cannot keep up with its device',
    { level: 'full', levelFrom: 'hand' },
    [program({ refusal: REFUSES })],
    'full (hand); hostname for 1 program',
  ],
] as const)('where %s', (_what, change, programs, text) => {
  const device: Device = { ...phone, ...change };
  expect(levelText(device, programLevels(device, programs, 'full', NOW))).toBe(text);
});
