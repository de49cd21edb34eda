import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { MIGRATIONS, migrate } from '../../../src/record/migrations.ts';

test('what a whole device proved before is not taken over', () => {
  const db = new Sqlite(':memory:');
  migrate(db, MIGRATIONS.slice(0, 1));
  db.exec(`INSERT INTO devices VALUES
    ('ip:1', '1', NULL, 'TV', 'full', 'proof', NULL, 1, 1),
    ('ip:2', '2', NULL, NULL, 'full', 'hand', NULL, 1, 1)`);
  migrate(db);
  expect(db.prepare('SELECT name, level, level_from FROM devices ORDER BY id').all()).toEqual([
    { name: 'TV', level: null, level_from: null },
    { name: null, level: 'full', level_from: 'hand' },
  ]);
  db.close();
});
