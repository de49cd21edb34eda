import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isListName, parseListSource } from '../../../src/model/list-source.ts';

const nameOf = (text: string, name: string | null = null) => {
  const source = parseListSource(text, name);
  return source.ok ? source.list.name : source.reason;
};

describe('a name of the catalogue', () => {
  test('stands for its addresses', () => {
    expect(parseListSource(' EasyPrivacy ')).toEqual({
      ok: true,
      list: {
        name: 'easyprivacy',
        urls: [
          'https://easylist.to/easylist/easyprivacy.txt',
          'https://easylist-downloads.adblockplus.org/easyprivacy.txt',
        ],
        trusted: false,
      },
    });
  });

  test.each([
    ['easyprivcy', 'no list is known as "easyprivcy", did you mean "easyprivacy"?'],
    ['my-favourite', 'no list is known as "my-favourite", write its address'],
    ['', 'no list is known as "", write its address'],
  ])('that is not one is refused: %j', (text, reason) => {
    expect(nameOf(text)).toBe(reason);
  });
});

describe('an address', () => {
  test.each([
    ['https://lists.example/a/My%20List.txt', /^my-20list-[0-9a-f]{8}$/],
    ['https://lists.example', /^lists-example-[0-9a-f]{8}$/],
    ['https://lists.example/a/../../etc/passwd', /^passwd-[0-9a-f]{8}$/],
    ['https://lists.example/.txt', /^list-[0-9a-f]{8}$/],
    ['https://lists.example/x.txt?a=1#b', /^x-[0-9a-f]{8}$/],
  ])('%s gives the list a name', (url, name) => {
    expect(nameOf(url)).toMatch(name);
  });

  test('gives another name than its neighbours', () => {
    const urls = ['/a.txt', '/b/a.txt', '/a.txt?x', '/a', '/A.txt'];
    const names = urls.map((path) => nameOf(`https://lists.example${path}`));
    expect(new Set(names).size).toBe(urls.length);
  });

  test('may be given a name by hand, and loses its fragment', () => {
    expect(parseListSource('http://lists.example/a.txt#x', 'mine')).toEqual({
      ok: true,
      list: { name: 'mine', urls: ['http://lists.example/a.txt'], trusted: false },
    });
  });

  test('of the catalogue is the list of the catalogue', () => {
    expect(nameOf('https://easylist.to/easylist/easylist.txt')).toBe('easylist');
  });

  test.each([
    [
      'file:///etc/passwd',
      '"file:///etc/passwd" is no address that starts with https:// or http://',
    ],
    ['https://', '"https://" is no address'],
    [
      'https://me:secret@a.example/x',
      'an address with a password in it would be shown to everybody',
    ],
    ['https://a.example/x.yaml', 'only filter lists can be subscribed to, no files of signatures'],
    [`https://a.example/${'x'.repeat(2_000)}`, 'the address is longer than 2000 letters'],
  ])('that cannot be one is refused: %s', (url, reason) => {
    expect(nameOf(url)).toBe(reason);
  });
});

test.each(['../x', 'a/b', '.x', 'x.', 'a..b', 'X', '', 'a b', 'a\\b', 'x'.repeat(65)])(
  '%j is no name',
  (name) => {
    expect(isListName(name)).toBe(false);
    expect(parseListSource('easylist', name).ok).toBe(false);
  },
);

test.each(['my-rules.txt', 'meta.yaml', 'meta.yml'])(
  'a list cannot take the place of a file in rules/: %j',
  (name) => {
    expect(nameOf('easylist', name)).toBe(
      `"${name}" is no name for a list: files in rules/ are called so`,
    );
  },
);

test('whatever is written, the name is a plain file name', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl(), fc.webUrl({ withQueryParameters: true })),
      (text) => {
        const source = parseListSource(text);
        if (source.ok) expect(isListName(source.list.name)).toBe(true);
        else expect(source.reason).not.toBe('');
      },
    ),
  );
});

describe('trust', () => {
  const UBLOCK = 'https://ublockorigin.github.io/uAssets/filters/filters.txt';
  test.each<[string, string | null, boolean | null, boolean]>([
    ['ublock-filters', null, null, true],
    ['ublock-filters', 'mine', null, true],
    ['ublock-filters', null, false, false],
    [UBLOCK, null, null, true],
    [UBLOCK, 'mine', null, true],
    [UBLOCK.replace('https:', 'http:'), null, null, false],
    [`${UBLOCK}?x`, null, null, false],
    ['https://lists.example/filters.txt', 'ublock-filters', null, false],
    ['https://lists.example/filters.txt', null, null, false],
    ['https://lists.example/filters.txt', null, true, true],
    ['easylist', null, null, false],
    ['easylist', 'ublock-filters', null, false],
    ['easylist', null, true, true],
  ])('of %s as %j, where a person says %j, is %j', (text, name, said, trusted) => {
    expect(parseListSource(text, name, said)).toMatchObject({ ok: true, list: { trusted } });
  });
});
