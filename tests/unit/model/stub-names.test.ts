import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  isStubFile,
  STUB_NAMES,
  stubContentType,
  stubNamed,
} from '../../../src/model/stub-names.ts';

describe('stubNamed', () => {
  test.each([
    ['noop.js', 'noop.js'],
    ['noopjs', 'noop.js'],
    ['abp-resource:blank-js', 'noop.js'],
    ['blank-mp4', 'noop-1s.mp4'],
    ['1x1-transparent.gif', '1x1.gif'],
    ['google-analytics', 'google-analytics_analytics.js'],
    ['googletagmanager.com/gtm.js', 'googletagmanager_gtm.js'],
    ['none', 'none'],
    ['noopjson', 'noop.json'],
  ])('%s is %s', (asked, name) => {
    expect(stubNamed(asked)).toBe(name);
  });

  test.each(['', 'noop', 'NOOPJS', 'constructor', '__proto__', 'abp-resource:', 'noopjs:10'])(
    'there is no "%s"',
    (asked) => {
      expect(stubNamed(asked)).toBeNull();
      expect(stubContentType(asked)).toBeNull();
    },
  );
});

test.each([
  ['mine.js', true],
  ['my-thing-1.0.js', true],
  ['.mine.js', false],
  ['#mine.js#', false],
  ['mine.js~', false],
  ['mine.txt', false],
  ['../mine.js', false],
  ['stubs/mine.js', false],
  ['.js', false],
])('a file in rules/stubs/ may be called %s: %s', (name, is) => {
  expect(isStubFile(name)).toBe(is);
  expect(stubNamed(name)).toBeNull();
  expect(stubContentType(name)?.includes('javascript') ?? false).toBe(is);
});

test('all stand-ins that are scripts may be files', () => {
  const scripts = STUB_NAMES.filter(({ name }) => name.endsWith('.js'));
  expect(scripts.filter(({ name }) => !isStubFile(name))).toEqual([]);
});

test('no name stands for two stand-ins', () => {
  const all = STUB_NAMES.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
});

test('a name has the media type of its ending', () => {
  expect(stubContentType('nooptext')).toBe('text/plain; charset=utf-8');
  const scripts = STUB_NAMES.filter(({ name }) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(30);
  for (const { contentType } of scripts) expect(contentType).toContain('javascript');
  expect(stubContentType('empty')).toBeNull();
});

const LISTS = new URL('../../../../shared/lists/', import.meta.url);
const absent = !existsSync(LISTS);
if (absent) console.log('skipped: the names that lists use, for ../shared is not there');

/** The options of a filter start at a `$`; a name ends at a comma or at its priority. */
const ASKED = /[$,](?:redirect|redirect-rule|rewrite)=(abp-resource:[^,]+|[^,:]+)/g;

test.skipIf(absent)('every name that the lists ask for is known', () => {
  const files = readdirSync(LISTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.txt'),
  );
  const names = files.flatMap((file) =>
    readFileSync(new URL(file, LISTS), 'utf8')
      .split(/\r?\n/)
      .filter((line) => !/^[!#]|##|#@#|#%#/.test(line))
      .flatMap((line) => [...line.matchAll(ASKED)].map(([, name = '']) => name)),
  );
  expect(names.length).toBeGreaterThan(1000);
  expect([...new Set(names)].filter((name) => stubNamed(name) === null)).toEqual([]);
});
