import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { firstRunCode, hashPassword, sameText, verify } from '../../../src/status/access.ts';
import type { AccessStore, Credential } from '../../../src/status/login-stores.ts';

function memoryStore(first: Credential | null = null): AccessStore {
  let kept = first;
  return {
    load: () => kept,
    save: (credential) => {
      kept = credential;
    },
  };
}

describe('the first-run code', () => {
  test('is made once and stays until a password is set', async () => {
    const store = memoryStore();
    const code = firstRunCode(store, randomBytes);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
    expect(firstRunCode(store, randomBytes)).toBe(code);
    store.save(await hashPassword('a long password', randomBytes));
    expect(firstRunCode(store, randomBytes)).toBeNull();
  });

  test('differs from install to install', () => {
    const codes = new Set(
      Array.from({ length: 50 }, () => firstRunCode(memoryStore(), randomBytes)),
    );
    expect(codes.size).toBe(50);
  });

  test.each([
    ['ABCD-EFGH-JKLM', true],
    ['abcd efgh jklm', true],
    ['ABCDEFGHJKLM', true],
    ['ABCD-EFGH-JKL', false],
    ['ABCD-EFGH-JKLN', false],
    ['', false],
    [`ABCD-EFGH-JKLM${' '.repeat(300)}`, false],
  ])('%j opens: %s', async (text, opens) => {
    expect(await verify({ kind: 'code', code: 'ABCD-EFGH-JKLM' }, text)).toBe(opens);
  });
});

describe('a password', () => {
  test('opens, and nothing else does', async () => {
    const credential = await hashPassword('correct horse é', randomBytes);
    expect(await verify(credential, 'correct horse é')).toBe(true);
    // The same letter written as two code points: keyboards differ.
    expect(await verify(credential, 'correct horse e\u0301')).toBe(true);
    expect(await verify(credential, 'correct horse e')).toBe(false);
    expect(await verify(credential, '')).toBe(false);
  });

  test('is kept as a salted hash only', async () => {
    const one = await hashPassword('a long password', randomBytes);
    const two = await hashPassword('a long password', randomBytes);
    expect(JSON.stringify(one)).not.toContain('a long password');
    expect(one).not.toEqual(two);
  });

  test.each(['short', 'x'.repeat(201)])('of the wrong length is refused', async (password) => {
    await expect(hashPassword(password, randomBytes)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});

test('without a credential nothing opens', async () => {
  expect(await verify(null, '')).toBe(false);
});

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'aa', false],
  ['ä', 'a\u0308', false],
])('%j and %j are the same text: %s', (a, b, same) => {
  expect(sameText(a, b)).toBe(same);
});
