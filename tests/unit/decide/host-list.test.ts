import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileHostList } from '../../../src/decide/host-list.ts';
import type { Hostname } from '../../../src/model/terms.ts';

const list = compileHostList([
  'exact.example',
  '.suffix.example',
  ' Upper.Example. ',
  '192.0.2.7',
  '[2001:db8::1]',
  '.bücher.example',
]);

describe('compileHostList', () => {
  test.each([
    ['exact.example', true],
    ['www.exact.example', false],
    ['notexact.example', false],
    ['suffix.example', true],
    ['a.suffix.example', true],
    ['a.b.suffix.example', true],
    ['notsuffix.example', false],
    ['suffix.example.org', false],
    ['example', false],
    ['upper.example', true],
    ['192.0.2.7', true],
    ['9.192.0.2.7', false],
    ['2001:db8::1', true],
    ['www.xn--bcher-kva.example', true],
  ])('%s: %s', (hostname, included) => {
    expect(list.includes(hostname as Hostname)).toBe(included);
  });

  test('takes all of these', () => {
    expect(list.rejected).toEqual([]);
  });

  test('gives back as written what names no host', () => {
    const bad = ['', '.', '..a.example', '*.a.example', 'a b', 'http://a.example', '.192.0.2.1'];
    const compiled = compileHostList([...bad, 'a.example']);
    expect(compiled.rejected).toEqual(bad);
    expect(compiled.includes('a.example' as Hostname)).toBe(true);
  });

  test('agrees with comparing each entry', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const hostname = fc.array(label, { minLength: 1, maxLength: 4 }).map((x) => x.join('.'));
    const entry = fc.tuple(fc.constantFrom('', '.'), hostname).map((x) => x.join(''));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), hostname, (entries, asked) => {
        const naive = entries.some((text) =>
          text.startsWith('.') ? `.${asked}`.endsWith(text) : asked === text,
        );
        expect(compileHostList(entries).includes(asked as Hostname)).toBe(naive);
      }),
    );
  });
});
