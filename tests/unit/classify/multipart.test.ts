import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multipartFields } from '../../../src/classify/multipart.ts';
import { multipartDelimiter } from '../../../src/model/multipart.ts';

const part = (name: string, value: string) =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const read = (text: string) => multipartFields(text, '--B').map(({ name, value }) => [name, value]);

describe('multipartFields', () => {
  it.each([
    [
      'fields',
      `${part('id', '12')}${part('ev', 'Page\r\nView')}--B--\r\n`,
      [
        ['id', '12'],
        ['ev', 'Page\r\nView'],
      ],
    ],
    ['an empty value', `${part('id', '')}--B--`, [['id', '']]],
    ['brackets', `${part('ud[em]', 'x')}--B--`, [['ud[em]', 'x']]],
    ['a name as browsers escape it', `${part('a%22b', 'x')}--B--`, [['a"b', 'x']]],
    ['a name as others escape it', `${part('a\\"b', 'x')}--B--`, [['a"b', 'x']]],
    [
      'a bare name',
      '--B\r\ncontent-disposition: form-data; name=id\r\n\r\n7\r\n--B--',
      [['id', '7']],
    ],
    [
      'bare line feeds',
      '--B\nContent-Disposition: form-data; name="id"\n\n7\n--B--',
      [['id', '7']],
    ],
    ['a preamble', `ignored\r\n${part('id', '7')}--B--`, [['id', '7']]],
    ['no end', part('id', '7').trimEnd(), [['id', '7']]],
    [
      'a body cut short',
      '--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n7',
      [['id', '7']],
    ],
    [
      'a file',
      '--B\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--B--',
      [['f', '']],
    ],
    ['a part without a name', '--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--', []],
    [
      'filename alone is no name',
      '--B\r\nContent-Disposition: attachment; filename="id"\r\n\r\nx\r\n--B--',
      [],
    ],
    ['what comes after the end', `${part('a', '1')}--B--\r\n${part('b', '2')}`, [['a', '1']]],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('reads what FormData writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string())),
        async (pairs) => {
          const form = new FormData();
          for (const [name, value] of pairs) form.append(name, value);
          const request = new Request('http://a.example/', { method: 'POST', body: form });
          const contentType = request.headers.get('content-type') as string;
          const text = await request.text();
          const fields = multipartFields(text, multipartDelimiter(contentType, text) as string);
          expect(fields.map(({ value }) => value)).toEqual(pairs.map(([, value]) => value));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      '--B',
      '\r\n',
      '\n',
      'Content-Disposition: form-data;',
      ' name="a"',
      ' name=',
      '"',
      '\\',
      '--',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces), (texts) => {
        for (const field of multipartFields(texts.join(''), '--B'))
          expect(typeof field.value).toBe('string');
      }),
    );
  });
});
