import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import type { LogFilter, LogRow } from '../../../src/model/log.ts';
import { RESOURCE_TYPES } from '../../../src/model/request.ts';
import { ACTIONS } from '../../../src/model/rule.ts';
import { LogQueries } from '../../../src/record/queries.ts';
import {
  device,
  event,
  HOUR,
  HOUR_MS,
  logOf,
  type OpenLog,
  openLog,
  pass,
  recorderOn,
} from './samples.ts';

function read<Answer>(log: OpenLog, ask: (queries: LogQueries) => Answer): Answer {
  const queries = new LogQueries(log.path);
  try {
    return ask(queries);
  } finally {
    queries.close();
  }
}

const HOSTS = ['a.example', 'x.a.example', 'y.x.a.example', 'xa.example', 'b.test', '192.168.1.9'];
const someEvent: fc.Arbitrary<Event> = fc.record({
  at: fc.integer({ min: HOUR - 5 * HOUR_MS, max: HOUR + 5 * HOUR_MS }),
  device: fc.constantFrom('ip:1', 'ip:2', 'mac:3').map(device),
  deviceName: fc.constantFrom('Phone', 'TV', '100%_\\'),
  kind: fc.constantFrom('http', 'https', 'websocket', 'tunnel'),
  method: fc.constantFrom('GET', 'POST'),
  host: fc.constantFrom(...HOSTS),
  port: fc.constantFrom(80, 443),
  path: fc.constantFrom('/', '/tr?id', '/100%_x', '/Über'),
  page: fc.constantFrom(null, 'shop.example', 'news.example'),
  type: fc.constantFrom(...RESOURCE_TYPES),
  party: fc.constantFrom('first', 'third', 'unknown'),
  action: fc.constantFrom(...ACTIONS),
  observed: fc.boolean(),
  rule: fc.constantFrom(
    null,
    { list: 'a.txt', line: 1, text: '||a^' },
    { list: 'm.yaml', line: 9, text: 'meta' },
  ),
  undone: fc.constantFrom(null, { list: 'u.txt', line: 2, text: '||undone^' }),
  tracker: fc.constantFrom(null, 'Meta Pixel', 'TikTok'),
  summary: fc.constantFrom(null, 'Meta was told'),
  fields: fc.constantFrom([], ['em', 'ph']),
  removed: fc.constantFrom([], ['fbclid']),
  bytesUp: fc.nat(1000),
  bytesDown: fc.nat(1000),
  duration: fc.nat(1000),
  status: fc.constantFrom(null, 200, 404),
  tunnel: fc.constantFrom(null, 'refused', 'grpc'),
});

const someFilter = fc.record(
  {
    device: fc.constantFrom('ip:1', 'mac:3', 'ip:unknown'),
    host: fc.constantFrom(...HOSTS, 'example', 'test', 'X.A.example', 'nowhere.example', '1.9'),
    page: fc.constantFrom('shop.example', 'nowhere.example'),
    tracker: fc.constantFrom('Meta Pixel', 'Nobody'),
    action: fc.constantFrom(...ACTIONS),
    list: fc.constantFrom('a.txt', 'm.yaml', 'none.txt'),
    text: fc.constantFrom('', 'a', 'META', '%', '_', '\\', '100%_', 'undone', 'shop', 'Über', "'"),
    since: fc.integer({ min: HOUR - 6 * HOUR_MS, max: HOUR + 6 * HOUR_MS }),
    until: fc.integer({ min: HOUR - 6 * HOUR_MS, max: HOUR + 6 * HOUR_MS }),
    before: fc.nat(60),
    after: fc.nat(60),
  },
  { requiredKeys: [] },
);

/** What the contract says, row by row. */
function naive(rows: readonly LogRow[], filter: LogFilter): readonly LogRow[] {
  const has = (part: string | null | undefined) =>
    (part ?? '').toLowerCase().includes((filter.text ?? '').toLowerCase());
  const host = filter.host?.toLowerCase();
  const found = rows.filter(
    (row) =>
      (filter.device === undefined || row.device === filter.device) &&
      (host === undefined || row.host === host || row.host.endsWith(`.${host}`)) &&
      (filter.page === undefined || row.page === filter.page) &&
      (filter.tracker === undefined || row.tracker === filter.tracker) &&
      (filter.action === undefined || row.action === filter.action) &&
      (filter.list === undefined || row.rule?.list === filter.list) &&
      row.at >= (filter.since ?? 0) &&
      row.at <= (filter.until ?? Number.MAX_VALUE) &&
      row.id < (filter.before ?? Number.MAX_VALUE) &&
      row.id > (filter.after ?? 0) &&
      [
        row.host,
        row.path,
        row.page,
        row.tracker,
        row.deviceName,
        row.rule?.text,
        row.undone?.text,
      ].some(has),
  );
  const ordered = filter.after === undefined ? found.toReversed() : found;
  return ordered.slice(0, filter.limit);
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
    expect(read(log, (queries) => queries.rows({ limit: 1 }))).toEqual([{ ...original, id: 1 }]);
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
          const all = events.map((each, i) => ({ ...each, id: i + 1 }));
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
