import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFields } from '../../../src/model/json-fields.ts';

const read = (text: string) => jsonFields(text)?.map(({ name, value }) => [name, value]);

it.each([
  [
    '{"a":"b","n":1.5,"t":true,"z":null}',
    [
      ['a', 'b'],
      ['n', '1.5'],
      ['t', 'true'],
      ['z', ''],
    ],
  ],
  ['{"context":{"pixel":{"code":"C1"}}}', [['context.pixel.code', 'C1']]],
  ['{"data":[{"event_name":"Buy"}]}', [['data.0.event_name', 'Buy']]],
  ['{"fb.pixel_id":"1"}', [['fb.pixel_id', '1']]],
  [
    '{"a":{},"b":[]}',
    [
      ['a', ''],
      ['b', ''],
    ],
  ],
  [
    '[{"a":1},{"a":2}]',
    [
      ['0.a', '1'],
      ['1.a', '2'],
    ],
  ],
  ['{"":{"":1}}', [['', '1']]],
  [
    '{"__proto__":{"x":1},"constructor":2}',
    [
      ['__proto__.x', '1'],
      ['constructor', '2'],
    ],
  ],
  ['{"inner":"{\\"a\\":1}"}', [['inner', '{"a":1}']]],
  [' {} ', []],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each(['', '{', '12', '"x"', 'null', '{"a":1}}', "{'a':1}", `{"a":1}\n{"a":2}`])(
  '%j is none',
  (text) => {
    expect(jsonFields(text)).toBeNull();
  },
);

it('is bounded in depth, number and length', () => {
  const deep = (n: number) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`;
  expect(read(deep(16))).toEqual([[Array(16).fill('a').join('.'), '1']]);
  expect(read(deep(17))).toEqual([]);
  expect(read('['.repeat(30_000) + ']'.repeat(30_000))).toEqual([]);
  expect(jsonFields(JSON.stringify(Array(10_000).fill(0)))).toHaveLength(2000);
  const long = jsonFields(JSON.stringify({ ['k'.repeat(100_000)]: Array(3000).fill(0) }));
  expect(long?.every(({ name }) => name.length <= 256)).toBe(true);
});

it('never throws, and names each leaf of any object', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
      (object) => {
        const expected = Object.entries(object).map(([name, value]) => [name, String(value)]);
        expect(read(JSON.stringify(object))).toEqual(expected);
      },
    ),
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      jsonFields(text);
    }),
  );
});

it('a long text that nests by the thousand is not read; brackets in its strings do not count', () => {
  const long = 'x'.repeat(70_000);
  const nested = `${'['.repeat(1001)}${']'.repeat(1001)}`;
  expect(jsonFields(`{"a":"${long}","b":${nested}}`)).toBeNull();
  expect(jsonFields(`{"b":${nested}}`)).toEqual([]);
  const quoted = JSON.stringify({ a: `${'[{"\\'.repeat(2000)}${long}`, b: 1 });
  expect(jsonFields(quoted)?.map(({ name }) => name)).toEqual(['a', 'b']);
});
