import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createTokens, MAX_TOKENS } from '../../../src/status/tokens.ts';
import { memoryTokens } from '../../support/status-ports.ts';

const DAY = 86_400_000;

function tokens(store = memoryTokens()) {
  let now = Date.UTC(2026, 2, 3, 14, 30);
  const made = createTokens({ store, now: () => now, random: randomBytes });
  return { ...made, store, pass: (ms: number) => (now += ms) };
}

test('a token opens, and what is kept of it does not', () => {
  const { add, find, store } = tokens();
  const token = add('dashboard', 'read');
  expect(token).toMatch(/^eyelid_[\w-]{43}$/);
  expect(find(token)).toMatchObject({ name: 'dashboard', scope: 'read' });
  const kept = JSON.stringify(store.load());
  expect(kept).not.toContain(token.slice(7));
  for (const wrong of ['', 'eyelid_', `${token}x`, token.slice(0, -1), token.toUpperCase()]) {
    expect(find(wrong)).toBeNull();
  }
  const hash = store.load()[0]?.sha256 ?? '';
  expect(find(hash)).toBeNull();
  expect(find(`eyelid_${hash}`)).toBeNull();
});

test('no two are alike, and each has a name of its own', () => {
  const { add, list } = tokens();
  expect(add('one', 'read')).not.toBe(add('two', 'write'));
  expect(() => add('one', 'write')).toThrow('adding the token "one": there is one of that name');
  expect(list().map(({ name, scope }) => `${name} ${scope}`)).toEqual(['one read', 'two write']);
});

test.each(['', ' ', '-', 'a\nb', '<b>', 'x'.repeat(41), '../tokens', '\u0000'])(
  'the name %j will not do',
  (name) => {
    const { add, list } = tokens();
    expect(() => add(name, 'read')).toThrow('a name has 1 to 40 letters');
    expect(list()).toEqual([]);
  },
);

test('there are not more than a household needs', () => {
  const { add } = tokens();
  for (let i = 0; i < MAX_TOKENS; i++) add(`token ${i}`, 'read');
  expect(() => add('one more', 'read')).toThrow(`there are ${MAX_TOKENS} already`);
});

test('one that was removed opens nothing, at once', () => {
  const { add, find, has, remove } = tokens();
  const token = add('dashboard', 'read');
  const found = find(token);
  expect(found !== null && has(found)).toBe(true);
  remove('dashboard');
  expect(find(token)).toBeNull();
  expect(found !== null && has(found)).toBe(false);
  expect(() => remove('dashboard')).toThrow('there is none of that name');
});

test('the day of the last use is noted once a day, and goes with the token', () => {
  const { add, find, list, pass, remove, store } = tokens();
  const token = add('dashboard', 'read');
  expect(list()[0]?.lastUsed).toBeNull();
  const saved: unknown[] = [];
  const { saveUse } = store;
  store.saveUse = (use) => {
    saved.push(use);
    saveUse(use);
  };
  find(token);
  find(token);
  expect(list()[0]?.lastUsed).toBe('2026-03-03');
  pass(DAY);
  find(token);
  expect(list()[0]?.lastUsed).toBe('2026-03-04');
  expect(saved.length).toBe(2);
  const other = add('other', 'read');
  remove('dashboard');
  find(other);
  expect(store.loadUse().size).toBe(1);
});

test('a store that fails opens nothing and throws nothing', () => {
  const store = memoryTokens();
  const { add, find } = tokens(store);
  const token = add('dashboard', 'read');
  store.saveUse = () => {
    throw new Error('the disk is full');
  };
  expect(find(token)?.name).toBe('dashboard');
  store.load = () => {
    throw new Error('damaged');
  };
  expect(find(token)).toBeNull();
});
