import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { createBlockFiller } from '../../../src/record/blocks.ts';
import type { LogDatabase } from '../../../src/record/database.ts';
import { createSearch } from '../../../src/record/search.ts';
import { createWriter } from '../../../src/record/writer.ts';
import { naive, someEvent, someFilter } from './naive.ts';
import { device, domainOf, event, openLog } from './samples.ts';

/** Long stretches of the same, so that blocks differ in what they hold. */
const someEvents = fc
  .array(fc.tuple(someEvent, fc.integer({ min: 1, max: 200 })), { minLength: 1, maxLength: 20 })
  .map((runs) => runs.flatMap(([each, times]) => new Array<Event>(times).fill(each)));

/** How many of the newest rows have sketches: some, none or all. */
const someSketched = fc.constantFrom(0, 300, 600, Number.POSITIVE_INFINITY);

function forgetSketches(db: LogDatabase, rows: number): void {
  db.prepare('DELETE FROM blocks WHERE block < ((SELECT max(id) FROM events) - @rows) / 256').run({
    rows: Math.min(rows, 1e9),
  });
}

test('what blocks are asked for is found as by a naive search', () => {
  fc.assert(
    fc.property(
      someEvents,
      someSketched,
      fc.array(someFilter, { minLength: 10, maxLength: 10 }),
      fc.integer({ min: 1, max: 400 }),
      (events, sketched, filters, limit) => {
        const log = openLog(':memory:');
        createWriter(log.db, domainOf)(events, null);
        forgetSketches(log.db, sketched);
        // Nothing counts as rare: every combination is sought in blocks.
        const search = createSearch(log.db, 0);
        const rows = events.map((each, i) => ({ ...each, id: i + 1 }));
        for (const some of filters) {
          const filter = { ...some, limit };
          expect([filter, search(filter)]).toEqual([
            filter,
            naive(rows, filter).map(({ id }) => id),
          ]);
        }
        log.db.close();
      },
    ),
    { numRuns: 40 },
  );
});

test('blocks without any matching row are not read', () => {
  const log = openLog(':memory:');
  const write = createWriter(log.db, domainOf);
  const mixed = (i: number) =>
    event({ device: device(`ip:${i % 4}`), page: `p${i % 5}.example`, type: 'script' });
  write(
    Array.from({ length: 5000 }, (_, i) => mixed(i)),
    null,
  );
  const rare = event({ type: 'font', level: 'full' });
  write([rare, ...Array.from({ length: 5000 }, (_, i) => mixed(i))], null);
  // What cannot be read must not be needed.
  log.db.exec('UPDATE events SET at = NULL WHERE 0');
  const search = createSearch(log.db, 0);
  expect(search({ type: 'font', limit: 10 })).toEqual([5001]);
  expect(search({ type: 'font', level: 'full', limit: 10 })).toEqual([5001]);
  // Both are in every block, together they are in none.
  expect(search({ device: 'ip:0', page: 'p1.example', limit: 1 })).toHaveLength(1);
});

test('a text is looked for in a bounded number of blocks, the newest first', () => {
  const log = openLog(':memory:');
  createWriter(log.db, domainOf)([event({ summary: 'Meta was told: Purchase' })], null);
  const columns = (table: string) =>
    log.db
      .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
      .pluck()
      .all(table)
      .slice(1)
      .join(', ');
  // One row in each of many blocks, all but the oldest with other words.
  const [row, sketch] = [columns('events'), columns('blocks')];
  log.db.exec(`
    WITH RECURSIVE later (block) AS (SELECT 1 UNION ALL SELECT block + 1 FROM later WHERE block < 1200)
    INSERT INTO events (id, ${row}) SELECT block * 256, ${row} FROM later, events WHERE id = 1;
    INSERT INTO blocks (block, ${sketch})
      SELECT id / 256, ${sketch} FROM blocks, events WHERE block = 0 AND id > 1;
    UPDATE events SET summary = 'Meta was told: PageView' WHERE id > 1;
    UPDATE hours SET last_id = 1200 * 256`);
  const search = createSearch(log.db, 0);
  const wanted = { tracker: 'Meta Pixel', action: 'block', text: 'Purchase', limit: 10 } as const;
  expect(search(wanted)).toEqual([]);
  expect(search({ ...wanted, before: 999 * 256 })).toEqual([1]);
  expect(search({ ...wanted, after: 0 })).toEqual([1]);
  expect(search({ ...wanted, text: 'PageView' })).toHaveLength(10);
});

test('rows of before get their sketches block by block, the newest first', () => {
  const log = openLog(':memory:');
  createWriter(log.db, domainOf)(
    Array.from({ length: 700 }, () => event()),
    null,
  );
  const blocks = () => log.db.prepare('SELECT * FROM blocks ORDER BY block').all();
  const written = blocks();
  log.db.exec('DELETE FROM blocks');
  const fill = createBlockFiller(log.db);
  const numbers: unknown[] = [];
  while (fill()) numbers.push(log.db.prepare('SELECT min(block) FROM blocks').pluck().get());
  expect(numbers).toEqual([2, 1, 0]);
  expect(blocks()).toEqual(written);
});
