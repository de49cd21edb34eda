import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileMemory } from '../../../src/notify/memory-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MEMORY = { since: 1, companies: ['Meta'], devices: ['ip:1'], failing: [], week: 2 };

test('keeps it for its owner alone, and knows nothing where it is damaged', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'notify.json');
  const memory = fileMemory(path);
  expect(memory.load()).toBeNull();
  memory.save(MEMORY);
  expect(memory.load()).toEqual(MEMORY);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, '{');
  expect(memory.load()).toBeNull();
  expect(readdirSync(folder)).toEqual(['notify.json']);
});

test('says what the disk says, and leaves nothing behind', () => {
  const folder = temporaryFolder();
  expect(() => fileMemory(join(folder, 'none', 'notify.json')).save(MEMORY)).toThrow('ENOENT');
  expect(readdirSync(folder)).toEqual([]);
});
