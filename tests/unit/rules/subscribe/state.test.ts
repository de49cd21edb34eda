import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatState,
  type ListState,
  NEW_LIST,
  parseState,
} from '../../../../src/rules/subscribe/state.ts';

const KNOWN: ListState = {
  url: 'https://lists.example/a.txt',
  fetched: 1_000,
  checked: 2_000,
  next: 3_000,
  failures: 2,
  error: 'it went wrong',
  rules: 7,
  change: { at: 1_000, added: 5, removed: 1 },
  title: 'A',
  homepage: 'https://lists.example/',
  license: 'MIT',
  version: '1',
  lastModified: '1 Mar 2026',
  expires: 86_400_000,
  files: [{ path: '', sha256: 'a'.repeat(64), etag: '"x"', lastModified: null }],
};

test('what is written is read again', () => {
  expect(parseState(formatState(KNOWN))).toEqual(KNOWN);
  expect(parseState(formatState(NEW_LIST))).toEqual(NEW_LIST);
});

test.each(['', '{', 'null', '[]', '7', '"x"'])('%j is no state', (text) => {
  expect(parseState(text)).toBeNull();
});

test('what is of another type is not taken, and the rest is', () => {
  const damaged = {
    ...KNOWN,
    fetched: '1000',
    next: -1,
    checked: 1.5,
    failures: 1e9,
    change: { at: 1, added: 2 },
    title: 7,
    files: [{ path: 7 }, { path: 'a', sha256: 'b' }, KNOWN.files[0], null],
  };
  expect(parseState(JSON.stringify(damaged))).toEqual({
    ...KNOWN,
    fetched: null,
    next: null,
    checked: null,
    failures: 1_000,
    change: null,
    title: null,
  });
});

test('any text, and any JSON, gives a state or none, and is bounded', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const state = parseState(text);
      if (state === null) return;
      expect(parseState(formatState(state))).toEqual(state);
      expect(state.files.length).toBeLessThanOrEqual(100);
    }),
  );
});

test('a state of which bytes were changed is a state or none', () => {
  const good = Buffer.from(formatState(KNOWN));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
      const bytes = Buffer.from(good);
      bytes[at] = byte;
      const state = parseState(bytes.toString('utf8'));
      if (state !== null) expect(parseState(formatState(state))).toEqual(state);
    }),
  );
});
