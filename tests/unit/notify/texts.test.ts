import { expect, test } from 'vitest';
import type { Weeks } from '../../../src/model/insight.ts';
import {
  brokenLogWords,
  listFailureWords,
  newDeviceWords,
  newTrackerWords,
  weekInNumbers,
} from '../../../src/notify/texts.ts';
import { device, subscribed } from '../../support/status-ports.ts';

const company = (name: string, ...sites: readonly string[]) => ({ name, sites });

test.each([
  [
    [company('Criteo')],
    false,
    'Criteo tried to learn something about this household for the first time.',
  ],
  [
    [company('Criteo', 'shop.example'), company('Taboola', 'shop.example', 'news.example')],
    true,
    'Criteo and Taboola tried to learn something about this household for the first time. It was on shop.example and news.example.',
  ],
  [
    [company('Criteo', 'shop.example')],
    false,
    'Criteo tried to learn something about this household for the first time.',
  ],
  [
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => company(name)),
    false,
    'a, b, c and 3 more tried to learn something about this household for the first time.',
  ],
  [
    [company('a\nX-Header: b\u202e')],
    false,
    'a X-Header: b  tried to learn something about this household for the first time.',
  ],
])('new trackers %#', (companies, detail, text) => {
  expect(newTrackerWords(companies, detail).text.replace(/ +/g, ' ')).toBe(
    text.replace(/ +/g, ' '),
  );
});

test('a new device is named only where that is wanted', () => {
  const phone = device({ name: null, address: '192.168.1.40' });
  expect(newDeviceWords([phone], false)).toEqual({
    title: 'a new device',
    text: 'A device that was never here before uses Eyelid.',
  });
  expect(newDeviceWords([phone], true).text).toContain('It is called 192.168.1.40.');
  expect(newDeviceWords([phone, device()], true).text).toBe(
    '2 devices that were never here before use Eyelid. They are called 192.168.1.40 and Laptop.',
  );
});

test('a list that fails, with or without a copy', () => {
  expect(listFailureWords([subscribed()]).text).toBe(
    '"EasyPrivacy" cannot be updated. The copy from before stays in force.',
  );
  expect(listFailureWords([subscribed({ fetched: null })]).text).toContain('Not all of them');
});

test('a broken log breaks nothing else', () => {
  expect(brokenLogWords('The log loses events.').text).toBe(
    'The log loses events. Devices are filtered as before.',
  );
});

test('the week in numbers names nobody', () => {
  const tried = (count: number, stopped: number) => ({ count, stopped });
  const weeks: Weeks = {
    ...{ since: 0, until: 1, sites: [] },
    trackers: [
      { name: 'Meta Pixel', now: tried(40, 38), before: tried(30, 30) },
      { name: 'Gone', now: tried(0, 0), before: tried(5, 5) },
    ],
    devices: [{ name: 'Anna', device: 'x', now: tried(40, 38), before: tried(35, 35) }],
    newTrackers: ['Criteo'],
  };
  const text = weekInNumbers(weeks);
  expect(text).toBe(
    'In the last week trackers tried 40 times: 1 tracker, from 1 device. They were stopped 38 times. The week before they tried 35 times. New: 1 tracker.',
  );
  for (const name of ['Meta', 'Anna', 'Criteo', 'Gone']) expect(text).not.toContain(name);
  expect(weekInNumbers({ ...weeks, begun: 1 })).not.toContain('The week before');
});
