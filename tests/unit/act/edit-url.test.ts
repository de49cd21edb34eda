import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rewriteUrl, skipTarget } from '../../../src/act/edit-url.ts';
import type { Edit } from '../../../src/model/rule.ts';
import { mask, request, rule, skip, urlEdit } from './samples.ts';

const URL_ = 'https://a.example/amp/p?x=1';

describe('rewriteUrl', () => {
  test('in turn, and says which did', () => {
    const first = urlEdit((url) => url.replace('/amp/', '/b/'));
    const idle = urlEdit((url) => url);
    const second = urlEdit((url) => url.replace('/b/', '/c/'));
    const edits: readonly Edit[] = [first, idle, second];
    expect(rewriteUrl(URL_, edits)).toEqual({
      url: 'https://a.example/c/p?x=1',
      by: [first, second],
    });
  });

  test.each([
    ['another host', 'https://b.example/amp/p'],
    ['another scheme', 'http://a.example/amp/p'],
    ['a longer host', 'https://a.example.b.example/'],
    ['user info', 'https://a.example@b.example/'],
    ['another port', 'https://a.example:8443/'],
    ['no path', 'https://a.example'],
    ['a blank', 'https://a.example/a b'],
    ['a line break', 'https://a.example/a\r\nHost: b'],
    ['a fragment', 'https://a.example/#x'],
    ['what is no byte', 'https://a.example/→'],
    ['nothing', ''],
    ['too long', `https://a.example/${'a'.repeat(65_536)}`],
  ])('is not led to %s', (_title, wanted) => {
    expect(rewriteUrl(URL_, [urlEdit(() => wanted)])).toEqual({ url: URL_, by: [] });
  });

  test('whatever the edits say, scheme and host stay, and it can be sent', () => {
    const text = fc
      .array(fc.integer({ max: 0x2ff, min: 0 }), { maxLength: 20 })
      .map((codes) => String.fromCharCode(...codes));
    const wanted = fc.oneof(
      text.map((rest) => `https://a.example/${rest}`),
      text,
      fc.constantFrom('https://a.example', 'https://a.example/', 'https://a.example/é', '/b'),
    );
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 4 }), (texts) => {
        const { url, by } = rewriteUrl(
          URL_,
          texts.map((text) => urlEdit(() => text)),
        );
        expect(url).toMatch(/^https:\/\/a\.example\/[\x21-\x7e\x80-\xff]*$/);
        expect(url).not.toContain('#');
        expect(by.length === 0 ? url : by.at(-1)?.rewrite('')).toBe(by.length === 0 ? URL_ : url);
      }),
    );
  });

  test('without such edits it is as it was', () => {
    expect(rewriteUrl(URL_, [])).toEqual({ url: URL_, by: [] });
  });
});

describe('skipTarget', () => {
  const opened = request({ type: 'document', url: 'https://t.example/out?to=x' });

  test.each([
    ['a web address', 'https://shop.example/a?b#c', 'https://shop.example/a?b#c'],
    ['letters that a header cannot carry', 'https://shop.example/é', 'https://shop.example/%C3%A9'],
    ['a blank', 'https://shop.example/a b', 'https://shop.example/a%20b'],
    ['a line break', 'https://shop.example/a\r\nX: b', 'https://shop.example/aX:%20b'],
    ['nothing', null, null],
    ['no address', 'shop.example', null],
    ['a script', 'javascript:alert(1)', null],
    ['a file', 'file:///etc/passwd', null],
    ['the same address', 'https://t.example/out?to=x', null],
    ['too long', `https://shop.example/${'a'.repeat(8192)}`, null],
  ])('%s', (_title, target, expected) => {
    expect(skipTarget(skip(target), opened)).toBe(expected);
  });

  test.each([
    ['an image', request({ type: 'image' })],
    ['a frame', request({ type: 'subdocument' })],
    ['a form', { ...opened, method: 'POST' }],
    ['a request of a program', request({ type: 'document', types: mask('document', 'xhr') })],
  ])('not for %s', (_title, asked) => {
    expect(skipTarget(skip('https://shop.example/', rule('rewrite')), asked)).toBeNull();
  });
});
