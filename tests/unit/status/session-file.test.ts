import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credential } from '../../../src/status/login-stores.ts';
import { fileSessionStore } from '../../../src/status/session-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const LOGIN = {
  key: 'aGFzaA',
  startedAt: 1,
  lastSeen: 2,
  expiresAt: 3,
  address: '192.168.1.20',
  browser: 'Firefox on Linux',
};

function stored(credential: Credential = { kind: 'code', code: 'ABCD' }) {
  const folder = temporaryFolder();
  const path = join(folder, 'sessions.json');
  let current = credential;
  const store = fileSessionStore(path, { load: () => current });
  return { folder, path, store, become: (next: Credential) => (current = next) };
}

test('what was saved is loaded, from a file that only its owner reads', () => {
  const { folder, path, store } = stored();
  expect(store.load()).toEqual([]);
  store.save([LOGIN]);
  expect(store.load()).toEqual([LOGIN]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['sessions.json']);
  expect(readFileSync(path, 'utf8')).not.toContain('ABCD');
});

test('logins of another password or code are none', () => {
  const { store, become } = stored();
  store.save([LOGIN]);
  become({ kind: 'code', code: 'EFGH' });
  expect(store.load()).toEqual([]);
  store.save([LOGIN]);
  expect(store.load()).toEqual([LOGIN]);
});

test('of a damaged file nothing is believed, and saving mends it', () => {
  const { path, store } = stored();
  store.save([LOGIN]);
  const good = readFileSync(path, 'utf8');
  for (const bad of [
    '',
    'null',
    '[]',
    good.slice(0, 40),
    good.replace('"version": 1', '"version": 2'),
  ]) {
    writeFileSync(path, bad);
    expect(store.load()).toEqual([]);
  }
  writeFileSync(path, good.replace('"expiresAt": 3', '"expiresAt": "never"'));
  expect(store.load()).toEqual([]);
  store.save([LOGIN]);
  expect(store.load()).toEqual([LOGIN]);
});

test('no content of the file makes it throw', () => {
  const { path, store } = stored();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      writeFileSync(path, text);
      expect(store.load()).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
