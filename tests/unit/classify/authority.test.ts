import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAuthorityReader, readAuthority } from '../../../src/classify/authority.ts';
import { readUrl } from '../../../src/classify/url.ts';

it.each([
  ['shop.example', 'shop.example', null],
  ['shop.example:8443', 'shop.example', 8443],
  ['shop.example:', 'shop.example', null],
  ['Shop.Example.', 'shop.example', null],
  ['name:secret@shop.example', 'shop.example', null],
  ['a@b@shop.example:1', 'shop.example', 1],
  ['[2001:DB8::1]', '2001:db8::1', null],
  ['[::1]:65535', '::1', 65_535],
  ['192.168.1.5:80', '192.168.1.5', 80],
])('%s', (text, hostname, port) => {
  expect(readAuthority(text)).toEqual({ hostname, port });
});

it.each([
  '',
  ':443',
  'shop.example:0',
  'shop.example:65536',
  'shop.example:1e3',
  'shop.example:x',
  'a b',
  '[::1',
  'shop.example?x',
  'evil.example?@shop.example',
  'evil.example#@shop.example',
  'evil.example\\@shop.example',
  'evil.example/@shop.example',
])('%j is none', (text) => {
  expect(readAuthority(text)).toBeNull();
});

it('says the same from memory, however small, as when read afresh', () => {
  const piece = fc.constantFrom('a', 'B', '1', '.', ':', '@', '[', ']', '-', '8', '?', '/');
  const texts = fc.array(
    fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(texts, (asked) => {
      const small = createAuthorityReader(4);
      for (const text of [...asked, ...asked, ...asked.toReversed()]) {
        expect(small(text)).toEqual(readAuthority(text));
        const url = `https://${text}/x`;
        expect(readUrl(url, small)).toEqual(readUrl(url));
      }
    }),
  );
});

it('remembers', () => {
  const read = createAuthorityReader();
  expect(read('shop.example:8443')).toBe(read('shop.example:8443'));
  const long = `${'a'.repeat(400)}@shop.example`;
  expect(read(long)).not.toBe(read(long));
});
