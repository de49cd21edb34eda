import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addFacts,
  emptySketch,
  type Facts,
  SKETCH_COLUMNS,
  sketchOf,
  sketchTest,
} from '../../../src/record/sketch.ts';
import { openLog } from './samples.ts';

const someFacts: fc.Arbitrary<Facts> = fc.record({
  device: fc.nat(20),
  domain: fc.nat(500),
  page: fc.option(fc.nat(500), { nil: null }),
  tracker: fc.option(fc.nat(60), { nil: null }),
  action: fc.nat(7),
  rule: fc.option(fc.nat(2 ** 31), { nil: null }),
  list: fc.option(fc.nat(20), { nil: null }),
  type: fc.nat(11),
  level: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  tunnel: fc.option(fc.integer({ min: 1, max: 13 }), { nil: null }),
});

/** Asks SQLite, as a search does. */
function asker() {
  const { db } = openLog(':memory:');
  const put = db.prepare<number[]>(
    `INSERT OR REPLACE INTO blocks (block, ${SKETCH_COLUMNS.join(', ')})
     VALUES (0${', ?'.repeat(SKETCH_COLUMNS.length)})`,
  );
  return (sketch: Int32Array, wanted: Partial<Facts>): boolean => {
    put.run(...sketch);
    const test = sketchTest(sketchOf(wanted));
    return (
      db
        .prepare(`SELECT count(*) FROM blocks WHERE ${test || '1'}`)
        .pluck()
        .get() === 1
    );
  };
}

test('whatever was added is found, by all its facts and by any of them', () => {
  const isIn = asker();
  const some = fc.array(someFacts, { minLength: 1, maxLength: 256 });
  const names = fc.subarray(['device', 'domain', 'page', 'tracker', 'rule', 'type', 'tunnel']);
  fc.assert(
    fc.property(some, fc.nat(255), names, (rows, index, wanted) => {
      const sketch = emptySketch();
      for (const row of rows) addFacts(sketch, row);
      const row = rows[index % rows.length] as Facts;
      const part = Object.entries(row).filter(([name]) => wanted.includes(name));
      expect(isIn(sketch, row)).toBe(true);
      expect(isIn(sketch, Object.fromEntries(part))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('what has few values is told exactly, and of the rest most are told apart', () => {
  const isIn = asker();
  const sketch = emptySketch();
  const base = { action: 7, rule: 1, list: 1, type: 5, level: 4, tunnel: null } as const;
  // What a quarter of an hour in a busy household holds.
  for (let i = 0; i < 256; i++) {
    // A visit is a handful of rows.
    const visit = Math.floor(i / 8);
    const [device, page, tracker] = [visit % 9, visit % 29, i % 20];
    addFacts(sketch, { ...base, device, page, tracker, domain: i % 51, rule: i % 24 });
  }
  for (const wrong of [{ type: 6 }, { level: 2 }, { action: 0 }, { tunnel: 1 }]) {
    expect(isIn(sketch, wrong)).toBe(false);
  }
  const mistaken = Array.from({ length: 500 }, (_, i) => isIn(sketch, { page: 1000 + i }));
  expect(mistaken.filter(Boolean).length).toBeLessThan(75);
});
