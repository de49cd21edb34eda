import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeLock } from '../../../../src/rules/subscribe/lock-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const lockIn = () => join(temporaryFolder(), 'lists', 'x.lock');

test('one after the other, in a folder that is made where it is missing', async () => {
  const path = lockIn();
  const order: string[] = [];
  const work = async (name: string) => {
    const release = await takeLock(path);
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
    await release();
  };
  await Promise.all(['a', 'b', 'c'].map(work));
  expect(order).toHaveLength(6);
  for (let at = 0; at < order.length; at += 2) {
    expect(order[at + 1]).toBe(order[at]?.replace('begins', 'ends'));
  }
  expect(existsSync(path)).toBe(false);
});

test('is its owner’s alone', async () => {
  const path = lockIn();
  const release = await takeLock(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await release();
});

test.each([-60, 60])('what a process left behind holds nobody up: %i seconds', async (seconds) => {
  const path = join(temporaryFolder(), 'x.lock');
  writeFileSync(path, '');
  const time = Date.now() / 1_000 + seconds;
  utimesSync(path, time, time);
  const release = await takeLock(path);
  await release();
  expect(existsSync(path)).toBe(false);
});

test('a place where no file can be made is told', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  await expect(takeLock(join(folder, 'file', 'x.lock'))).rejects.toThrow(/ENOTDIR|EEXIST/);
});
