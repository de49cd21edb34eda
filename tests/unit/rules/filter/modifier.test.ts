import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../../../src/rules/filter/canonical.ts';
import type { Filter } from '../../../../src/rules/filter/filter.ts';
import { parseLine } from '../../../../src/rules/filter/line.ts';
import { readChange } from '../../../../src/rules/modifier/change.ts';

function filtersOf(text: string): readonly Filter[] {
  const line = parseLine(text);
  return line.kind === 'filters' ? line.filters : [];
}

describe('what a line does', () => {
  test.each([
    ['$csp=sandbox', 'edit', { kind: 'csp', value: 'sandbox' }, null],
    ["$csp= script-src 'self' ", 'edit', { kind: 'csp', value: "script-src 'self'" }, null],
    ["$replace='/a,b/c/'", 'edit', { kind: 'replace', value: '/a,b/c/' }, null],
    ['$jsonprune=\\$..[a\\,b]', 'edit', { kind: 'jsonPrune', value: '\\$..[a\\,b]' }, null],
    ['$uritransform=/a/b/', 'edit', { kind: 'urlTransform', value: '/a/b/' }, null],
    ['$redirect=noopjs:-5', 'stub', null, { name: 'noopjs', priority: -5 }],
    ['$redirect-rule=noop.js', 'redirect', null, { name: 'noop.js', priority: 0 }],
    ['$empty', 'stub', null, { name: 'empty', priority: 0 }],
  ])('||a.example^%s', (options, action, modifier, stub) => {
    const [filter] = filtersOf(`||a.example^${options}`);
    expect([filter?.action, filter?.modifier, filter?.stub]).toEqual([action, modifier, stub]);
  });

  test.each([
    ['$csp', 'edit', { kind: 'csp', value: null }, null],
    ['$replace=', 'edit', { kind: 'replace', value: null }, null],
    ['$redirect', 'redirect', null, { name: null, priority: 0 }],
    ['$redirect=noopjs', 'redirect', null, { name: 'noopjs', priority: 0 }],
    ['$stub=noop.js', 'redirect', null, { name: 'noop.js', priority: 0 }],
  ])('@@||a.example^%s', (options, action, modifier, stub) => {
    const [filter] = filtersOf(`@@||a.example^${options}`);
    expect([filter?.action, filter?.modifier, filter?.stub]).toEqual([action, modifier, stub]);
  });
});

describe('texts by which badfilter finds a filter', () => {
  const texts = (line: string) => filtersOf(line).map(canonicalText);
  test.each([
    ['||a.b^$csp=sandbox,document,subdocument', '||a.b^$csp=sandbox', true],
    ['||a.b^$replace=/a/b/,script', '||a.b^$script,replace=/a/b/', true],
    ['||a.b^$uritransform=/a/b/,document', '||a.b^$urltransform=/a/b/', true],
    ['||a.b^$csp=sandbox', '||a.b^$csp=frame-src', false],
    ['||a.b^$redirect=noopjs', '||a.b^', false],
    ['||a.b^$redirect=noopjs', '||a.b^$redirect-rule=noopjs', false],
    ['||a.b^$redirect=noopjs', '||a.b^$redirect=noopjs:1', false],
    ['||a.b^$cookie=a', '||a.b^$cookie=a;maxAge=1', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(texts(one).join() === texts(other).join()).toBe(same);
  });
});

const WORDS = [
  ...['csp', 'permissions', 'referrerpolicy', 'replace', 'jsonprune', 'urltransform', 'urlskip'],
  ...['uritransform', 'cookie', 'redirect', 'redirect-rule', 'rewrite', 'stub', 'removeparam'],
  ...['inline-script', 'script', 'document', '~document', 'important', 'badfilter', 'domain'],
];
const VALUES = [
  ...['', 'sandbox', 'camera=()', 'origin', '/a/b/', '/(a|b)+/$1/g', '/a,b/c/', '\\$..a', '$.a[0]'],
  ...[
    '?u -base64',
    '/x(.+)/ +https',
    'noopjs:5',
    'abp-resource:blank-js',
    'id;maxAge=1',
    '/^_/;',
    "'/",
  ],
  ...['/(a+)+b/c/', '\u00e9', '\r', 'a=b', '~x', '/', '//', '///'],
];

test('whatever a line says, it is read as plain data that can be put to use, or refused', () => {
  const option = fc
    .tuple(fc.constantFrom(...WORDS), fc.option(fc.constantFrom(...VALUES)))
    .map(([word, value]) => (value === null ? word : `${word}=${value}`));
  const line = fc
    .tuple(
      fc.constantFrom('', '@@'),
      fc.constantFrom('||a.example^', '*', '/a(b)/', ''),
      fc.array(option, { minLength: 1, maxLength: 3 }),
    )
    .map(([at, pattern, options]) => `${at}${pattern}$${options.join(',')}`);
  fc.assert(
    fc.property(line, (text) => {
      for (const filter of filtersOf(text)) {
        expect(structuredClone(filter)).toEqual(filter);
        const { modifier, exception } = filter;
        if (modifier === null || !('value' in modifier)) continue;
        if (modifier.value === null) expect(exception).toBe(true);
        else expect(readChange(modifier.kind, modifier.value)).not.toHaveProperty('reason');
      }
    }),
    { numRuns: 3000 },
  );
});
