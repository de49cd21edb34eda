import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepText, pastText, pastTexts } from '../../../../src/rules/edit/past-texts.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const saved = (at: number) => ({ at, why: 'saved' }) as const;

test('texts come back newest first, whatever the clock does', async () => {
  const folder = join(temporaryFolder(), 'history');
  await keepText(folder, 'a.txt', 'one', saved(1_000));
  await keepText(folder, 'a.txt', 'two', saved(1_000));
  // The clock was set back.
  const third = await keepText(folder, 'a.txt', 'three', { at: 500, why: 'unsaved' });
  await keepText(folder, 'b.txt', 'other', saved(2_000));
  const found = await pastTexts(folder, 'a.txt');
  const texts = await Promise.all(found.map(({ id }) => pastText(folder, 'a.txt', id)));
  expect(texts).toEqual(['three', 'two', 'one']);
  expect(found.map(({ at, why, size }) => [at, why, size])).toEqual([
    [1_000, 'unsaved', 5],
    [1_000, 'saved', 3],
    [1_000, 'saved', 3],
  ]);
  expect(found[0]?.id).toBe(third);
});

test('they are the owner’s alone, twenty of each file, and none twice in a row', async () => {
  const folder = join(temporaryFolder(), 'history');
  for (let at = 0; at < 25; at++) await keepText(folder, 'a.txt', `text ${at}`, saved(at));
  const again = await keepText(folder, 'a.txt', 'text 24', saved(99));
  const found = await pastTexts(folder, 'a.txt');
  expect(found).toHaveLength(20);
  expect(found[0]?.id).toBe(again);
  expect(await pastText(folder, 'a.txt', found.at(-1)?.id ?? '')).toBe('text 5');
  expect(statSync(join(folder, 'a.txt')).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(join(folder, 'a.txt'))) {
    expect(statSync(join(folder, 'a.txt', name)).mode & 0o777).toBe(0o600);
  }
});

test('an id is no path', async () => {
  const root = temporaryFolder();
  const folder = join(root, 'history');
  mkdirSync(join(folder, 'a.txt'), { recursive: true });
  writeFileSync(join(root, 'secret'), 'no');
  writeFileSync(join(folder, 'a.txt', 'stray'), 'no');
  for (const id of ['../../secret', 'stray', '', '0000000000001-000-saved-000000000000']) {
    expect(await pastText(folder, 'a.txt', id)).toBeNull();
  }
  expect(await pastTexts(folder, 'a.txt')).toEqual([]);
});
