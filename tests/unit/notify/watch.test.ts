import { expect, test } from 'vitest';
import type { Device, DeviceId } from '../../../src/model/device.ts';
import type { NotifyEvent } from '../../../src/model/notification.ts';
import type { ListStatus } from '../../../src/model/subscription.ts';
import type { NotifyMemory } from '../../../src/notify/memory.ts';
import { createWatch } from '../../../src/notify/watch.ts';
import { device, subscribed } from '../../support/status-ports.ts';

const DAY = 86_400_000;
/** A Tuesday, at noon wherever the machine is. */
const START = new Date(2026, 2, 3, 12).getTime();

interface State {
  trackers: readonly string[];
  devices: readonly Device[];
  lists: readonly ListStatus[];
  trouble: string | null;
  memory: NotifyMemory | null;
  now: number;
}

function open(
  changes: Partial<State> = {},
  detail = false,
  wanted: readonly NotifyEvent[] | null = null,
) {
  const state: State = {
    ...{ trackers: ['Meta Pixel'], devices: [device({ firstSeen: START - 9 * DAY })], lists: [] },
    ...{ trouble: null, memory: null, now: START },
    ...changes,
  };
  const told: string[] = [];
  const saved: NotifyMemory[] = [];
  const again = () =>
    createWatch({
      watched: {
        log: {
          trackers: async () =>
            state.trackers.map((name) => ({ name, count: 1, stopped: 1, sites: 1 })),
          tracker: async (tracker) => ({
            ...{ tracker, count: 1, stopped: 1, asked: [], reports: [], devices: [], days: [] },
            sites: [{ name: 'shop.example', count: 1, stopped: 1, asked: [] }],
          }),
          weeks: async (until) => ({
            ...{ since: until - 7 * DAY, until, sites: [], devices: [], newTrackers: [] },
            trackers: [],
          }),
        },
        devices: () => state.devices,
        lists: async () => state.lists,
        logTrouble: () => state.trouble,
        ownerOf: (tracker) => (tracker.startsWith('Meta ') ? 'Meta' : null),
        weekSummary: () => 'the week with names',
      },
      memory: {
        load: () => state.memory,
        save: (memory) => {
          state.memory = memory;
          saved.push(memory);
        },
      },
      wants: (event) => wanted === null || wanted.includes(event),
      tell: (event, _, text) => void told.push(`${event}: ${text}`),
      detail,
      now: () => state.now,
    });
  let look = again();
  return {
    ...{ state, told, saved },
    look: () => look(),
    restart: () => {
      look = again();
    },
  };
}

test('the first look tells nothing and knows all', async () => {
  const { look, told, state } = open({ lists: [subscribed({ failing: true })] });
  await look();
  await look();
  expect(told).toEqual([]);
  expect(state.memory).toMatchObject({ companies: ['Meta'], failing: ['easyprivacy'] });
});

test('a company is new once, whatever it calls its trackers', async () => {
  const { look, told, state, restart } = open();
  await look();
  state.trackers = ['Meta Conversions API', 'Criteo'];
  await look();
  await look();
  restart();
  await look();
  expect(told).toEqual([
    'newTracker: Criteo tried to learn something about this household for the first time.',
  ]);
});

test('with detail the site is told too', async () => {
  const { look, told, state } = open({}, true);
  await look();
  state.trackers = ['Criteo'];
  await look();
  expect(told[0]).toContain('It was on shop.example.');
});

test('in the first days of a house everything is new, and nothing of it is news', async () => {
  const { look, told, state } = open({ devices: [], trackers: [] });
  await look();
  state.trackers = ['Criteo'];
  state.now += 2 * DAY;
  await look();
  expect(told.filter((line) => line.startsWith('newTracker'))).toEqual([]);
  state.trackers = ['Taboola'];
  state.now += 2 * DAY;
  await look();
  expect(told.some((line) => line.includes('Taboola'))).toBe(true);
  expect(told.some((line) => line.includes('Criteo'))).toBe(false);
});

test('a device is new once', async () => {
  const { look, told, state } = open();
  await look();
  state.devices = [...state.devices, device({ id: 'ip:192.168.1.9' as DeviceId })];
  await look();
  await look();
  expect(told).toEqual(['newDevice: A device that was never here before uses Eyelid.']);
});

test('a list fails once, and again after it worked', async () => {
  const { look, told, state } = open({ lists: [subscribed()] });
  const turn = async (failing: boolean) => {
    state.lists = [subscribed({ failing })];
    await look();
  };
  await look();
  for (const failing of [true, true, false, true]) await turn(failing);
  expect(told.length).toBe(2);
  expect(told[0]).toContain('"EasyPrivacy" cannot be updated');
});

test('a log in trouble is told when it begins', async () => {
  const { look, told, state } = open();
  await look();
  state.trouble = 'The log loses events.';
  await look();
  await look();
  state.trouble = null;
  await look();
  expect(told).toEqual(['brokenLog: The log loses events. Devices are filtered as before.']);
});

test.each([
  [false, 'weekly: In the last week trackers tried 0 times'],
  [true, 'weekly: the week with names'],
])('the week is told on the next Monday, once; with names: %s', async (detail, words) => {
  const { look, told, state, restart } = open({}, detail);
  await look();
  state.now = new Date(2026, 2, 9, 7, 59).getTime();
  await look();
  expect(told).toEqual([]);
  state.now = new Date(2026, 2, 9, 8, 1).getTime();
  await look();
  restart();
  await look();
  expect(told.length).toBe(1);
  expect(told[0]).toContain(words);
});

test('what nobody wants is not asked of the log, but known', async () => {
  const { look, state, saved } = open({}, true, []);
  await look();
  state.trackers = ['Criteo'];
  await look();
  expect(saved.at(-1)?.companies).toEqual(['Meta', 'Criteo']);
});

test('nothing is written where nothing happened', async () => {
  const { look, saved } = open();
  await look();
  await look();
  await look();
  expect(saved.length).toBe(1);
});
