import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transformUrl } from '../../../../src/rules/modifier/url-transform.ts';
import { NO_LIMIT } from '../../../../src/rules/regex/time-budget.ts';

function transformed(value: string, url: string): string {
  const rewrite = transformUrl(value);
  if (typeof rewrite !== 'function') throw new Error(rewrite.reason);
  return rewrite(url);
}

test('where there is no time for a step, none is done', () => {
  let steps = 0;
  const budget = {
    ...NO_LIMIT,
    run: <T>(work: () => T, otherwise: T) => (steps++ === 0 ? work() : otherwise),
  };
  const rewrite = transformUrl('/a/b/|/b/c/', budget);
  expect(typeof rewrite === 'function' && rewrite('https://h.example/a')).toBe(
    'https://h.example/a',
  );
  expect(steps).toBe(2);
});

describe('path and query are changed', () => {
  test.each([
    ['/\\/ref=[^\\/?#]+//', 'https://a.example/dp/1/ref=x_1?y=2', 'https://a.example/dp/1?y=2'],
    ['/^\\/go/\\/stay/', 'https://a.example/go/go', 'https://a.example/stay/go'],
    ['/X/y/i', 'https://a.example/x', 'https://a.example/y'],
    ['/x/y/g', 'https://a.example/xx?x', 'https://a.example/yy?y'],
    ['/(a)\\/(b)/\\$2\\/$1/', 'https://h.example/a/b', 'https://h.example/b/a'],
    ['/a/b/|/b/c/', 'https://h.example/a', 'https://h.example/c'],
    ['/^\\/r\\?to=(\\/.*)/$1/|pct', 'https://h.example/r?to=/a%2Fb', 'https://h.example/a/b'],
    ['/^\\/r\\///|b64', 'https://h.example/r/L2EvYg==', 'https://h.example/a/b'],
    ['/x=1//', 'https://h.example?x=1', 'https://h.example?x=1'],
    // Nothing that is not there, and nothing that cannot be sent.
    ['/q/r/', 'https://a.example/x', 'https://a.example/x'],
    ['/a/b/', 'https://a.example/', 'https://a.example/'],
    ['/^\\//x/', 'https://a.example/y', 'https://a.example/y'],
    ['/x/a b/', 'https://a.example/x', 'https://a.example/x'],
    ['/x/#/', 'https://a.example/x', 'https://a.example/x'],
    ['/x/\u00e9/', 'https://a.example/x', 'https://a.example/x'],
    ['pct', 'https://a.example/%0d%0aX', 'https://a.example/%0d%0aX'],
    ['pct', 'https://a.example/%zz', 'https://a.example/%zz'],
    ['b64', 'https://a.example/x', 'https://a.example/x'],
    ['/x/y/', `https://a.example/x${'a'.repeat(3000)}`, `https://a.example/x${'a'.repeat(3000)}`],
  ])('%s on %.60s', (value, url, expected) => {
    expect(transformed(value, url)).toBe(expected);
  });
});

describe('values that are refused', () => {
  test.each([
    ['a', 'is not written as /what/with/'],
    ['/^https?:\\/\\/a/b/', 'the host of an address is not changed here'],
    ['/^http.*/b/', 'the host of an address is not changed here'],
    ['/#x//', 'what follows a "#" in an address never leaves the browser'],
    ['//x/', 'there is nothing to search for'],
    [`${'pct|'.repeat(20)}pct`, 'more than 20 steps'],
    ['/a/b/m', 'unknown flags "m"'],
    ['/(/b/', 'is no regular expression'],
    ['/(a+)+$/b/', 'could take too long'],
    ['/a/b/|base64', 'is not written as /what/with/'],
  ])('%s: %s', (value, reason) => {
    const rewrite = transformUrl(value);
    expect(typeof rewrite === 'function' ? '' : rewrite.reason).toContain(reason);
  });
});

test('scheme and host stay, and what comes out can be sent', () => {
  const text = fc.array(
    fc.constantFrom('/', '@', 'x', '.', '%2f', '\\', ' ', '?', '#', ':', '//e.example'),
    {
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(text, text, (path, into) => {
      const url = `https://a.example/${path.join('').replace(/[ #\\]/g, '')}x`;
      const rewrite = transformUrl(`/^.*x/${into.join('').replace(/([\\/])/g, '\\$1')}/`);
      if (typeof rewrite !== 'function') return;
      const changed = rewrite(url);
      expect(changed).toMatch(/^https:\/\/a\.example\/[!-~]*$/);
      expect(new URL(changed).host).toBe('a.example');
    }),
    { numRuns: 1000 },
  );
});
