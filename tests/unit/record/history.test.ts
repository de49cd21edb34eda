import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../src/model/errors.ts';
import { History } from '../../../src/record/history.ts';
import { event, folder, HOUR, HOUR_MS, logOf, openLog, pass, recorderOn } from './samples.ts';

function open(path: string): History {
  const history = new History(path);
  onTestFinished(() => history.close());
  return history;
}

test('an exchange comes back with all that a rule could ask for', () => {
  const log = logOf([event({ path: '/tr?id=1&ev=2', kind: 'http', port: 8080 })]);
  expect([...open(log.path).exchanges(HOUR)]).toEqual([
    {
      at: HOUR,
      device: 'mac:02:00:00:00:00:01',
      deviceName: 'Phone',
      kind: 'http',
      method: 'GET',
      host: 'www.tracker.example',
      port: 8080,
      path: '/tr?id&ev',
      page: 'shop.example',
      type: 'image',
      party: 'third',
      action: 'block',
      rule: { list: 'meta.yaml', line: 12, text: 'meta-pixel' },
    },
  ]);
});

test('more than are read at a time come in their order, from the beginning of the hour on', () => {
  const events = Array.from({ length: 4_500 }, (_, i) =>
    event({ at: HOUR - HOUR_MS + i * 1_000, path: `/${i}`, page: null, rule: null }),
  );
  const history = open(logOf(events).path);
  expect(history.beginning(HOUR + 20)).toBe(HOUR);
  const wanted = events.slice(3_600).map(({ path }) => path);
  expect([...history.exchanges(HOUR + 20)].map(({ path }) => path)).toEqual(wanted);
});

test('an event that ended late is not taken for a later one', () => {
  const log = logOf([
    event({ at: HOUR + 1, path: '/b' }),
    event({ at: HOUR - 1, path: '/a' }),
    event({ at: HOUR + 2, path: '/c' }),
  ]);
  expect([...open(log.path).exchanges(HOUR)].map(({ path }) => path)).toEqual(['/b', '/c']);
  expect(open(log.path).traffic(HOUR)).toEqual([
    { domain: 'tracker.example', total: 2, events: 2 },
  ]);
});

test('nothing young enough is nothing', () => {
  const history = open(logOf([event()]).path);
  expect([...history.exchanges(HOUR + HOUR_MS)]).toEqual([]);
  expect(history.traffic(HOUR + HOUR_MS)).toEqual([]);
});

test('what comes in while it reads is not among them', () => {
  const log = openLog();
  const first = recorderOn(log);
  first.record(event({ path: '/1' }));
  first.close();
  const reading = open(log.path).exchanges(HOUR);
  expect(reading.next().value).toMatchObject({ path: '/1' });
  const second = recorderOn(log);
  second.record(event({ path: '/2' }));
  second.close();
  expect(reading.next().done).toBe(true);
});

test('traffic tells how many exchanges are only counted', () => {
  const log = logOf([event(), event(), pass(), pass(), pass(), pass({ host: 'b.example' })], {
    scope: 'acted',
  });
  const traffic = open(log.path).traffic(HOUR);
  expect(traffic.toSorted((a, b) => (a.domain < b.domain ? -1 : 1))).toEqual([
    { domain: 'b.example', total: 1, events: 0 },
    { domain: 'tracker.example', total: 5, events: 2 },
  ]);
});

test('a log that is not there is told', () => {
  expect(() => new History(join(folder(), 'none.db'))).toThrow(AppError);
});
