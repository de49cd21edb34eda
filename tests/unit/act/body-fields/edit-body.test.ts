import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editBody, editedHeaders } from '../../../../src/act/body-fields/edit-body.ts';
import type { Field } from '../../../../src/model/request.ts';
import { anyText } from '../../../support/any-text.ts';
import { bodyOf, within } from '../samples.ts';

const FORM = 'application/x-www-form-urlencoded';
const TEXT = 'text/plain;charset=UTF-8';
const JSON_TYPE = 'application/json';
const PARTS = 'multipart/form-data; boundary=B';

const headersOf = (type: string) => ({ headers: ['Content-Type', type] });
const utf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const isNamed =
  (...names: readonly string[]) =>
  (name: string) =>
    names.includes(name);

function edited(
  content: string | Uint8Array,
  type: string,
  test: (name: string) => boolean,
  clean = false,
) {
  const body = bodyOf(content, headersOf(type));
  const edits = clean ? [within(['dl', 'page.url'], 'fbclid')] : [];
  return editBody(body, ['Content-Type', type], { bodyField: test, within: edits });
}

describe('editBody', () => {
  test.each([
    ['a form', FORM, 'id=1&ud%5Bem%5D=x&ev=A+B&ud[em]=y\r\n', 'id=1&ev=A+B\r\n'],
    ['lines', TEXT, 'en=a&ud[em]=1\r\nud[em]=2\r\nen=b', 'en=a\r\nen=b'],
    ['JSON', TEXT, '{ "ud[em]": "x", "n": 1.0, "e":"\\u00e9" }', '{ "n": 1.0, "e":"\\u00e9" }'],
    [
      'parts',
      PARTS,
      '--B\r\nContent-Disposition: form-data; name="ud[em]"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data; name="ev"\r\n\r\ny\r\n--B--\r\n',
      '--B\r\nContent-Disposition: form-data; name="ev"\r\n\r\ny\r\n--B--\r\n',
    ],
    [
      'the last part',
      PARTS,
      '--B\r\nContent-Disposition: form-data; name="ud[em]"\r\n\r\nx\r\n--B--\r\n',
      '--B--\r\n',
    ],
    ['all of a form', FORM, 'ud[em]=1', ''],
    ['JSON behind a byte order mark', JSON_TYPE, '\ufeff{"ud[em]":1}', '\ufeff{}'],
  ])('%s', (_title, type, before, after) => {
    const { bytes, removed } = edited(before, type, isNamed('ud[em]'));
    expect(bytes === null ? null : utf8(bytes)).toBe(after);
    expect(new Set(removed)).toEqual(new Set(['ud[em] (body)']));
  });

  test.each([
    ['a form', FORM, ''],
    ['a line', TEXT, 'en=a\n'],
  ])('of %s with more fields than are read, the rest stays', (_title, type, before) => {
    const text = `${before}${'em=1&'.repeat(5_000)}keep=1`;
    const { bytes, removed } = edited(text, type, isNamed('em'));
    const after = bytes === null ? '' : utf8(bytes);
    expect(removed.length).toBeGreaterThan(1_000);
    expect(after.length).toBe(text.length - removed.length * 'em=1&'.length);
    expect(after.startsWith(before) && after.endsWith('em=1&keep=1')).toBe(true);
  });

  test('whole fields, and addresses in others', () => {
    const text = '{"user":{"email":"x"},"page":{"url":"https://s.example/?fbclid=1"}}';
    const { bytes, removed } = edited(text, JSON_TYPE, isNamed('user.email'), true);
    expect(bytes === null ? null : utf8(bytes)).toBe(
      '{"user":{},"page":{"url":"https://s.example/"}}',
    );
    expect(removed).toEqual(['user.email (body)', 'fbclid (in page.url)']);
  });

  test.each([
    ['nothing found', '{"a":1}', JSON_TYPE],
    ['no JSON', '{"em":1', JSON_TYPE],
    ['prose', 'em is a tag', TEXT],
    ['no boundary', 'em=1', 'multipart/form-data'],
    ['bytes', 'em=1', 'application/octet-stream'],
    ['nothing', '', FORM],
  ])('leaves alone: %s', (_title, text, type) => {
    expect(edited(text, type, isNamed('em'))).toEqual({ bytes: null, removed: [] });
  });

  test('without a body, or without edits, nothing is read', () => {
    expect(
      editBody(null, ['Content-Type', FORM], { bodyField: () => true, within: [] }).bytes,
    ).toBeNull();
    const body = bodyOf('a=1', headersOf(FORM));
    expect(
      editBody(body, ['Content-Type', FORM], { bodyField: null, within: [] }).bytes,
    ).toBeNull();
  });

  test('bytes of a file beside what goes stay as they are', () => {
    const file = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const join = (...parts: readonly (string | Uint8Array)[]) =>
      Buffer.concat(parts.map((part) => Buffer.from(part as string)));
    const kept = join(
      '--B\r\nContent-Disposition: form-data; name="f"; filename="é"\r\n\r\n',
      file,
      '\r\n',
    );
    const gone = join('--B\r\nContent-Disposition: form-data; name="em"\r\n\r\nx\r\n');
    const { bytes } = edited(join(gone, kept, gone, '--B--'), PARTS, isNamed('em'));
    expect(Buffer.from(bytes as Uint8Array).equals(join(kept, '--B--'))).toBe(true);
  });

  test('takes a megabyte in a moment, and no more than it may', () => {
    const wide = JSON.stringify(Array.from({ length: 100_000 }, () => 'aaaaaaaa'));
    let asked = 0;
    const { bytes } = edited(wide, JSON_TYPE, () => ++asked < 0);
    expect(bytes).toBeNull();
    expect(asked).toBe(4000);
  });
});

/** Names that are asked for, and others; some hold what the formats are made of. */
const NAMES = ['em', 'ud[em]', 'user', 'a b', 'ü', 'é.x', 'n', 'a&b', 'a"b', 'a\\b', '0'];
const GONE = new Set(['em', 'ud[em]', 'ü', 'a&b', 'a"b']);
const name = fc.constantFrom(...NAMES);
const remaining = (fields: readonly Field[]) => fields.filter((field) => !GONE.has(field.name));
const leftIn = (content: Uint8Array, type: string) => bodyOf(content, headersOf(type)).fields;

describe('editBody, on any body', () => {
  test('of a form, the other fields are left, and all of them', () => {
    const pair = fc
      .tuple(name, anyText)
      .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
    const piece = fc.oneof(
      { weight: 5, arbitrary: pair },
      { weight: 1, arbitrary: fc.constantFrom('', 'em', '=', '%', 'x=%zz+') },
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('&');
        const { bytes } = edited(text, FORM, (key) => GONE.has(key));
        const before = leftIn(Buffer.from(text), FORM);
        expect(leftIn(bytes ?? Buffer.from(text), FORM)).toEqual(remaining(before));
        expect(bytes === null).toBe(before.length === remaining(before).length);
      }),
    );
  });

  test('of lines, the other fields are left, each in its line', () => {
    const pair = fc
      .tuple(name, fc.webQueryParameters())
      .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
    const line = fc.array(pair, { minLength: 1, maxLength: 4 }).map((pairs) => pairs.join('&'));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = lines.join(end);
        const { bytes } = edited(text, TEXT, (key) => GONE.has(key));
        const rest = lines
          .map((one) =>
            one
              .split('&')
              .filter((pair) => !GONE.has(decodeURIComponent(pair.split('=')[0] as string))),
          )
          .filter((pairs) => pairs.length > 0)
          .map((pairs) => pairs.join('&'));
        const said = utf8(bytes ?? Buffer.from(text))
          .split(/\r?\n/)
          .filter((one) => one !== '');
        expect(said).toEqual(rest);
      }),
    );
  });

  test('of JSON, the rest is the same JSON', () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.jsonValue({ maxDepth: 0 }), tie('object'), tie('list')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(name, tie('value'), { maxKeys: 5 }),
    })).object;
    /** What is left of a value under that name. */
    const without = (value: unknown, path: string): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      const at = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
      if (Array.isArray(value)) {
        return value.flatMap((item, i) => (GONE.has(at(i)) ? [] : [without(item, at(i))]));
      }
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) =>
          GONE.has(at(key)) ? [] : [[key, without(item, at(key))]],
        ),
      );
    };
    fc.assert(
      fc.property(tree, fc.nat(3), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        const { bytes } = edited(text, JSON_TYPE, (key) => GONE.has(key));
        expect(JSON.parse(utf8(bytes ?? Buffer.from(text)))).toEqual(without(JSON.parse(text), ''));
      }),
    );
  });

  test('of parts, the others are left', () => {
    const value = fc
      .oneof(anyText, fc.constantFrom('--B', '\r\n'))
      .filter((text) => !text.includes('--B'));
    const part = fc
      .tuple(fc.constantFrom('em', 'n', 'a b'), value, fc.boolean())
      .map(
        ([key, text, isFile]) =>
          `--B\r\nContent-Disposition: form-data; name="${key}"${isFile ? '; filename="f"' : ''}\r\n\r\n${text}\r\n`,
      );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = `${parts.join('')}--B--\r\n`;
        const { bytes } = edited(text, PARTS, isNamed('em'));
        const rest = parts.filter((one) => !one.includes('name="em"')).join('');
        expect(utf8(bytes ?? Buffer.from(text))).toBe(`${rest}--B--\r\n`);
      }),
    );
  });

  test('whatever it is: without a hit it stays, and nothing throws', () => {
    const type = fc.constantFrom(FORM, TEXT, JSON_TYPE, PARTS, 'multipart/form-data', '');
    const shape = fc.constantFrom(
      '{"em":',
      '"',
      '}',
      '[',
      '&em=',
      '=',
      '\n',
      '--B',
      '\r\n\r\n',
      'name="em"',
      '\\',
      'Content-Disposition: form-data; name=em',
    );
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.oneof(anyText, shape)).map((pieces) => Buffer.from(pieces.join(''))),
    );
    fc.assert(
      fc.property(content, type, (bytes, contentType) => {
        expect(edited(bytes, contentType, () => false, true).bytes ?? bytes).toBeInstanceOf(
          Uint8Array,
        );
        expect(edited(bytes, contentType, () => false).bytes).toBeNull();
        const all = edited(bytes, contentType, () => true).bytes;
        expect(all === null || all.length < bytes.length).toBe(true);
        const twice = edited(bytes, contentType, isNamed('em')).bytes;
        if (twice !== null) expect(twice.length).toBeLessThan(bytes.length);
      }),
    );
  });
});

test('editedHeaders leaves out what speaks of the old bytes', () => {
  const gone = ['Content-Encoding', 'CONTENT-MD5', 'Digest', 'Content-Digest', 'Repr-Digest'];
  const headers = ['Host', 'h', ...gone.flatMap((one) => [one, 'x']), 'X', 'Digest'];
  expect(editedHeaders(headers)).toEqual(['Host', 'h', 'X', 'Digest']);
});
