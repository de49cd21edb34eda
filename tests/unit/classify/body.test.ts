import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lazyBody, readBody } from '../../../src/classify/body.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const FORM = 'application/x-www-form-urlencoded';

describe('readBody', () => {
  it.each([
    [
      FORM,
      'id=1&ev=Page+View',
      'urlencoded',
      [
        ['id', '1'],
        ['ev', 'Page View'],
      ],
    ],
    [`${FORM}; charset=UTF-8`, 'id=1\r\n', 'urlencoded', [['id', '1']]],
    [FORM, '{"id":1}', 'json', [['id', '1']]],
    [FORM, '{broken=1', 'urlencoded', [['{broken', '1']]],
    ['application/json', '{"id":1}', 'json', [['id', '1']]],
    ['application/json', '\uFEFF {"id":1}', 'json', [['id', '1']]],
    ['application/vnd.api+json', '[{"id":1}]', 'json', [['0.id', '1']]],
    ['application/json', 'id=1', 'opaque', []],
    ['text/plain;charset=UTF-8', '{"fb.pixel_id":"1"}', 'json', [['fb.pixel_id', '1']]],
    [
      'text/plain',
      'en=scroll&_et=1\nen=click\r\n',
      'lines',
      [
        ['en', 'scroll'],
        ['_et', '1'],
        ['en', 'click'],
      ],
    ],
    ['text/plain', 'Dear all, a=b', 'opaque', []],
    [null, '{"id":1}', 'json', [['id', '1']]],
    [null, 'id=1', 'lines', [['id', '1']]],
    [null, '\u0000\u0001', 'opaque', []],
    [
      'multipart/form-data; boundary=B',
      '--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--B--',
      'multipart',
      [['id', '1']],
    ],
    [
      'Multipart/Form-Data; boundary=AbC',
      '--AbC\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--AbC--',
      'multipart',
      [['id', '1']],
    ],
    ['multipart/form-data', 'nothing', 'opaque', []],
    ['application/octet-stream', '{"id":1}', 'opaque', []],
    ['application/x-protobuf', 'id=1', 'opaque', []],
    [FORM, '', 'opaque', []],
  ])('%s: %j', (contentType, text, kind, expected) => {
    const body = readBody(contentType, bytes(text));
    expect(body.kind).toBe(kind);
    expect(body.fields.map(({ name, value }) => [name, value])).toEqual(expected);
  });

  it('reads at most 2,000 fields of any kind', () => {
    expect(readBody(FORM, bytes('a=1&'.repeat(9000))).fields).toHaveLength(2000);
    expect(readBody('text/plain', bytes('a=1&b=2\n'.repeat(9000))).fields).toHaveLength(2000);
  });

  it('never throws on any bytes', () => {
    const types = fc.constantFrom(
      null,
      FORM,
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=a',
      'multipart/form-data',
      'x',
    );
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 400 }), (contentType, data) => {
        expect(readBody(contentType, data).fields.length).toBeLessThanOrEqual(2000);
      }),
    );
  });
});

it('a body is read when somebody asks, once', () => {
  const sent = bytes('id=1');
  const body = lazyBody(FORM, sent);
  expect(body.bytes).toBe(sent);
  // What is read is what stands there at that time.
  sent.set(bytes('ev=2'));
  expect([body.kind, body.fields]).toEqual(['urlencoded', [{ name: 'ev', value: '2' }]]);
  expect(body.fields).toBe(body.fields);
});
