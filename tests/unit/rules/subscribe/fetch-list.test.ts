import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { includePath } from '../../../../src/rules/filter/include.ts';
import { addressBelow, fetchList } from '../../../../src/rules/subscribe/fetch-list.ts';
import { NEW_LIST } from '../../../../src/rules/subscribe/state.ts';
import { listServer } from '../../../support/list-server.ts';

const URL_A = 'https://lists.example/folder/a.txt?x=1';

describe('the address of an included list', () => {
  test.each([
    ['b.txt', 'https://lists.example/folder/b.txt'],
    ['sub/b.txt', 'https://lists.example/folder/sub/b.txt'],
    ['../b.txt', null],
    ['/b.txt', null],
    ['//evil.example/b.txt', null],
    ['https://evil.example/folder/b.txt', null],
    ['http://lists.example/folder/b.txt', null],
    ['%2e%2e/b.txt', null],
    ['..\\b.txt', null],
  ])('%s is %j', (path, address) => {
    expect(addressBelow(URL_A, path)).toBe(address);
  });

  test('is below the folder of the list, whatever is written', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      'a',
      '%2e',
      '%2f',
      '//',
      ':',
      '?',
      '@',
      'http',
    );
    const path = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(path, (written) => {
        const address = addressBelow(URL_A, written);
        if (address !== null) expect(address).toMatch(/^https:\/\/lists\.example\/folder\//);
      }),
    );
  });
});

test('whatever a list includes, only addresses below its folder are asked', async () => {
  const line = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.constantFrom(
      'b.txt',
      'sub/c.txt',
      '../up.txt',
      '//evil.example/x',
      'https://evil.example/x',
      './b.txt',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (written) => {
      const includes = written.map((path) => `!#include ${path}`).join('\n');
      const text = `||a.example^\n${includes}`;
      const server = listServer({ [URL_A]: text });
      for (const path of ['b.txt', 'sub/c.txt']) {
        server.files.set(`https://lists.example/folder/${path}`, text);
      }
      const fetched = await fetchList(
        { name: 'a', urls: [URL_A], trusted: false },
        {
          download: server.download,
          state: NEW_LIST,
          stored: async () => null,
          signal: new AbortController().signal,
          onProgress: () => {},
        },
      );
      for (const asked of server.asked)
        expect(asked).toMatch(/^https:\/\/lists\.example\/folder\//);
      const paths = fetched.parts.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths.slice(1)) expect(includePath('', path)).toBe(path);
    }),
  );
});

test('a list and what it includes together are bounded in bytes', async () => {
  const big = '||a.example^\n'.repeat(1_000_000);
  const files: Record<string, string> = {
    [URL_A]: '!#include b.txt\n!#include c.txt\n!#include d.txt',
  };
  for (const name of ['b', 'c', 'd']) files[`https://lists.example/folder/${name}.txt`] = big;
  const fetched = await fetchList(
    { name: 'a', urls: [URL_A], trusted: false },
    {
      download: listServer(files).download,
      state: NEW_LIST,
      stored: async () => null,
      signal: new AbortController().signal,
      onProgress: () => {},
    },
  );
  expect(fetched.parts.map(({ path }) => path)).toEqual(['', 'b.txt', 'c.txt']);
  expect(fetched.problems).toHaveLength(1);
});
