import { expect, test } from 'vitest';
import type { Weeks } from '../../../src/model/insight.ts';
import {
  changeWords,
  deviceSentences,
  largestChanges,
  newTrackersSentence,
  weekTotal,
} from '../../../src/status/week-words.ts';

const WEEKS: Weeks = {
  ...{ since: 0, until: 7 * 86_400_000, trackers: [], sites: [], devices: [], newTrackers: [] },
};

function compared(name: string, now: number, before: number) {
  return { name, now: { count: now, stopped: now }, before: { count: before, stopped: before } };
}

test.each([
  [0, 0, ''],
  [3, 0, ', after none the week before'],
  [3, 3, ', as many as the week before'],
  [1001, 1000, ', as many as the week before'],
  [15, 10, ', 50 % more than the week before'],
  [0, 10, ', 100 % less than the week before'],
  [500, 10, ', many times more than the week before'],
])('%i after %i', (now, before, words) => {
  expect(changeWords(now, before)).toBe(words);
});

test('the total of a week', () => {
  expect(weekTotal(WEEKS)).toBe('No tracker that Eyelid knows tried anything.');
  const one = { ...WEEKS, trackers: [compared('a', 1, 0)] };
  expect(weekTotal(one)).toBe('Trackers tried once, after none the week before; it was stopped.');
});

test('where the log holds no whole week before, nothing is compared', () => {
  const begun = 86_400_000;
  const trackers = [compared('a', 500, 3)];
  const devices = [{ device: 'mac:1', ...compared('Laptop', 2, 1) }];
  expect(weekTotal({ ...WEEKS, begun, trackers })).toBe(
    'Trackers tried 500 times; all 500 were stopped.',
  );
  expect(deviceSentences({ ...WEEKS, begun, devices })).toEqual([
    'Laptop: 2 tries; all 2 stopped.',
  ]);
});

test('many new trackers are not all named', () => {
  expect(newTrackersSentence(WEEKS)).toBeNull();
  const newTrackers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  expect(newTrackersSentence({ ...WEEKS, newTrackers })).toBe(
    'New this week: a, b, c, d, e and 2 more.',
  );
});

test('a device of which nobody wanted anything is left out', () => {
  const devices = [
    { device: 'x', ...compared('Phone', 1, 1) },
    { device: 'y', ...compared('Lamp', 0, 4) },
  ];
  expect(deviceSentences({ ...WEEKS, devices })).toEqual([
    'Phone: 1 try, as many as the week before; stopped.',
  ]);
});

test('the largest changes come first, and small numbers are no change', () => {
  const all = [
    compared('steady', 50, 50),
    compared('chance', 4, 1),
    compared('more', 30, 10),
    compared('gone', 0, 90),
  ];
  expect(largestChanges(all).map(({ name }) => name)).toEqual(['gone', 'more']);
});
