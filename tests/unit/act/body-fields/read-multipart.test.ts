import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMultipart } from '../../../../src/act/body-fields/read-multipart.ts';
import { multipartFields } from '../../../../src/classify/multipart.ts';
import { anyText } from '../../../support/any-text.ts';

const TYPE = 'multipart/form-data; boundary=B';
const part = (disposition: string, value: string) =>
  `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value}\r\n`;
const read = (text: string, type = TYPE, left = 99) => readMultipart(text, type, { left });
const values = (text: string, type = TYPE) =>
  read(text, type)?.pieces.map(({ name, value }) => [
    name,
    value === null ? null : text.slice(value.from, value.to),
  ]);

describe('readMultipart', () => {
  test('finds parts from delimiter to delimiter', () => {
    const [one, two] = [part('name="a"', '1'), part('name="b c"', '2\r\n3')];
    const text = `${one}${two}--B--\r\n`;
    expect(read(text)?.pieces.map(({ from, to }) => text.slice(from, to))).toEqual([one, two]);
    expect(values(text)).toEqual([
      ['a', '1'],
      ['b c', '2\r\n3'],
    ]);
  });

  test('a file is a part without a value, and a part without a name is none', () => {
    const text = `${part('name="f"; filename="x"', 'bytes')}${part('x="y"', '1')}${part('name=a', '')}--B--`;
    expect(values(text)).toEqual([
      ['f', null],
      ['a', ''],
    ]);
  });

  test.each([
    ['a boundary in quotes', 'multipart/form-data; boundary="B"', [['a', '1']]],
    ['a boundary that only the text says', 'multipart/form-data', [['a', '1']]],
    ['a boundary that is not there', 'multipart/form-data; boundary=C', []],
  ])('%s', (_title, type, found) => {
    expect(values(`${part('name="a"', '1')}--B--`, type)).toEqual(found);
  });

  test('without a boundary there is nothing to read', () => {
    expect(read('a=1', 'multipart/form-data')).toBeNull();
  });

  test('bare line feeds, and a body that is cut short', () => {
    const text =
      '--B\nContent-Disposition: form-data; name="a"\n\n1\n--B\nContent-Disposition: form-data; name=b\n\n2';
    expect(values(text)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  test('reads no more than it may', () => {
    expect(read(part('name="a"', '1').repeat(9), TYPE, 4)?.pieces).toHaveLength(4);
  });

  test('names the parts of any text as the classifier does', () => {
    const piece = fc.oneof(
      anyText,
      fc.constantFrom(
        '--B',
        '\r\n',
        '\n',
        '--',
        part('name="a"', '1'),
        part('name=b;filename=c', '2'),
      ),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const names = read(text, TYPE, 1e6)?.pieces.map(({ name }) => name);
        expect(names).toEqual(multipartFields(text, '--B').map(({ name }) => name));
      }),
    );
  });
});
