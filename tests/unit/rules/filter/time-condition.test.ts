import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isOver,
  isWithin,
  parseExpiry,
  parseTimes,
} from '../../../../src/rules/filter/time-condition.ts';

/** A moment by the clock of the box. 2026-11-16 is a Monday. */
const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 10, day, hour, minute).getTime();
const [MON, TUE, FRI, SAT, SUN] = [16, 17, 20, 21, 22];

describe('times', () => {
  test.each([
    ['21:00-07:00', at(MON, 21), true],
    ['21:00-07:00', at(MON, 20, 59), false],
    ['21:00-07:00', at(TUE, 6, 59), true],
    ['21:00-07:00', at(TUE, 7), false],
    ['08:00-12:00', at(MON, 8), true],
    ['08:00-12:00', at(MON, 12), false],
    ['8:00-12:00', at(MON, 9), true],
    ['00:00-24:00', at(SUN, 23, 59), true],
    ['22:00-24:00', at(SUN, 23, 59), true],
    ['22:00-24:00', at(MON, 0), false],
    ['22:00-00:00', at(SUN, 23, 59), true],
    ['22:00-00:00', at(MON, 0), false],
    ['mon-fri/21:00-07:00', at(FRI, 22), true],
    ['mon-fri/21:00-07:00', at(SAT, 6), true],
    ['mon-fri/21:00-07:00', at(SAT, 22), false],
    ['mon-fri/21:00-07:00', at(MON, 6), false],
    ['sun-thu/21:00-07:00', at(MON, 6), true],
    ['fri-mon/10:00-11:00', at(SUN, 10, 30), true],
    ['fri-mon/10:00-11:00', at(TUE, 10, 30), false],
    ['mon-fri/21:00-07:00|sat/10:00-12:00', at(SAT, 11), true],
    ['SAT', at(SAT, 0), true],
    ['sat', at(SAT, 23, 59), true],
    ['sat', at(SUN, 0), false],
    ['sat-sun', at(SUN, 12), true],
  ])('%s', (text, now, expected) => {
    const spans = parseTimes(text);
    if ('reason' in spans) throw new Error(spans.reason);
    expect(isWithin(spans, now)).toBe(expected);
  });

  test.each([
    [''],
    ['21:00'],
    ['21-7'],
    ['21:00-21:00'],
    ['24:00-07:00'],
    ['21:60-07:00'],
    ['25:00-07:00'],
    ['mon/'],
    ['mon-/21:00-07:00'],
    ['monday/21:00-07:00'],
    ['~mon/21:00-07:00'],
    ['mon-fri/21:00-07:00|'],
  ])('%j is none', (text) => {
    expect(parseTimes(text)).toMatchObject({ reason: expect.stringMatching(/is no time such as/) });
  });

  test('a span and what is left of the week are never both on, and never both off', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const clock = (m: number) =>
      `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: 0, max: 6 }), minute, (a, b, day, m) => {
        fc.pre(a !== b);
        const now = at(MON + day, Math.floor(m / 60), m % 60);
        const spans = [`${clock(a)}-${clock(b)}`, `${clock(b)}-${clock(a)}`].map(parseTimes);
        const on = spans.filter((span) => !('reason' in span) && isWithin(span, now));
        expect(on).toHaveLength(1);
      }),
    );
  });
});

describe('the end of a rule', () => {
  test.each([
    ['2026-12-01', new Date(2026, 11, 1, 23, 59, 59), false],
    ['2026-12-01', new Date(2026, 11, 2, 0, 0), true],
    ['2026-12-01T18:00', new Date(2026, 11, 1, 17, 59, 59), false],
    ['2026-12-01T18:00', new Date(2026, 11, 1, 18, 0), true],
    ['2026-12-01t18:00:30', new Date(2026, 11, 1, 18, 0, 29), false],
    ['2026-12-01T18:00Z', new Date('2026-12-01T17:59:59.999Z'), false],
    ['2026-12-01T18:00Z', new Date('2026-12-01T18:00:00Z'), true],
    ['2026-12-01Z', new Date('2026-12-01T23:59:59Z'), false],
    ['2026-12-01Z', new Date('2026-12-02T00:00:00Z'), true],
    ['2024-02-29', new Date(2024, 2, 1), true],
  ])('%s', (text, now, expected) => {
    const expiry = parseExpiry(text);
    if ('reason' in expiry) throw new Error(expiry.reason);
    expect(isOver(expiry, now.getTime())).toBe(expected);
  });

  test.each([
    [''],
    ['tomorrow'],
    ['2026-13-01'],
    ['2026-02-30'],
    ['2025-02-29'],
    ['2026-00-10'],
    ['26-12-01'],
    ['2026-12-01T25:00'],
    ['2026-12-01T18:60'],
    ['2026-12-01T18'],
    ['2026-12-01T18:00+01:00'],
    ['01.12.2026'],
  ])('%j is none', (text) => {
    expect(parseExpiry(text)).toMatchObject({
      reason: expect.stringMatching(/is no date such as/),
    });
  });
});
