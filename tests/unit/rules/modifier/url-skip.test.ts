import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { urlSkip } from '../../../../src/rules/modifier/url-skip.ts';

function skipped(value: string, url: string): string | null {
  const target = urlSkip(value);
  if (typeof target !== 'function') throw new Error(target.reason);
  return target(url);
}

const TO = 'https://b.example/p?q=1';
const CODED = encodeURIComponent(TO);
const BASE64 = btoa(TO);

describe('where an address leads', () => {
  test.each([
    ['?url', `https://t.example/?x=1&url=${CODED}`, TO],
    [
      '?url',
      `https://t.example/?url=${encodeURIComponent('https://b.example/a b')}`,
      'https://b.example/a%20b',
    ],
    ['?url', 'https://t.example/?url=http%3A%2F%2Fb.example%2F', 'https://b.example/'],
    [
      '?url ?to',
      `https://t.example/?url=${encodeURIComponent(`https://u.example/?to=${CODED}`)}`,
      TO,
    ],
    ['&1', `https://t.example/jump?${CODED}`, TO],
    ['&2', `https://t.example/jump?x=1&${CODED}`, TO],
    ['?u -base64', `https://t.example/?u=${BASE64}`, TO],
    [
      '?u -safebase64',
      `https://t.example/?u=${BASE64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`,
      TO,
    ],
    ['?u /^a1(.*)/ -safebase64', `https://t.example/?u=a1${BASE64}`, TO],
    ['/\\/to\\/(http[^?]+)/', 'https://t.example/to/https://b.example/x?y', 'https://b.example/x'],
    ['/\\/to\\/(http[^?]+)/ -uricomponent', `https://t.example/to/${CODED}`, TO],
    ['/\\/pts\\/(.*)/ +https', 'https://t.example/pts/b.example/x.mp3', 'https://b.example/x.mp3'],
    ['?u +https', 'https://t.example/?u=http%3A%2F%2Fb.example%2F', 'https://b.example/'],
    ['?u -blocked', `https://t.example/?u=${CODED}`, TO],
    ['?u #', `https://t.example/?u=${encodeURIComponent(`https://c.example/#${TO}`)}`, TO],
    [
      '?url',
      `https://t.example/?url=${encodeURIComponent('https://b.example/\u00fc')}`,
      'https://b.example/%C3%BC',
    ],
    // Nowhere.
    ['?url', 'https://t.example/?x=1', null],
    ['?url', 'https://t.example/?url=', null],
    ['?url', 'https://t.example/?url=b.example', null],
    ['?url', 'https://t.example/?url=javascript%3Aalert(1)', null],
    ['?url', 'https://t.example/?url=data%3Atext%2Fhtml%2Cx', null],
    ['?url', 'https://t.example/?url=ftp%3A%2F%2Fb.example%2F', null],
    ['?url', 'https://t.example/?url=%2F%2Fb.example%2F', null],
    ['?url', 'https://t.example/?url=https%3A%2F%2F', null],
    ['?url', 'https://t.example/?url=https%3A%2F%2Fa..b%2F', null],
    ['?url', 'https://t.example/?url=https%3A%2F%2Fbank.example%40b.example%2F', null],
    ['?url', `https://t.example/?url=https://b.example/${'a'.repeat(8192)}`, null],
    ['?url', `https://t.example/?x=${'a'.repeat(8192)}&url=${CODED}`, null],
    ['?u -base64', 'https://t.example/?u=*', null],
    ['?u -uricomponent', 'https://t.example/?u=%25zz', null],
    ['&3', 'https://t.example/?a&b', null],
    ['/x(y)?/', 'https://t.example/x', null],
    ['#', 'https://t.example/x', null],
    ['/(.*)/', 'https://t.example/x', null],
  ])('%s of %.70s: %s', (value, url, expected) => {
    expect(skipped(value, url)).toBe(expected);
  });
});

describe('values that are refused', () => {
  test.each([
    ['', 'it does not say where to find the address'],
    ['url', '"url" is no step'],
    ['?', '"?" is no step'],
    ['&0', '"&0" is no step'],
    ['&x', '"&x" is no step'],
    ['-rot13', '"-rot13" is no step'],
    ['/(/', 'is no regular expression'],
    ['/a/', '/a/ has no group'],
    ['/(?:a)\\(/', 'has no group'],
    ['/(a+)+(b)/', 'could take too long'],
    ['?u '.repeat(21), 'more than 20 steps'],
  ])('%s: %s', (value, reason) => {
    const target = urlSkip(value);
    expect(typeof target === 'function' ? '' : target.reason).toContain(reason);
  });
});

test('whatever the address says, it leads to the web or nowhere', () => {
  const step = fc.constantFrom(
    '?u',
    '&1',
    '#',
    '+https',
    '-base64',
    '-uricomponent',
    '/(.+)/',
    '/\\?(.*)/',
  );
  const value = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join(' '));
  const query = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc.constantFrom('javascript:x', '//a', 'https:a', 'http://[::1]/'),
  );
  fc.assert(
    fc.property(value, query, (steps, text) => {
      const found = skipped(steps, `https://t.example/?u=${encodeURIComponent(text)}`);
      if (found !== null) expect(found).toMatch(/^https:\/\/[!-~]+$/);
    }),
    { numRuns: 2000 },
  );
});
