import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileTokenStore } from '../../../src/status/token-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const TOKEN = { name: 'dashboard', scope: 'read', createdAt: 1, sha256: 'a'.repeat(64) } as const;

test('keeps tokens and their use, for their owner alone', () => {
  const folder = temporaryFolder();
  const store = fileTokenStore(folder);
  expect(store.load()).toEqual([]);
  expect(store.loadUse().size).toBe(0);
  store.save([TOKEN]);
  store.saveUse(new Map([[TOKEN.sha256, '2026-03-03']]));
  const again = fileTokenStore(folder);
  expect(again.load()).toEqual([TOKEN]);
  expect(again.loadUse().get(TOKEN.sha256)).toBe('2026-03-03');
  for (const name of ['tokens.json', 'token-use.json']) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
  // A file that somebody made readable is replaced by one that is not.
  chmodSync(join(folder, 'tokens.json'), 0o644);
  store.save([]);
  expect(statSync(join(folder, 'tokens.json')).mode & 0o777).toBe(0o600);
});

test('sees at once what another process wrote, and reads nothing that did not change', () => {
  const folder = temporaryFolder();
  const [mine, other] = [fileTokenStore(folder), fileTokenStore(folder)];
  mine.save([TOKEN]);
  const first = mine.load();
  expect(mine.load()).toBe(first);
  other.save([]);
  expect(mine.load()).toEqual([]);
});

test.each([
  ['no JSON', '{'],
  ['nothing', ''],
  ['another version', '{"version":2,"tokens":[]}'],
  ['no list', '{"version":1,"tokens":{}}'],
  ['a token without a hash', '{"version":1,"tokens":[{"name":"a","scope":"read","createdAt":1}]}'],
  ['a scope that is none', JSON.stringify({ version: 1, tokens: [{ ...TOKEN, scope: 'admin' }] })],
  ['too many', JSON.stringify({ version: 1, tokens: Array(51).fill(TOKEN) })],
])('a file with %s is said to be damaged', (_, text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'tokens.json'), text);
  expect(() => fileTokenStore(folder).load()).toThrow(
    /^keeping the API tokens in ".*tokens\.json": it is damaged; delete it and make new tokens$/,
  );
});

test('any text in it is read or refused in words, and its use never is', () => {
  const folder = temporaryFolder();
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      writeFileSync(join(folder, 'tokens.json'), text);
      writeFileSync(join(folder, 'token-use.json'), text);
      const store = fileTokenStore(folder);
      expect(store.loadUse()).toBeInstanceOf(Map);
      try {
        expect(store.load()).toEqual(JSON.parse(text).tokens);
      } catch (error) {
        expect(String(error)).toContain('it is damaged');
      }
    }),
    { numRuns: 200 },
  );
  expect(readFileSync(join(folder, 'tokens.json'), 'utf8')).toBeDefined();
});
