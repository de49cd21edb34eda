import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, encodeText } from '../../../../src/act/body/charset.ts';
import { anyText } from '../../../support/any-text.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Every charset of one byte a character that this runtime reads, and some labels that it does not. */
const SINGLE_BYTE = [
  ...['windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254'],
  ...['windows-1255', 'windows-1256', 'windows-1257', 'windows-1258', 'windows-874'],
  ...['latin1', 'us-ascii', 'iso-8859-2', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8'],
  ...['iso-8859-15', 'koi8-r', 'koi8-u', 'ibm866', 'macintosh'],
];
const LABELS = [null, 'utf-8', 'UTF8', 'nonsense', 'iso-8859-16', 'x-user-defined', ...SINGLE_BYTE];

describe('decodeText', () => {
  test.each<[string, Uint8Array, string | null, string, string]>([
    ['nothing declared', utf8('aé€😀'), null, 'aé€😀', 'utf-8'],
    ['utf-8', utf8('aé€😀'), 'UTF-8', 'aé€😀', 'utf-8'],
    ['a byte order mark is no part of it', bytes(0xef, 0xbb, 0xbf, 0x61), null, 'a', 'utf-8'],
    ['the mark outweighs', bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9), 'latin1', 'é', 'utf-8'],
    ['latin1', bytes(0xe9), 'ISO-8859-1', 'é', 'windows-1252'],
    ['Cyrillic', bytes(0xcf, 0xf0), 'windows-1251', 'Пр', 'windows-1251'],
    ['bytes without a meaning', bytes(0x61, 0xd2), 'windows-1253', 'aÒ', 'windows-1252'],
    ['what is no UTF-8 after all', bytes(0x61, 0xe9), 'utf-8', 'aé', 'windows-1252'],
    ['a label nobody knows', utf8('é'), 'klingon', 'é', 'utf-8'],
    ['a label that does not end', utf8('é'), 'x'.repeat(999), 'é', 'utf-8'],
    ['nothing', bytes(), null, '', 'utf-8'],
  ])('%s', (_title, input, declared, text, charset) => {
    const decoded = decodeText(input, declared);
    expect(decoded?.text).toBe(text);
    expect(decoded?.charset.name).toBe(charset);
  });

  test.each([
    'gbk',
    'gb2312',
    'gb18030',
    'big5',
    'shift_jis',
    'sjis',
    'euc-jp',
    'euc-kr',
    'utf-16',
  ])('leaves %s alone', (label) => {
    expect(decodeText(utf8('abc'), label)).toBeNull();
  });

  test('leaves what is marked as UTF-16 alone', () => {
    expect(decodeText(bytes(0xff, 0xfe, 0x61, 0), null)).toBeNull();
    expect(decodeText(bytes(0xfe, 0xff, 0, 0x61), 'utf-8')).toBeNull();
  });
});

describe('encodeText', () => {
  test('refuses a character that the charset does not have', () => {
    const decoded = decodeText(bytes(0xe9), 'latin1');
    if (decoded === null) throw new Error('not decoded');
    expect(encodeText('é→', decoded)).toBeNull();
    expect(encodeText('éé', decoded)).toEqual(bytes(0xe9, 0xe9));
  });

  test('writes any bytes as they were', () => {
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      anyText.map(utf8),
      fc.uint8Array().map((rest) => bytes(0xef, 0xbb, 0xbf, ...rest)),
    );
    fc.assert(
      fc.property(input, fc.constantFrom(...LABELS), (original, declared) => {
        const decoded = decodeText(original, declared);
        if (decoded === null) return;
        expect(encodeText(decoded.text, decoded)).toEqual(original);
      }),
      { numRuns: 300 },
    );
  });

  test.each(SINGLE_BYTE)('each of the 256 bytes survives %s', (label) => {
    for (let byte = 0; byte < 256; byte++) {
      const decoded = decodeText(bytes(0x61, byte), label);
      if (decoded === null) throw new Error('not decoded');
      expect(encodeText(decoded.text, decoded)).toEqual(bytes(0x61, byte));
    }
  });
});
