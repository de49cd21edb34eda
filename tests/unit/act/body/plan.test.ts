import { describe, expect, test } from 'vitest';
import { MAX_ENCODED, rewritable } from '../../../../src/act/body/plan.ts';
import type { RawHeaders } from '../../../../src/model/request.ts';
import type { BodyRewrite } from '../../../../src/model/rule.ts';

const text: BodyRewrite = { of: 'text', rewrite: (body) => body };
const json: BodyRewrite = { of: 'json', rewrite: (body) => body };

const planned = (
  headers: RawHeaders,
  { method = 'GET', status = 200, rewrites = [text] as readonly BodyRewrite[] } = {},
) => rewritable(method, { status, headers }, rewrites);

const HTML = ['Content-Type', 'text/html; charset=ISO-8859-2'];

describe('rewritable', () => {
  test('says how to read the body', () => {
    expect(planned(HTML)).toEqual({
      coding: 'identity',
      charset: 'ISO-8859-2',
      isHtml: true,
      rewrites: [text],
    });
  });

  test.each([
    ['text/html'],
    ['TEXT/PLAIN'],
    [' text/css ;charset=x'],
    ['application/json'],
    ['application/ld+json'],
    ['application/javascript'],
    ['image/svg+xml'],
    ['application/dash+xml'],
    ['application/vnd.apple.mpegurl'],
  ])('%s is text', (type) => {
    expect(planned(['content-type', type])).not.toBeNull();
  });

  test.each([
    ['image/png'],
    ['application/octet-stream'],
    ['text/event-stream'],
    ['multipart/x-mixed-replace; boundary=a'],
    ['application/grpc'],
    ['video/mp4'],
    ['font/woff2'],
    ['application/pdf'],
    [''],
    [';'],
    ['application/jsonx'],
  ])('"%s" is none', (type) => {
    expect(planned(['content-type', type])).toBeNull();
  });

  test('without a media type it is not taken for text', () => {
    expect(planned([])).toBeNull();
  });

  test.each([
    ['text/html;charset=utf-8', 'utf-8'],
    ['text/html; Charset = "utf-8"', 'utf-8'],
    ['text/html; a=b; charset=koi8-r; c=d', 'koi8-r'],
    ['text/html; charset=', null],
    ['text/html', null],
  ])('the charset of %s', (type, charset) => {
    expect(planned(['Content-Type', type])?.charset).toBe(charset);
  });

  test.each([
    ['gzip', 'gzip'],
    ['X-GZip', 'gzip'],
    ['deflate', 'deflate'],
    ['br', 'br'],
    ['identity', 'identity'],
    ['', 'identity'],
    ['zstd', undefined],
    ['dcb', undefined],
    ['gzip, br', undefined],
  ])('the coding "%s"', (coding, expected) => {
    expect(planned([...HTML, 'Content-Encoding', coding])?.coding).toBe(expected);
  });

  test('two codings in two headers are two', () => {
    const coded = ['Content-Encoding', 'gzip', 'Content-Encoding', 'gzip'];
    expect(planned([...HTML, ...coded])).toBeNull();
  });

  test.each([
    ['no-transform', ['Cache-Control', 'no-transform'], true],
    ['short enough', ['Content-Length', String(MAX_ENCODED)], true],
    ['too long', ['Content-Length', String(MAX_ENCODED + 1)], false],
    ['a length that is none', ['Content-Length', 'x'], false],
    ['chunked', ['Transfer-Encoding', 'chunked'], true],
    ['another framing', ['Transfer-Encoding', 'gzip, chunked'], false],
    ['to be shown', ['Content-Disposition', 'inline; filename=a'], true],
    ['to be saved', ['Content-Disposition', 'attachment; filename=a.html'], false],
    ['a part', ['Content-Range', 'bytes 0-1/2'], false],
  ])('%s', (_title, headers, expected) => {
    expect(planned([...HTML, ...headers]) !== null).toBe(expected);
  });

  test.each([
    [200, true],
    [201, true],
    [202, true],
    [404, true],
    [500, true],
    [101, false],
    [204, false],
    [205, false],
    [206, false],
    [301, false],
    [304, false],
  ])('status %d', (status, expected) => {
    expect(planned(HTML, { status }) !== null).toBe(expected);
  });

  test('a HEAD has no body', () => {
    expect(planned(HTML, { method: 'HEAD' })).toBeNull();
  });

  test.each([
    ['application/json', [text, json]],
    ['text/json', [text, json]],
    // Under these names JSON is sent too; it is looked at before it is read.
    ['text/plain', [text, json]],
    ['application/javascript', [text, json]],
    ['text/css', [text]],
    ['image/svg+xml', [text]],
  ])('what changes %s', (type, rewrites) => {
    expect(planned(['Content-Type', type], { rewrites: [text, json] })?.rewrites).toEqual(rewrites);
  });

  test('nothing to do', () => {
    expect(planned(HTML, { rewrites: [] })).toBeNull();
    expect(planned(['Content-Type', 'text/css'], { rewrites: [json] })).toBeNull();
  });
});
