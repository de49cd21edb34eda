import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pauseUntil } from '../../../src/device/pause-time.ts';

const NOW = new Date(2026, 2, 3, 14, 30).getTime();
const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 2, day, hour, minute).getTime();

it.each([
  ['10m', 600_000],
  ['1h', 3_600_000],
  [' 90S ', 90_000],
  ['7d', 604_800_000],
])('%j ends after %i ms', (text, length) => {
  expect(pauseUntil(text, NOW)).toBe(NOW + length);
});

it.each(['', '0m', '8d', '10', 'm', '-5m', '1.5h', '99999999s', 'for ever', '10m 5s'])(
  '%j is no length of a pause',
  (text) => {
    expect(pauseUntil(text, NOW)).toBeNull();
  },
);

it.each([
  ['in the afternoon', at(3, 14, 30), at(4, 6)],
  ['late at night', at(3, 23, 59), at(4, 6)],
  ['after midnight', at(4, 1), at(4, 6)],
  ['an hour before', at(4, 4, 59), at(4, 6)],
  ['less than an hour before', at(4, 5, 10), at(5, 6)],
  ['in the morning', at(4, 6), at(5, 6)],
])('tomorrow, said %s, is the next morning', (_when, now, until) => {
  expect(pauseUntil('tomorrow', now)).toBe(until);
});

it('is never over before it begins, nor longer than a week', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,7}[smhd]$/)), (text) => {
      const until = pauseUntil(text, NOW);
      if (until !== null) {
        expect(until).toBeGreaterThan(NOW);
        expect(until).toBeLessThanOrEqual(NOW + 604_800_000);
      }
    }),
  );
});
