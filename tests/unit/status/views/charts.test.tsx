import { expect, test } from 'vitest';
import { ACTION_SERIES } from '../../../../src/status/action-series.ts';
import { type Bar, StackedChart } from '../../../../src/status/views/charts.tsx';

const HOUR = 3_600_000;
const NINE = new Date(2026, 2, 3, 9).getTime();

function chart(bars: readonly Bar[]): string {
  return (
    <StackedChart
      name="Exchanges"
      series={ACTION_SERIES}
      bars={bars}
      axis="hour"
      rows="when"
      labelEvery={2}
      address={({ at }) => `/log?since=${at}`}
    />
  ).toString();
}

test('the picture says in words what it shows, and the numbers follow as a table', () => {
  const html = chart([
    { at: NINE, values: [40, 3, 1000, 157] },
    { at: NINE + HOUR, values: [0, 0, 3, 0] },
    { at: NINE + 2 * HOUR, values: [0, 0, 0, 0] },
  ]);
  expect(html).toContain(
    'aria-label="Exchanges over time: stopped 40, cleaned or rewritten 3, let through 1,003, passed unopened 157; most, 1,200, from Tue 3 Mar',
  );
  expect(html).toContain('<data value="1000">1,000</data>');
  expect(html).toContain(`<a href="/log?since=${NINE + HOUR}">`);
  // An empty bar is not a row, but it is labelled like any.
  expect(html).not.toContain(`href="/log?since=${NINE + 2 * HOUR}"`);
  expect(html.match(/data-show="hour"/g)).toHaveLength(2);
});

test('parts stand on each other and never higher than the picture, and little is shown', () => {
  const html = chart([{ at: NINE, values: [1, 1, 100_000, 1] }]);
  const parts = [...html.matchAll(/ y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)].map(
    ([, y, height]) => [Number(y), Number(height)] as const,
  );
  expect(parts).toHaveLength(3);
  let ground = 140;
  for (const [y, height] of parts) {
    expect(height).toBeGreaterThanOrEqual(2);
    expect(y + height).toBeCloseTo(ground, 0);
    ground = y;
  }
  expect(ground).toBeGreaterThanOrEqual(0);
});

test('each part has a pattern of its own, named within the chart', () => {
  const html = chart([{ at: NINE, values: [1, 1, 1, 1] }]);
  for (const { fill } of ACTION_SERIES) {
    expect(html).toContain(`<pattern id="exchanges-${fill}"`);
    expect(html).toContain(`fill="url(#exchanges-${fill})"`);
  }
});

test('nothing at all is no division by zero', () => {
  expect(chart([])).not.toContain('NaN');
  expect(chart([{ at: NINE, values: [0, 0, 0, 0] }])).toContain('aria-label="Exchanges: none"');
});
