import { describe, expect, it } from 'vitest';
import { barLines, barsOf } from '../../../src/cli/bars.ts';
import { painter } from '../../../src/cli/colour.ts';
import type { Overview } from '../../../src/model/log.ts';

const plain = painter('never', { env: {} });
const HOUR = 3_600_000;

function overview(since: number, hours: readonly (readonly [hour: number, total: number])[]) {
  const byHour = hours.map(([hour, total]) => ({
    at: since + hour * HOUR,
    total,
    actedOn: total / 2,
    tunnelled: 0,
    byAction: [],
  }));
  const none: Omit<Overview, 'since' | 'byHour'> = {
    total: 0,
    tunnelled: 0,
    actedOn: 0,
    byAction: [],
    byTracker: [],
    byPage: [],
    byDevice: [],
    unopened: [],
  };
  return { ...none, since, byHour };
}

describe('barsOf', () => {
  it('has every hour, where this machine is, with those in which nothing happened', () => {
    const since = new Date(2026, 10, 22, 5).getTime();
    const bars = barsOf(
      overview(since, [
        [0, 4],
        [2, 8],
      ]),
      since + 2.5 * HOUR,
      'hour',
    );
    expect(bars).toEqual([
      { name: 'Sun 05:00', total: 4, actedOn: 2 },
      { name: 'Sun 06:00', total: 0, actedOn: 0 },
      { name: 'Sun 07:00', total: 8, actedOn: 4 },
    ]);
  });

  it('sums hours up to days', () => {
    const since = new Date(2026, 9, 31, 22).getTime();
    const bars = barsOf(
      overview(since, [
        [0, 4],
        [1, 6],
        [3, 8],
      ]),
      since + 4 * HOUR,
      'day',
    );
    expect(bars).toEqual([
      { name: 'Sat 31 Oct', total: 10, actedOn: 5 },
      { name: 'Sun  1 Nov', total: 8, actedOn: 4 },
    ]);
  });
});

describe('barLines', () => {
  it('fills what was acted on, hatches the rest, and says both in numbers', () => {
    const lines = barLines(
      [
        { name: 'a', total: 1_000, actedOn: 500 },
        { name: 'b', total: 0, actedOn: 0 },
        { name: 'c', total: 1_000, actedOn: 1 },
      ],
      plain,
    );
    expect(lines).toEqual([
      `a  500 of 1,000  ${'█'.repeat(20)}${'░'.repeat(20)}`,
      'b',
      `c    1 of 1,000  █${'░'.repeat(39)}`,
    ]);
  });

  it('draws nothing where there was nothing', () => {
    expect(barLines([{ name: 'a', total: 0, actedOn: 0 }], plain)).toEqual(['a']);
    expect(barLines([], plain)).toEqual([]);
  });
});
