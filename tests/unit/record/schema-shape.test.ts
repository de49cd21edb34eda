import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { lacking } from '../../../src/record/schema-shape.ts';
import { openLog } from './samples.ts';

test('a log of this program lacks nothing, and may hold more', () => {
  const { db } = openLog();
  expect(lacking(db)).toBeNull();
  db.exec('CREATE TABLE of_somebody (word TEXT)');
  expect(lacking(db)).toBeNull();
});

test('what is lacking is named', () => {
  const { db } = openLog();
  db.exec('DROP TABLE day_meetings');
  expect(lacking(db)).toMatch(/^day_meetings\./);
  expect(lacking(new Sqlite(':memory:'))).toMatch(/^\w+\.\w+$/);
});
