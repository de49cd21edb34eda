import { describe, expect, test } from 'vitest';
import { fieldNames, readBodyText } from '../../../../src/act/body-fields/read-body.ts';
import { bodyOf } from '../samples.ts';

const namesIn = (content: string | Uint8Array, type: string) => {
  const headers = ['Content-Type', type];
  const read = readBodyText(bodyOf(content, { headers }), headers);
  return read === null ? null : fieldNames(read.list);
};
const PART = '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--';

describe('readBodyText', () => {
  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'a=1&b=2\r\n', ['a', 'b']],
    ['lines', 'text/plain', 'en=a&x=1\nen=b', ['en', 'x', 'en']],
    ['JSON', 'text/plain;charset=UTF-8', '{"a":{"b":[1]}}', ['a', 'a.b', 'a.b.0']],
    ['JSON behind a byte order mark', 'application/json', '\ufeff{"a":1}', ['a']],
    ['parts', 'multipart/form-data; boundary=B', PART, ['a']],
    ['what is none of them', 'text/plain', 'hello', null],
    ['bytes', 'application/octet-stream', 'a=1', null],
  ])('%s', (_title, type, text, names) => {
    expect(namesIn(text, type)).toEqual(names);
  });

  test('bytes that are no UTF-8 are read too', () => {
    const bytes = Uint8Array.from([0x61, 0x3d, 0xff, 0x26, 0x62, 0x3d, 0x31]);
    expect(namesIn(bytes, 'application/x-www-form-urlencoded')).toEqual(['a', 'b']);
  });

  test('of a body whose bytes are not there, nothing is read', () => {
    expect(readBodyText({ kind: 'json', fields: [] }, [])).toBeNull();
  });

  test('of a body that is signed, nothing is read', () => {
    const headers = ['Content-Type', 'application/json', 'X-Amz-Content-Sha256', 'e3b0'];
    expect(readBodyText(bodyOf('{"a":1}', { headers }), headers)).toBeNull();
  });

  test('a text of two bytes a character is left alone', () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]);
    expect(readBodyText({ kind: 'json', fields: [], bytes }, [])).toBeNull();
  });
});
