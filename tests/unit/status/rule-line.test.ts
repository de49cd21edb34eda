import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hostname } from '../../../src/model/terms.ts';
import { parseFilterList } from '../../../src/rules/filter/list.ts';
import { describeWish, parseWish, ruleLine } from '../../../src/status/rule-line.ts';

const line = (action: 'allow' | 'block', input: Parameters<typeof parseWish>[1]) => {
  const wish = parseWish(action, input);
  return typeof wish === 'string' ? wish : ruleLine(wish);
};

describe('a wish as a line', () => {
  test.each([
    ['allow', { host: 'cdn.example' }, '@@||cdn.example^'],
    ['block', { host: ' CDN.Example. ' }, '||cdn.example^'],
    ['allow', { host: 'bücher.example' }, '@@||xn--bcher-kva.example^'],
    ['block', { host: 'a.example', path: '', page: '' }, '||a.example^'],
    ['block', { host: 'a.example', path: '/' }, '||a.example^'],
    ['block', { host: 'a.example', path: '/tr' }, '||a.example/tr^'],
    ['block', { host: 'a.example', path: '/tr/' }, '||a.example/tr^'],
    ['block', { host: 'a.example', path: '/tr/?id&ev' }, '||a.example/tr^'],
    ['block', { host: 'a.example', path: '/a$b|c^d,e*f' }, '||a.example/a^b^c^d^e*f^'],
    [
      'allow',
      { host: 'a.example', path: '/x', page: 'shop.example' },
      '@@||a.example/x^$domain=shop.example',
    ],
    ['allow', { host: 'a.example', path: '/s/…/m.js' }, '@@||a.example/s/*/m.js^'],
    ['block', { host: '192.168.1.1' }, '||192.168.1.1^'],
    ['block', { host: '[fd00::1]' }, '||[fd00::1]^'],
  ] as const)('%s %j: %s', (action, input, expected) => {
    expect(line(action, input)).toBe(expected);
  });
});

describe('a wish for one device, or for a while', () => {
  const wish = { action: 'allow', host: 'a.example' as Hostname, path: '/x', page: null } as const;
  const until = Date.UTC(2026, 10, 22, 3, 4, 5, 678);
  const device = { key: '02:77:00:00:00:10', name: 'Phone' };
  test.each([
    [{ device }, '@@||a.example/x^$device=02:77:00:00:00:10', ' for "Phone"'],
    [{ until }, '@@||a.example/x^$expires=2026-11-22T03:04:05Z', ' until 2026-11-22 03:04 UTC'],
    [
      { device: { key: 'fd77::10', name: 'TV' }, until, page: 'shop.example' as Hostname },
      '@@||a.example/x^$domain=shop.example,device=fd77::10,expires=2026-11-22T03:04:05Z',
      ' for "TV" until 2026-11-22 03:04 UTC',
    ],
  ])('%j', (more, line, words) => {
    expect(ruleLine({ ...wish, ...more })).toBe(line);
    expect(describeWish({ ...wish, ...more })).toContain(words);
    const { filters, problems } = parseFilterList(line, 'my-rules.txt');
    expect([filters.length, problems]).toEqual([1, []]);
  });
});

describe('what is no wish', () => {
  test.each([
    [{}, 'reading the host: "undefined" is not a hostname'],
    [{ host: '' }, 'reading the host: "" is not a hostname'],
    [{ host: 'a b' }, 'reading the host: "a b" is not a hostname'],
    [{ host: '*' }, 'reading the host: "*" is not a hostname'],
    [{ host: 'a.example/x' }, 'reading the host: "a.example/x" is not a hostname'],
    [{ host: 'a.example\n||b.example^' }, 'is not a hostname'],
    [{ host: 'a\nb' }, 'reading the host: "a b" is not a hostname'],
    [{ host: 'a.example', page: 'x y' }, 'reading the site: "x y" is not a hostname'],
    [{ host: 'a.example', path: 'tr' }, 'reading the path: "tr" does not start with "/"'],
    [{ host: 'a.example', path: '/a b' }, 'reading the path: "/a b"'],
    [{ host: 'a.example', path: '/a\n@@*' }, 'reading the path'],
    [{ host: 'a.example', path: `/${'x'.repeat(1000)}` }, 'reading the path'],
  ])('%j', (input, message) => {
    expect(line('allow', input)).toContain(message);
  });
});

test('no input makes two lines, a comment or another option', () => {
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string());
  const path = fc.oneof(fc.constant(''), fc.stringMatching(/^\/[!-~]{0,30}$/), fc.string());
  const page = fc.oneof(fc.constant(''), fc.domain(), fc.string());
  fc.assert(
    fc.property(fc.record({ host, path, page }), (input) => {
      const wish = parseWish('allow', input);
      if (typeof wish === 'string') return;
      expect(ruleLine(wish)).toMatch(/^@@\|\|[^\s$]+\^(\$domain=[^\s$,|~]+)?$/);
      const parsed = parseFilterList(ruleLine(wish), 'my-rules.txt');
      expect(parsed.problems).toEqual([]);
      expect(parsed.filters).toHaveLength(1);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['allow', { host: 'a.example' }, 'Allowed a.example everywhere'],
  [
    'block',
    { host: 'a.example', path: '/x', page: 'b.example' },
    'Blocked a.example/x on b.example',
  ],
] as const)('%s %j in words', (action, input, words) => {
  const wish = parseWish(action, input);
  expect(typeof wish === 'string' ? wish : describeWish(wish)).toBe(words);
});
