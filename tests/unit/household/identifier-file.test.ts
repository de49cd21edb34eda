import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIdentifierFile, writeIdentifierFile } from '../../../src/household/identifier-file.ts';
import { tagsOf } from '../../../src/household/tags.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = new Uint8Array(32).fill(3);
const one = {
  id: 'a1',
  kind: 'email',
  label: 'a…@e…',
  addedAt: 5,
  ...tagsOf(key, ['a@b.cd']),
} as const;
const pathOf = () => join(temporaryFolder(), 'identifiers.json');

test('without a file there is a new key, and nothing is written', () => {
  const path = pathOf();
  const { key: first, identifiers } = readIdentifierFile(path);
  expect(identifiers).toEqual([]);
  expect(first).toHaveLength(32);
  expect(readIdentifierFile(path).key).not.toEqual(first);
  expect(existsSync(path)).toBe(false);
});

test('what is written is read again, and is for its owner alone', () => {
  const path = pathOf();
  writeIdentifierFile(path, { key, identifiers: [one] });
  writeIdentifierFile(path, { key, identifiers: [one, { ...one, id: 'a2' }] });
  const kept = readIdentifierFile(path);
  expect(Buffer.from(kept.key)).toEqual(Buffer.from(key));
  expect(kept.identifiers).toEqual([one, { ...one, id: 'a2' }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toEqual(['identifiers.json']);
});

test('a file that others may read is refused', () => {
  const path = pathOf();
  writeIdentifierFile(path, { key, identifiers: [] });
  chmodSync(path, 0o640);
  expect(() => readIdentifierFile(path)).toThrow(
    /others than its owner may read it; run: chmod 600/,
  );
});

test('where it cannot be written, that is said', () => {
  const path = join(temporaryFolder(), 'missing', 'identifiers.json');
  expect(() => writeIdentifierFile(path, { key, identifiers: [] })).toThrow(
    /^keeping the identifiers in /,
  );
});

describe('a damaged file is refused', () => {
  const good = { version: 1, key: Buffer.from(key).toString('base64url'), identifiers: [one] };
  test.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['another version', { ...good, version: 2 }],
    ['a short key', { ...good, key: 'AAAA' }],
    ['no list', { ...good, identifiers: {} }],
    ['too many', { ...good, identifiers: Array(51).fill(one) }],
    ['an unknown kind', { ...good, identifiers: [{ ...one, kind: 'name' }] }],
    ['no label', { ...good, identifiers: [{ ...one, label: 1 }] }],
    ['tags that are none', { ...good, identifiers: [{ ...one, plain: ['zz'] }] }],
    [
      'too many tags',
      { ...good, identifiers: [{ ...one, hashed: Array(101).fill(one.hashed[0]) }] },
    ],
  ])('%s', (_what, content) => {
    const path = pathOf();
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(path, text, { mode: 0o600 });
    expect(() => readIdentifierFile(path)).toThrow(/it is damaged; delete it/);
  });
});
