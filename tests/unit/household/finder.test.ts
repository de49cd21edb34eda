import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hash, MAIL, PHONE, watched } from './household.ts';

const { finder } = watched([MAIL, PHONE, 'jane.doe@gmail.com']);
const found = (text: string, plain = true) =>
  finder.find(text, plain).map(({ from, to, index, form }) => [index, form, text.slice(from, to)]);

/** From the vendors' documents: what is hashed for each, of the same person. */
const VENDORS = [
  ['Meta, em', hash(MAIL), 0],
  ['Meta, ph', hash('4915112345678'), 1],
  ['Google, email', hash('janedoe@gmail.com', 'sha256', 'base64url'), 2],
  ['Google, phone_number', hash('+4915112345678', 'sha256', 'base64url'), 1],
  ['TikTok, phone_number', hash('+4915112345678'), 1],
  ['Pinterest, em', hash(MAIL, 'sha1'), 0],
  ['Criteo, m', hash(MAIL, 'md5'), 0],
  ['Snap, u_hpn', hash('4915112345678'), 1],
  ['a site without countries', hash('015112345678'), 1],
] as const;

/** How a value is written by forms, addresses, JSON, and one in another. */
const WRITINGS: readonly (readonly [string, (value: string) => string])[] = [
  ['a form', (value) => `a=1&udff%5Bem%5D=${encodeURIComponent(value)}&b=2`],
  ['JSON', (value) => JSON.stringify({ user: { em: [value] } })],
  ['JSON in a form', (value) => `pd=${encodeURIComponent(JSON.stringify({ em: value }))}`],
  [
    'an address in an address',
    (value) => `dl=${encodeURIComponent(`https://a.example/?e=${encodeURIComponent(value)}`)}`,
  ],
  ['JSON in JSON', (value) => JSON.stringify({ data: JSON.stringify({ em: value }) })],
  ["Google's list", (value) => `em=tv.1~em.${value}~pn.x`],
  [
    'a part of a multipart body',
    (value) => `--b\r\nContent-Disposition: form-data; name="em"\r\n\r\n${value}\r\n--b--`,
  ],
];

describe.each(VENDORS)('%s', (_vendor, value, index) => {
  test.each(WRITINGS)('is found in %s', (_where, write) => {
    const hits = found(write(value), false);
    expect(hits).toHaveLength(1);
    expect(hits[0]).toEqual([index, 'hashed', expect.any(String)]);
    expect(decodeURIComponent(decodeURIComponent(String(hits[0]?.[2])))).toBe(value);
  });
});

describe('in clear', () => {
  test.each([
    ['as typed', `e=${MAIL}`, [0, 'plain', MAIL]],
    ['in capitals', `"${MAIL.toUpperCase()}"`, [0, 'plain', MAIL.toUpperCase()]],
    ['escaped', 'e=ana.lopez%40example.com&', [0, 'plain', 'ana.lopez%40example.com']],
    ['with a tag', 'e=ana.lopez+x@example.com', [0, 'plain', 'ana.lopez+x@example.com']],
    [
      'with other dots at Google',
      'janed.oe+shop@googlemail.com',
      [2, 'plain', 'janed.oe+shop@googlemail.com'],
    ],
    ['as a number', 'p=%2B49+151+12345678&', [1, 'plain', '%2B49+151+12345678']],
    ['as a national number', '"(0151) 1234-5678"', [1, 'plain', '(0151) 1234-5678']],
  ])('%s, it is found where it is looked for', (_how, text, hit) => {
    expect(found(text)).toEqual([hit]);
    expect(found(text, false)).toEqual([]);
  });

  test.each([
    'diana.lopez@example.com',
    'ana.lopez@example.com.au',
    'ana_lopez@example.com',
    '4915112345679',
  ])('%s is somebody else', (text) => {
    expect(found(`x=${text}&`)).toEqual([]);
  });
});

test('padding belongs to what is found', () => {
  const value = hash(MAIL, 'md5', 'base64');
  expect(value).toMatch(/==$/);
  expect(found(`{"m":"${value}"}`)).toEqual([[0, 'hashed', value]]);
  expect(found(`m=${encodeURIComponent(value)}&n=`)).toEqual([
    [0, 'hashed', encodeURIComponent(value)],
  ]);
});

test('several are found in their order', () => {
  const text = `p=${hash('4915112345678')}&e=${MAIL}&h=${hash(MAIL)}`;
  expect(found(text).map(([index, form]) => [index, form])).toEqual([
    [1, 'hashed'],
    [0, 'plain'],
    [0, 'hashed'],
  ]);
});

test('a text of nothing else is looked through in part', () => {
  const others = (count: number) => Array.from({ length: count }, (_, i) => hash(String(i)));
  expect(found([...others(5_000), hash(MAIL)].join(), false)).toHaveLength(1);
  expect(found([...others(10_000), hash(MAIL)].join(), false)).toHaveLength(0);
  const addresses = Array.from({ length: 2_000 }, (_, i) => `a${i}@b.cd`);
  expect(found([...addresses.slice(1), MAIL].join())).toHaveLength(1);
  expect(found([...addresses, MAIL].join())).toHaveLength(0);
});

test('whatever stands around it, a hash between signs is found, and nothing else', () => {
  const around = fc.stringMatching(/^[ -~]{0,60}$/);
  fc.assert(
    fc.property(around, around, fc.constantFrom('=', '"', '&', ' ', '.'), (before, after, sign) => {
      // A sign that an escape ends with would make it part of the escape.
      const text = `${before}  ${sign}${hash(MAIL)}${sign}${after}`;
      const hits = found(text, false);
      expect(hits).toEqual([[0, 'hashed', hash(MAIL)]]);
      expect(found(before + after, false)).toEqual([]);
    }),
  );
});
