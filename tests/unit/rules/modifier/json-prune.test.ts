import { expect, test } from 'vitest';
import { pruneBody } from '../../../../src/rules/modifier/json-prune.ts';

test('dollars and commas have a backslash, as AdGuard writes them, or none', () => {
  for (const value of ['\\$..[one\\, "two three"]', '$..[one, "two three"]']) {
    const body = pruneBody(value);
    if ('reason' in body) throw new Error(body.reason);
    expect(body.of).toBe('json');
    expect(body.rewrite('{"one":1,"a":{"two three":2,"b":3}}')).toBe('{"a":{"b":3}}');
    expect(body.rewrite('<html>')).toBe('<html>');
  }
});

test('what is no path is refused', () => {
  expect(pruneBody('a.b')).toEqual({ reason: '"a.b": "$" is missing' });
});
