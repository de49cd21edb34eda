import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadAddress, readLoadAddress } from '../../../src/proxy/load-address.ts';

const pass = 'p'.repeat(48);

test.each([
  ['https://a.test/x', `https://a.test/x?eyelid-load=${pass}`],
  ['https://a.test/x?', `https://a.test/x?&eyelid-load=${pass}`],
  ['https://a.test/x?b=1&c', `https://a.test/x?b=1&c&eyelid-load=${pass}`],
])('%s carries a pass as %s, and is found again', (url, address) => {
  expect(loadAddress(url, pass)).toBe(address);
  expect(readLoadAddress(address)).toEqual({ url, pass });
});

test.each(['https://a.test/ü', 'https://a.test/ x', 'ftp://a.test/', 'https://a.test/\n'])(
  '%j cannot carry one',
  (url) => expect(loadAddress(url, pass)).toBeNull(),
);

test.each([
  '',
  `eyelid-load=${pass}`,
  `https://a.test/?eyelid-load=${pass}x`,
  `https://a.test/?eyelid-load=${pass.slice(1)}`,
  `https://a.test/?eyelid-load=${pass}&b=1`,
  `https://a.test/eyelid-load=${pass}`,
  `https://a.test/?not-eyelid-load=${pass}`,
])('%j carries none', (address) => expect(readLoadAddress(address)).toBeNull());

test('whatever address it is, it is found again', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const address = loadAddress(url, pass);
      expect(address === null ? null : readLoadAddress(address)).toEqual({ url, pass });
    }),
  );
});
