import { describe, expect, test } from 'vitest';
import { isFrame, placeholderFor } from '../../../src/act/placeholder.ts';
import { header } from '../../../src/model/request.ts';
import { mask, request, rule } from './samples.ts';

const url = 'https://www.facebook.com/plugins/like.php';
const frame = request({ url, type: 'subdocument' });

describe('isFrame', () => {
  test.each([
    ['a frame', frame, true],
    ['an object', request({ url, type: 'object' }), true],
    [
      'a page or a frame',
      request({ url, type: 'document', types: mask('document', 'subdocument') }),
      true,
    ],
    ['the head of a frame', request({ url, type: 'subdocument', method: 'HEAD' }), true],
    ['a page that a person opens', request({ url, type: 'document' }), false],
    ['what a script asks for', request({ url, type: 'xhr' }), false],
    [
      'a script, or anything else',
      request({ url, type: 'other', types: mask('script', 'object', 'xhr') }),
      false,
    ],
    [
      'a form that is sent into a frame',
      request({ url, type: 'subdocument', method: 'POST' }),
      false,
    ],
    [
      'a call of an old browser that wants to read it',
      request({
        url,
        type: 'document',
        types: mask('document', 'subdocument'),
        headers: ['Origin', 'https://shop.test'],
      }),
      false,
    ],
  ])('%s: %s', (_what, asked, is) => {
    expect(isFrame(asked)).toBe(is);
  });
});

describe('placeholderFor', () => {
  test('is a page that every site may show, no script may read and no cache keeps', () => {
    const { status, headers, body } = placeholderFor(frame, rule('placeholder'), url);
    expect(status).toBe(200);
    expect(header(headers, 'content-type')).toBe('text/html; charset=utf-8');
    expect(header(headers, 'content-length')).toBe(String(body.length));
    expect(header(headers, 'cache-control')).toBe('no-store');
    expect(header(headers, 'x-eyelid')).toBe('meta.txt:7');
    expect(header(headers, 'content-security-policy')).toContain('frame-ancestors *');
    expect(header(headers, 'access-control-allow-origin')).toBeNull();
    expect(new TextDecoder().decode(body)).toContain('<button');
  });

  test('a HEAD gets the headers alone', () => {
    const head = placeholderFor({ ...frame, method: 'HEAD' }, rule('placeholder'), url);
    expect(head.body).toHaveLength(0);
    expect(head.headers).toEqual(placeholderFor(frame, rule('placeholder'), url).headers);
  });
});
