import { expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { createTally } from '../../../src/record/tally.ts';
import { createWriter, listedRow } from '../../../src/record/writer.ts';
import { domainOf, event, HOUR, HOUR_MS, openLog, pass } from './samples.ts';

const REPORT = {
  what: 'Purchase',
  asked: ['hashed e-mail'],
  marks: [{ kind: 'email', mark: 'AAAAAAAAAAA' }],
} as const;

test('rows are stored with ids that grow, and counted with the others', () => {
  const { db } = openLog();
  const write = createWriter(db, domainOf);
  const others = createTally(domainOf);
  others.add(pass());
  const rows = write([event(), event()], others);
  expect(rows.map(listedRow)).toEqual([
    { ...event(), id: 1 },
    { ...event(), id: 2 },
  ]);
  expect(db.prepare('SELECT sum(total) FROM hour_devices').pluck().get()).toBe(3);
  db.exec('DELETE FROM events');
  expect(write([event()], null)[0]?.id).toBe(3);
});

test('each hour knows its first and last id, in whatever order events end', () => {
  const { db } = openLog();
  const write = createWriter(db, domainOf);
  const at = (hours: number) => event({ at: HOUR + hours * HOUR_MS });
  write([at(0), at(1), at(0)], null);
  write([at(1), at(-1), at(0)], null);
  const hour = HOUR / HOUR_MS;
  expect(db.prepare('SELECT hour, first_id, last_id FROM hours').raw().all()).toEqual([
    [hour - 1, 5, 5],
    [hour, 1, 6],
    [hour + 1, 2, 4],
  ]);
});

test('a batch is written whole or not at all, and the next one is sound', () => {
  const { db } = openLog();
  const write = createWriter(db, domainOf);
  const bad = event({ port: null as unknown as Event['port'] });
  expect(() => write([event({ report: REPORT }), bad], null)).toThrow(/NOT NULL/);
  for (const table of ['events', 'names', 'hosts', 'rules', 'hour_devices', 'hours']) {
    expect([table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([table, 0]);
  }
  write([event({ report: REPORT })], null);
  // What was remembered of the batch that was rolled back was not taken for written.
  for (const table of ['day_meetings', 'mark_reach', 'report_reach', 'blocks']) {
    const rows = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([table, Number(rows) > 0]).toEqual([table, true]);
  }
  const sketch = db.prepare('SELECT * FROM blocks').raw().get();
  const other = openLog();
  createWriter(other.db, domainOf)([event({ report: REPORT })], null);
  expect(sketch).toEqual(other.db.prepare('SELECT * FROM blocks').raw().get());
  expect(db.prepare('SELECT text FROM hosts').pluck().all()).toEqual(['www.tracker.example']);
  expect(
    db.prepare('SELECT count(*) FROM events JOIN names ON names.id = device').pluck().get(),
  ).toBe(1);
});
