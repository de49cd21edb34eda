import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import type { LogRow } from '../../../src/model/log.ts';
import { LogQueries } from '../../../src/record/queries.ts';
import { listed, naive, someEvent, someFilter } from './naive.ts';
import { device, event, logOf, type OpenLog, openLog, pass, recorderOn } from './samples.ts';

function read<Answer>(log: OpenLog, ask: (queries: LogQueries) => Answer): Answer {
  const queries = new LogQueries(log.path);
  try {
    return ask(queries);
  } finally {
    queries.close();
  }
}

describe('round trips', () => {
  const hostile = `'; DROP TABLE events; -- "%_\\ <script>alert(1)</script> 🦊 é ${'\u00df'}`;
  const cases: readonly [string, Event][] = [
    ['an ordinary event', event()],
    ['nothing known', pass({ page: null, status: null, party: 'unknown', type: 'other' })],
    [
      'everything set',
      event({
        action: 'allow',
        observed: true,
        undone: { list: 'easyprivacy', line: 4711, text: '||tracker.example^$third-party' },
        removed: ['fbclid', 'cookie _fbp'],
        status: 302,
        kind: 'websocket',
        bytesDown: 5_000_000_000,
      }),
    ],
    [
      'with all that a single row shows',
      event({
        level: 'full',
        report: {
          what: 'Purchase',
          asked: ['hashed e-mail', 'browser id'],
          marks: [
            { kind: 'email', mark: 'q8R-t2LxW0a' },
            { kind: 'browser', mark: 'Z_9kP3mVcY7' },
          ],
        },
        details: {
          headers: ['host', 'user-agent', 'cookie'],
          values: [],
          decided: 0.123,
          firstByte: 48.5,
        },
      }),
    ],
    [
      'hostile words',
      event({
        deviceName: hostile,
        path: `/${hostile}`.replace(';', ''),
        page: hostile,
        tracker: hostile,
        summary: hostile,
        fields: [hostile, ''],
        method: "'PO\\ST'",
        rule: { list: hostile, line: 0, text: hostile },
        host: "'.example",
      }),
    ],
  ];
  test.each(cases)('%s', (_, original) => {
    const log = logOf([original]);
    expect(read(log, (queries) => queries.row(1))).toEqual({ ...original, id: 1 });
    expect(read(log, (queries) => queries.rows({ limit: 1 }))).toEqual([
      { ...listed(original), id: 1 },
    ]);
  });

  test('what listeners are told is what is read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(someEvent, fc.string(), fc.string({ unit: 'grapheme' })), {
          maxLength: 20,
        }),
        (parts) => {
          const log = openLog();
          const recorder = recorderOn(log, { scope: 'all' });
          const told: LogRow[] = [];
          recorder.subscribe((row) => told.push(row));
          for (const [base, path, name] of parts)
            recorder.record({ ...base, path, deviceName: name });
          recorder.flush();
          const rows = read(log, (queries) => queries.rows({ limit: 1000, after: 0 }));
          log.db.close();
          expect(rows).toEqual(told);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a row that is not there is null', () => {
    const log = logOf([event()]);
    for (const id of [0, 2, -1, 1.5, Number.NaN]) {
      expect(read(log, (queries) => queries.row(id))).toBeNull();
    }
  });
});

describe('filters', () => {
  test('each and combined, against a naive search', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(someEvent, { minLength: 1, maxLength: 60 }),
        fc.array(someFilter, { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1, max: 70 }),
        (events, filters, limit) => {
          const log = logOf(events);
          const all = events.map((each, i) => ({ ...listed(each), id: i + 1 }));
          const queries = new LogQueries(log.path);
          for (const filter of filters) {
            expect([filter, queries.rows({ ...filter, limit })]).toEqual([
              filter,
              naive(all, { ...filter, limit }),
            ]);
          }
          queries.close();
          log.db.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a device is also found by its name', () => {
    const log = logOf([
      event({ device: device('ip:1'), deviceName: 'Phone' }),
      event({ device: device('ip:2'), deviceName: 'TV' }),
      event({ device: device('ip:3'), deviceName: 'Phone' }),
    ]);
    const ids = (name: string) =>
      read(log, (queries) => queries.rows({ device: name, limit: 9 }).map(({ id }) => id));
    expect(ids('TV')).toEqual([2]);
    expect(ids('Phone')).toEqual([3, 1]);
    expect(ids('Radio')).toEqual([]);
  });

  test('the limit is kept within 1 and 1000', () => {
    const log = logOf(Array.from({ length: 1200 }, () => event()));
    const sizes = [0, -5, 1, 999.9, 5000].map((limit) =>
      read(log, (queries) => queries.rows({ limit }).length),
    );
    expect(sizes).toEqual([1, 1, 1, 999, 1000]);
  });
});

describe('paging', () => {
  test('neither loses nor repeats a row while new ones arrive', () => {
    const log = logOf(
      Array.from({ length: 500 }, (_, i) => event({ host: `h${i % 3}.tracker.example` })),
    );
    const recorder = recorderOn(log);
    const filter = { host: 'tracker.example', action: 'block', limit: 70 } as const;
    const seen = read(log, (queries) => {
      const ids: number[] = [];
      let page = queries.rows(filter);
      while (page.length > 0) {
        ids.push(...page.map(({ id }) => id));
        recorder.record(event());
        recorder.flush();
        page = queries.rows({ ...filter, before: page.at(-1)?.id as number });
      }
      return ids;
    });
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => 500 - i));
  });

  test('following sees every row once, oldest first', () => {
    const log = logOf([event()]);
    const recorder = recorderOn(log);
    const queries = new LogQueries(log.path);
    const seen: number[] = [];
    let last = 0;
    for (let round = 0; round < 5; round++) {
      for (const { id } of queries.rows({ after: last, limit: 3 })) {
        seen.push(id);
        last = id;
      }
      recorder.record(event());
      recorder.record(event());
      recorder.flush();
    }
    queries.close();
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

test('a log in memory is read on the writer’s connection, which stays open', () => {
  const log = openLog(':memory:');
  const recorder = recorderOn(log);
  recorder.record(event());
  recorder.flush();
  const queries = new LogQueries(log.db);
  expect(queries.rows({ limit: 5 })).toHaveLength(1);
  queries.close();
  expect(log.db.open).toBe(true);
});

test('of a log on disk its own connection is opened and closed', () => {
  const log = logOf([event()]);
  const queries = new LogQueries(log.db);
  expect(queries.rows({ limit: 5 })).toHaveLength(1);
  queries.close();
  expect(() => queries.rows({ limit: 5 })).toThrow(/not open/);
  expect(log.db.open).toBe(true);
});

test('reading goes on while another connection is in the middle of a write', () => {
  const log = logOf([event()]);
  log.db.exec('BEGIN IMMEDIATE; DELETE FROM events');
  expect(read(log, (queries) => queries.rows({ limit: 5 }))).toHaveLength(1);
  log.db.exec('ROLLBACK');
});
