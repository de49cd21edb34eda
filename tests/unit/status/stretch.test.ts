import { expect, test } from 'vitest';
import { logOf, parseStretch, stretchLinks } from '../../../src/status/stretch.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = new Date(2026, 2, 3, 14, 30).getTime();

test('a day is twenty-four hours that end with the one that runs', () => {
  const day = parseStretch('24h', ['24h', '7d'], NOW);
  expect(day.range).toEqual({ since: new Date(2026, 2, 2, 15).getTime(), until: NOW });
  expect(day.before).toEqual({ since: day.range.since - DAY, until: NOW - DAY });
  expect([day.bars, day.barMs]).toEqual([24, HOUR]);
});

test('a week is seven days, today among them', () => {
  const week = parseStretch('7d', ['24h', '7d'], NOW);
  expect(week.range.since).toBe(new Date(2026, 1, 25).getTime());
  expect(week.before.until - week.before.since).toBe(week.range.until - week.range.since);
  expect(week.bars * week.barMs).toBe(7 * DAY);
});

test.each([null, '', '1y', '30d', 'constructor'])('%s is the first that is offered', (text) => {
  expect(parseStretch(text, ['7d', '24h'], NOW).name).toBe('7d');
});

test('rows of the log are asked for by a word where it says the same, else by moments', () => {
  const offered = ['24h', '30d'] as const;
  expect(logOf(parseStretch('24h', offered, NOW), { tracker: 'Meta Pixel' })).toBe(
    '/log?tracker=Meta+Pixel&last=24h',
  );
  const month = parseStretch('30d', offered, NOW);
  expect(logOf(month, { unopened: '1' })).toBe(`/log?unopened=1&since=${month.range.since}`);
});

test('the links keep what else was asked for', () => {
  const links = stretchLinks('/insight/site', { name: 'a.example' }, ['24h', '7d']);
  expect(links.map(({ address }) => address)).toEqual([
    '/insight/site?name=a.example&last=24h',
    '/insight/site?name=a.example&last=7d',
  ]);
});

test('a page may show another one than the first where none is asked for', () => {
  expect(parseStretch(null, ['24h', '7d', '30d'], NOW, '7d').name).toBe('7d');
  expect(parseStretch('30d', ['24h', '7d', '30d'], NOW, '7d').name).toBe('30d');
});
