import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpires, readMetadata } from '../../../../src/rules/subscribe/metadata.ts';

const read = (...lines: readonly string[]) => readMetadata(Buffer.from(lines.join('\n')));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('what EasyList, AdGuard, uBlock and hosts files say of themselves', () => {
  expect(
    read(
      '[Adblock Plus 2.0]',
      '! Version: 202608130529',
      '! Title: EasyPrivacy',
      '! Last modified: 13 Aug 2026 05:29 UTC',
      '! Expires: 4 days (update frequency)',
      '! *** easylist:template_header.txt ***',
      '! Homepage: https://easylist.to/',
      '! Licence: https://easylist.to/pages/licence.html',
      '! Title: something else',
    ),
  ).toEqual({
    title: 'EasyPrivacy',
    homepage: 'https://easylist.to/',
    license: 'https://easylist.to/pages/licence.html',
    version: '202608130529',
    lastModified: '13 Aug 2026 05:29 UTC',
    expires: 4 * DAY,
  });
  expect(read('! TimeUpdated: 2026-03-20T08:18:12+00:00', '! Expires: 10 days')).toMatchObject({
    lastModified: '2026-03-20T08:18:12+00:00',
    expires: 10 * DAY,
  });
  expect(read('! Last modified: %timestamp%', '! Expires: 8 hours')).toMatchObject({
    lastModified: null,
    expires: 8 * HOUR,
  });
  expect(read('\uFEFF# Title: StevenBlack/hosts', '# Date: 1 January 2026')).toMatchObject({
    title: 'StevenBlack/hosts',
    lastModified: '1 January 2026',
  });
  expect(read('!Homepage:      https://pgl.yoyo.org/adservers/\r').homepage).toBe(
    'https://pgl.yoyo.org/adservers/',
  );
});

test('a homepage is a link that may be shown, or none', () => {
  for (const homepage of [
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'easylist.to',
    '',
  ]) {
    expect(read(`! Homepage: ${homepage}`).homepage, homepage).toBeNull();
  }
});

test('only the first lines count', () => {
  const rules = Array.from({ length: 60 }, (_, i) => `||a${i}.example^`);
  expect(read(...rules, '! Title: late').title).toBeNull();
  expect(read(`! ${'x'.repeat(9_000)}`, '! Title: late').title).toBeNull();
});

describe('how long a copy is good', () => {
  test.each([
    ['4 days (update frequency)', 4 * DAY],
    ['12 hours', 12 * HOUR],
    ['1 hour', HOUR],
    ['5d', 5 * DAY],
    ['6h', 6 * HOUR],
    ['7', 7 * DAY],
    ['2 weeks', 14 * DAY],
    ['1 day, or so', DAY],
    ['0 days', null],
    ['', null],
    ['soon', null],
    ['3 months', null],
    ['-1 days', null],
    ['99999 days', null],
  ])('%j', (text, expected) => {
    expect(parseExpires(text)).toBe(expected);
  });
});

test('any bytes are read without an error, and say only plain words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, value) => {
      const head = Buffer.concat([Buffer.from(`! Title: ${value}\n! Expires: ${value}\n`), bytes]);
      const { title, homepage, expires } = readMetadata(head);
      if (title !== null) expect(title).toMatch(/^[^\p{C}]{1,200}$/u);
      if (homepage !== null) expect(homepage).toMatch(/^https?:/);
      if (expires !== null) expect(expires).toBeGreaterThan(0);
    }),
  );
});
