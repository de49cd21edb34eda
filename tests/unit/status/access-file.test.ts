import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fileAccessStore } from '../../../src/status/access-file.ts';
import type { Credential } from '../../../src/status/login-stores.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const password: Credential = {
  kind: 'password',
  salt: 'c2FsdA==',
  hash: 'aGFzaA==',
  cost: 1024,
  blockSize: 8,
  parallelization: 1,
};

test('keeps what was saved, for its owner only', () => {
  const file = path.join(temporaryFolder(), 'access.json');
  const store = fileAccessStore(file);
  expect(store.load()).toBeNull();
  store.save({ kind: 'code', code: 'ABCD-EFGH-JKLM' });
  expect(fileAccessStore(file).load()).toEqual({ kind: 'code', code: 'ABCD-EFGH-JKLM' });
  store.save(password);
  expect(fileAccessStore(file).load()).toEqual(password);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(path.dirname(file))).toEqual(['access.json']);
});

test('tightens what a crash left behind', () => {
  const file = path.join(temporaryFolder(), 'access.json');
  fs.writeFileSync(`${file}.new`, 'half', { mode: 0o644 });
  fileAccessStore(file).save(password);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('says so where it cannot be written, and leaves what was there', () => {
  const file = path.join(temporaryFolder(), 'access.json');
  const store = fileAccessStore(file);
  store.save(password);
  // In the place of the temporary file, so that not even root can write it.
  fs.mkdirSync(`${file}.new`);
  expect(() => store.save({ kind: 'code', code: 'ABCD-EFGH-JKLM' })).toThrowError(
    expect.objectContaining({ code: 'HOME_UNUSABLE', message: expect.stringContaining(file) }),
  );
  expect(store.load()).toEqual(password);
});

test.each([
  '',
  'not json',
  'null',
  '[]',
  '{"kind":"code"}',
  '{"kind":"code","code":""}',
  '{"kind":"open"}',
  '{"kind":"password","salt":"a","hash":"b"}',
  '{"kind":"password","salt":"a","hash":"b","cost":1e9,"blockSize":8,"parallelization":1}',
  '{"kind":"password","salt":"a","hash":"","cost":1024,"blockSize":8,"parallelization":1}',
])('never opens the page with a damaged file: %s', (text) => {
  const file = path.join(temporaryFolder(), 'access.json');
  fs.writeFileSync(file, text);
  expect(() => fileAccessStore(file).load()).toThrowError(
    expect.objectContaining({ code: 'HOME_UNUSABLE', message: expect.stringContaining(file) }),
  );
});

test('says so when it cannot be read at all', () => {
  const folder = temporaryFolder();
  expect(() => fileAccessStore(folder).load()).toThrowError(
    expect.objectContaining({ code: 'HOME_UNUSABLE' }),
  );
});
