import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readIfThere,
  removeDrafts,
  replacePrivate,
} from '../../../../src/rules/subscribe/private-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a file is replaced as a whole, for its owner alone, in a folder that is made', async () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  const path = join(folder, 'x.txt');
  expect(await readIfThere(path)).toBeNull();
  await replacePrivate(path, 'one, and more');
  await replacePrivate(path, Buffer.from('two'));
  expect((await readIfThere(path))?.toString()).toBe('two');
  expect(readdirSync(folder)).toEqual(['x.txt']);
  expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('where it cannot be written, what was there stays and no draft is left', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x.txt', 'in-the-way'), { recursive: true });
  await expect(replacePrivate(join(folder, 'x.txt'), 'new')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['x.txt']);
  await expect(readIfThere(join(folder, 'x.txt'))).rejects.toThrow('EISDIR');
});

test('drafts that ended processes left are removed, and nothing else', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a.includes'));
  const now = Date.now();
  for (const name of [
    'old.txt.1.new',
    'a.includes/b.txt.22.new',
    'fresh.txt.3.new',
    'x.new',
    'a.txt',
  ]) {
    writeFileSync(join(folder, name), '');
    const age = name.startsWith('fresh') ? 0 : 2 * 3_600;
    utimesSync(join(folder, name), now / 1_000 - age, now / 1_000 - age);
  }
  await removeDrafts(folder, now);
  expect(readdirSync(folder).sort()).toEqual(['a.includes', 'a.txt', 'fresh.txt.3.new', 'x.new']);
  expect(readdirSync(join(folder, 'a.includes'))).toEqual([]);
  await removeDrafts(join(folder, 'nowhere'), now);
  expect(existsSync(join(folder, 'nowhere'))).toBe(false);
});
