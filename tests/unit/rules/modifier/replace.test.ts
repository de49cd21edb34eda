import { describe, expect, test } from 'vitest';
import { replaceBody } from '../../../../src/rules/modifier/replace.ts';

function replaced(value: string, text: string): string {
  const body = replaceBody(value);
  if ('reason' in body) throw new Error(body.reason);
  expect(body.of).toBe('text');
  return body.rewrite(text);
}

describe('text is replaced', () => {
  test.each([
    ['/a/b/', 'aaa', 'baa'],
    ['/a/b/g', 'aaa', 'bbb'],
    ['/A/b/gi', 'aAa', 'bbb'],
    ['/x/y/', 'aaa', 'aaa'],
    ['/a//', 'cab', 'cb'],
    [
      '/(<VAST[\\s\\S]*?>)[\\s\\S]*<\\/VAST>/\\$1<\\/VAST>/i',
      '<vast a>ads</vast>',
      '<vast a></VAST>',
    ],
    ['/^.+$/<VAST><\\/VAST>/s', 'a\nb', '<VAST></VAST>'],
    ['/^b/x/m', 'a\nb', 'a\nx'],
    ['/"enabled":\\s*true/"enabled":false/', '{"enabled": true}', '{"enabled":false}'],
    ['/^/<script>1<\\/script>/', '<p>', '<script>1</script><p>'],
    ['/a{2,3}/x/', 'caaaa', 'cxa'],
  ])('%s on %j', (value, text, expected) => {
    expect(replaced(value, text)).toBe(expected);
  });

  test('again and again the same', () => {
    const body = replaceBody('/a/b/g');
    expect('rewrite' in body && [body.rewrite('aa'), body.rewrite('aa')]).toEqual(['bb', 'bb']);
  });
});

test('a text that could take too long is left alone, and a shorter one is not', () => {
  const value = '/"ad":.+?"end"/x/g';
  const hostile = '"ad":'.repeat(100_000);
  expect(replaced(value, hostile)).toBe(hostile);
  expect(replaced(value, '"ad":1,"end"')).toBe('x');
});

test('a text that the matcher gives up on is left alone', () => {
  const text = 'ab'.repeat(2_000_000);
  expect(replaced('/^(?:a|b)*c/x/', text)).toBe(text);
});

test('a text in which there is too much to replace is left alone', () => {
  const often = 'ab,'.repeat(30_001);
  expect(replaced('/(a)(b)/$2$1/g', often)).toBe(often);
  expect(replaced('/(a)(b)/$2$1/', often)).toBe(`ba,${often.slice(3)}`);
  expect(replaced('/(a)(b)/$2$1/g', often.slice(3))).toBe('ba,'.repeat(30_000));
  expect(replaced('/(?:)/-/g', 'ab')).toBe('-a-b-');
  expect(replaced('/(?:)/-/g', often)).toBe(often);
});

test('a text that is very long is left alone', () => {
  const text = `${' '.repeat(2_000_000)}"ads"`;
  expect(replaced('/"ads"/x/', text)).toBe(text);
  expect(replaced('/"ads"/x/', text.slice(5))).toMatch(/ x$/);
});

test('a text that could grow too long is left alone', () => {
  const text = 'b'.repeat(1_000_000);
  expect(replaced(`/a?/${'x'.repeat(100)}/g`, text)).toBe(text);
  expect(replaced('/a?/x/', text)).toBe(`x${text}`);
});

describe('values that are refused', () => {
  test.each([
    ['a/b', 'is not written as /what/with/'],
    ['/(/b/', '/(/ is no regular expression'],
    ['/(a+)+b/c/', 'could take too long to match'],
    ['/a/b/u', 'unknown flags "u"'],
  ])('%s: %s', (value, reason) => {
    const body = replaceBody(value);
    expect('reason' in body && body.reason).toContain(reason);
  });
});
