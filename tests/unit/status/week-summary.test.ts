import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Weeks } from '../../../src/model/insight.ts';
import { weekSummary } from '../../../src/status/week-summary.ts';

const UNTIL = new Date(2026, 2, 9).getTime();
const EMPTY: Weeks = {
  ...{ since: new Date(2026, 2, 2).getTime(), until: UNTIL },
  ...{ trackers: [], sites: [], devices: [], newTrackers: [] },
};

function compared(name: string, now: number, stopped: number, before: number) {
  return { name, now: { count: now, stopped }, before: { count: before, stopped: 0 } };
}

test('a week in a few lines', () => {
  const weeks: Weeks = {
    ...EMPTY,
    trackers: [compared('Meta Pixel', 200, 190, 180), compared('Criteo', 40, 40, 20)],
    newTrackers: ['Criteo', 'Hotjar'],
    devices: [
      { device: 'mac:1', ...compared('Laptop', 140, 140, 0) },
      { device: 'mac:2', ...compared("Anna's phone", 100, 90, 200) },
      { device: 'mac:3', ...compared('Fridge', 0, 0, 3) },
    ],
  };
  expect(weekSummary(weeks)).toBe(
    [
      'Eyelid, 2026-03-02 to 2026-03-08',
      'Trackers tried 240 times, 20 % more than the week before; 230 of 240 were stopped, the others went on without what rules took out.',
      'New this week: Criteo and Hotjar.',
      '',
      'Laptop: 140 tries, after none the week before; all 140 stopped.',
      "Anna's phone: 100 tries, 50 % less than the week before; 90 of 100 stopped.",
      '',
    ].join('\n'),
  );
});

test('an empty week is said to be one', () => {
  expect(weekSummary(EMPTY)).toBe(
    'Eyelid, 2026-03-02 to 2026-03-08\nNo tracker that Eyelid knows tried anything.\n',
  );
});

test('however long and odd the names are, the text is short and no line is made up', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 500, unit: 'binary' })), (names) => {
      const all = names.map((name) => ({ device: name, ...compared(name, 9, 1, 3) }));
      const text = weekSummary({ ...EMPTY, trackers: all, devices: all, newTrackers: names });
      expect(text.length).toBeLessThan(2_000);
      expect(text.split('\n').length).toBeLessThanOrEqual(5 + 5);
    }),
  );
});
