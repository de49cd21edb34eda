import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWritten } from '../../../../src/act/body-fields/written-text.ts';
import { anyText } from '../../../support/any-text.ts';

const whole = (text: string) => ({ from: 0, to: text.length });

describe('readWritten', () => {
  test.each([
    ['plain', 'a%20b\\n', 'a%20b\\n'],
    ['percent', 'https%3A%2f%2Fa/', 'https://a/'],
    ['percent', '%', '%'],
    ['percent', '%4', '%4'],
    ['percent', '%zz%4a', '%zzJ'],
    ['percent', '%C3%A9', '%C3%A9'],
    ['percent', '%2541', '%41'],
    ['json', 'https:\\/\\/a\\u002fb', 'https://a/b'],
    ['json', '\\"\\\\\\b\\f\\n\\r\\t', '"\\\b\f\n\r\t'],
    ['json', '\\u00e9\\ud83d\\ude00', 'é😀'],
    ['json', '\\q\\u12', '\\q\\u12'],
    ['json', '%20', '%20'],
  ] as const)('%s: %s', (writing, written, text) => {
    expect(readWritten(written, whole(written), writing).text).toBe(text);
  });

  test('says where a part of it is written', () => {
    const body = 'x=a%3Db%26c&y';
    const { text, spanOf } = readWritten(body, { from: 2, to: 11 }, 'percent');
    expect(text).toBe('a=b&c');
    const { from, to } = spanOf({ from: 2, to: 4 });
    expect(body.slice(from, to)).toBe('b%26');
    expect(spanOf({ from: 0, to: 5 })).toEqual({ from: 2, to: 11 });
  });

  test('reads JSON strings as JSON.parse does, and its parts stand for parts', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, one, other) => {
        const quoted = JSON.stringify(text);
        const read = readWritten(quoted, { from: 1, to: quoted.length - 1 }, 'json');
        expect(read.text).toBe(text);
        const [from, to] = [one % (text.length + 1), other % (text.length + 1)].toSorted(
          (a, b) => a - b,
        );
        const span = read.spanOf({ from: from as number, to: to as number });
        expect(JSON.parse(`"${quoted.slice(span.from, span.to)}"`)).toBe(text.slice(from, to));
      }),
    );
  });

  test('reads what was percent-encoded as it was', () => {
    const ascii = fc.string({ unit: 'binary-ascii' });
    fc.assert(
      fc.property(ascii, (text) => {
        const written = encodeURIComponent(text);
        expect(readWritten(written, whole(written), 'percent').text).toBe(text);
      }),
    );
  });
});
