import { expect, test } from 'vitest';
import type { DeviceId } from '../../../src/model/device.ts';
import type { Overview } from '../../../src/model/log.ts';
import type { Fingerprint, ProgramView } from '../../../src/model/program.ts';
import { readHousehold } from '../../../src/status/household-overview.ts';
import { parseStretch } from '../../../src/status/stretch.ts';
import { SITE } from '../../support/insight-answers.ts';
import { device, household, NOW } from '../../support/status-ports.ts';

const HOUR = 3_600_000;
const QUIET = device({ id: 'ip:192.168.1.9' as DeviceId, name: 'Lamp', lastSeen: NOW - 9e8 });
const WEEK = parseStretch('7d', ['24h', '7d'], NOW);

function trusting(): ProgramView {
  return {
    program: {
      ...{ device: device().id, fingerprint: 'ab'.repeat(12) as Fingerprint, name: 'Firefox' },
      ...{ level: null, proof: 'check', provenAt: NOW, carriedAt: NOW, refused: [], refusal: null },
      ...{ failedProbes: 0, probeAfter: 0, firstSeen: NOW, lastSeen: NOW },
    },
    refusedHosts: [],
  };
}

function hour(hoursAgo: number, total: number): Overview['byHour'][number] {
  return { at: NOW - hoursAgo * HOUR, total, actedOn: 0, tunnelled: 0, byAction: [] };
}

test('devices come with what they carried and showed, the busiest first', async () => {
  const { ports } = household({
    devices: [QUIET, device()],
    programs: [trusting()],
    overview: {
      byDevice: [{ device: device().id, name: 'Laptop', count: 9, actedOn: 4, tunnelled: 1 }],
    },
  });
  const { devices } = await readHousehold(ports, WEEK);
  expect(devices.map((state) => [state.device.name, state.carried, state.actedOn])).toEqual([
    ['Laptop', 9, 4],
    ['Lamp', 0, 0],
  ]);
  expect(devices[0]).toMatchObject({ trusting: 1, refusing: 0, refusedHosts: 0 });
});

test.each([
  [9, true],
  [0, false],
])(
  'with %i exchanges on the day before both stretches, the first is whole: %s',
  async (earlier, whole) => {
    const { ports, log } = household({ overview: { total: 5 } });
    const overview = log.overview.bind(log);
    log.overview = async (range) => {
      const found = await overview(range);
      return range.since < WEEK.before.since ? { ...found, total: earlier } : found;
    };
    expect((await readHousehold(ports, WEEK)).isBeforeWhole).toBe(whole);
  },
);

test('sites come with whom they wanted to tell, where the log knows it', async () => {
  const { ports, log } = household({
    overview: {
      byPage: [
        { name: 'shop.example', count: 41, stopped: 41 },
        { name: 'news.example', count: 3, stopped: 0 },
      ],
    },
  });
  log.answers = { site: SITE };
  const { sites } = await readHousehold(ports, WEEK);
  expect(sites.map(({ name, trackers }) => [name, trackers])).toEqual([
    ['shop.example', ['Meta Pixel', 'Criteo']],
    ['news.example', []],
  ]);
});

test.each([
  [2, 'note'],
  [30, 'waiting'],
])('whether it works is judged by the last day: %i hours ago', async (hoursAgo, state) => {
  const { ports } = household({ overview: { total: 5, byHour: [hour(hoursAgo, 5)] } });
  const { health } = await readHousehold(ports, WEEK);
  expect(health.state).toBe(state);
});
