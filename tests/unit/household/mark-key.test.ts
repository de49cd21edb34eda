import fs from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openMarkKey } from '../../../src/household/mark-key.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'marks.key');
});

describe('openMarkKey', () => {
  it('makes a key that its owner alone may read, and keeps it', () => {
    const key = openMarkKey(path);
    expect(key).toHaveLength(32);
    expect(openMarkKey(path)).toEqual(key);
    expect(fs.statSync(path).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(join(path, '..'))).toEqual(['marks.key']);
    fs.rmSync(path);
    expect(openMarkKey(path)).not.toEqual(key);
  });

  it('refuses one that others may read, and says what to do', () => {
    openMarkKey(path);
    fs.chmodSync(path, 0o640);
    expect(() => openMarkKey(path)).toThrow(
      `keeping the key of marks in "${path}": others than its owner may read it; run: chmod 600 '${path}'`,
    );
  });

  it.each(['', 'x', 'A'.repeat(60)])('refuses a damaged one: "%s"', (content) => {
    fs.writeFileSync(path, content, { mode: 0o600 });
    expect(() => openMarkKey(path)).toThrow('it is damaged; delete it to get a new one');
  });

  it('says where it cannot be kept', () => {
    const nowhere = join(path, 'deeper', 'marks.key');
    expect(() => openMarkKey(nowhere)).toThrow(`keeping the key of marks in "${nowhere}": `);
  });
});
