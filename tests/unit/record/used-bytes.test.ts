import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../src/record/database.ts';
import { usedBytes } from '../../../src/record/used-bytes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('counts the pages that hold something', () => {
  const db = openDatabase(join(temporaryFolder(), 'events.db'), (message) => expect.fail(message));
  const empty = usedBytes(db);
  expect(empty).toBeGreaterThan(0);
  db.exec('CREATE TABLE filler (x)');
  db.exec('INSERT INTO filler VALUES (zeroblob(1000000))');
  expect(usedBytes(db) - empty).toBeGreaterThan(1_000_000);
  db.exec('DELETE FROM filler');
  expect(usedBytes(db) - empty).toBeLessThan(50_000);
  db.close();
});
