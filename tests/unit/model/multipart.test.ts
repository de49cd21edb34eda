import { describe, expect, it } from 'vitest';
import { multipartDelimiter, readPart } from '../../../src/model/multipart.ts';

describe('multipartDelimiter', () => {
  it.each([
    ['multipart/form-data; boundary=----WebKitFormBoundaryX', '', '------WebKitFormBoundaryX'],
    ['multipart/form-data; charset=utf-8; Boundary="a b"', '', '--a b'],
    ['multipart/form-data', '--sniffed\r\nContent-...', '--sniffed'],
    ['multipart/form-data', 'no delimiter', null],
    [`multipart/form-data; boundary=${'x'.repeat(200)}`, '', `--${'x'.repeat(70)}`],
  ])('%s', (contentType, text, expected) => {
    expect(multipartDelimiter(contentType, text)).toBe(expected);
  });
});

describe('readPart', () => {
  const read = (head: string, content = 'x') => {
    const text = `\r\n${head}\r\n\r\n${content}\r\n--B`;
    const part = readPart(text, 0, text.lastIndexOf('\n'));
    return part === null ? null : [part.name, part.isFile, text.slice(part.from, part.to)];
  };

  it.each([
    ['Content-Disposition: form-data; name="a"', ['a', false, 'x']],
    ['content-disposition: form-data; NAME=a; x', ['a', false, 'x']],
    ['Content-Type: text/plain\r\nContent-Disposition: form-data; name="a"', ['a', false, 'x']],
    ['Content-Disposition: form-data; name="a;b" ; filename="f"', ['a;b', true, 'x']],
    ["Content-Disposition: form-data; name=a; filename*=UTF-8''f", ['a', true, 'x']],
    ['Content-Disposition: form-data; name="a%22\\"b"', ['a""b', false, 'x']],
    ['Content-Disposition: form-data; name="a', null],
    ['Content-Disposition: form-data; name=', null],
    ['Content-Disposition: form-data; filename="a"', null],
    ['X: name="a"', null],
  ])('%s', (head, part) => {
    expect(read(head)).toEqual(part);
  });

  it('reads 4 KiB of headers, and stays within the part', () => {
    expect(read(`X: ${'a'.repeat(5000)}\r\nContent-Disposition: form-data; name="a"`)).toBeNull();
    expect(readPart('\r\nContent-Disposition: form-data; name="a"', 0, 40)).toBeNull();
    expect(read('Content-Disposition: form-data; name="a"', '')).toEqual(['a', false, '']);
  });
});
