import { expect, test } from 'vitest';
import { CountList, everyHour, HourChart } from '../../../../src/status/views/charts.tsx';

const HOUR = 3_600_000;

test('hours without anything are there too', () => {
  const known = [
    { at: HOUR, actedOn: 1, total: 2 },
    { at: 9 * HOUR, actedOn: 5, total: 5 },
  ];
  expect(everyHour(0, 3, known)).toEqual([
    { at: 0, actedOn: 0, total: 0 },
    { at: HOUR, actedOn: 1, total: 2 },
    { at: 2 * HOUR, actedOn: 0, total: 0 },
  ]);
});

test('hours that begin half an hour off are not lost', () => {
  const midnight = 18.5 * HOUR;
  const known = [18, 19, 20].map((hour) => ({ at: hour * HOUR, actedOn: 0, total: hour }));
  const totals = everyHour(midnight, 3, known).map(({ total }) => total);
  expect(totals).toEqual([18, 19, 20]);
});

test('the chart says in words what it shows, and gives the numbers', () => {
  const hours = everyHour(new Date(2026, 2, 3).getTime(), 24, [
    { at: new Date(2026, 2, 3, 9).getTime(), actedOn: 40, total: 1200 },
    { at: new Date(2026, 2, 3, 10).getTime(), actedOn: 0, total: 3 },
  ]);
  const html = (<HourChart hours={hours} />).toString();
  expect(html).toContain('the busiest is 9 o&#39;clock with 1,200, 40 of them acted on');
  expect(html).toContain('<th scope="row">10</th><td>0</td><td>3</td>');
  const heights = [...html.matchAll(/class="(total|acted)"[^>]*height="([\d.]+)"/g)];
  const drawn = heights.filter(([, , height]) => Number(height) > 0).map(([, name]) => name);
  // At nine both bars, at ten one of three exchanges' height: little, but shown.
  expect(drawn.filter((name) => name === 'total')).toHaveLength(2);
  expect(drawn.filter((name) => name === 'acted')).toHaveLength(1);
});

test('an empty day is no division by zero', () => {
  const html = (<HourChart hours={everyHour(0, 24, [])} />).toString();
  expect(html).not.toContain('NaN');
});

test('counts are links with bars, or a sentence', () => {
  const counts = [
    { name: 'a', label: 'Alpha', count: 1500, address: '/log?x=a' },
    { name: 'b', count: 15, address: '/log?x=b' },
  ];
  const html = (<CountList counts={counts} none="None." />).toString();
  expect(html).toContain('<a href="/log?x=a">Alpha</a>');
  expect(html).toContain('title="under 1 %">15<');
  expect(html).toContain('width="100.0"');
  expect((<CountList counts={[]} none="None." />).toString()).toContain('None.');
});
