import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unfoldJson } from '../../../../src/rules/signature/unfold.ts';
import { matching, type Sent, signatures } from '../../../support/signature-request.ts';

const unfold = (name: string, value: string) =>
  unfoldJson([{ name, value }]).map((field) => `${field.name}=${field.value}`);

describe('JSON in a value', () => {
  it.each<[string, readonly string[]]>([
    ['{"em":"x","n":1}', ['pd.em=x', 'pd.n=1']],
    ['[{"relative_url":"a"}]', ['pd.0.relative_url=a']],
    ['{"a":{"b":[1,2]}}', ['pd.a.b.0=1', 'pd.a.b.1=2']],
    // One level of texts.
    ['{"a":"{\\"b\\":1}"}', ['pd.a={"b":1}']],
    ['{"a":', []],
    ['"a"', []],
    ['em', []],
    ['', []],
    [' {"a":1}', []],
    ['{}', []],
  ])('%s', (value, expected) => {
    expect(unfold('pd', value)).toEqual(expected);
  });

  it('is read up to 16 Ki characters, of all values together', () => {
    const long = JSON.stringify({ a: 'x'.repeat(10_000) });
    const short = '{"b":1}';
    expect(unfoldJson([{ name: 'x', value: 'x'.repeat(99_999) }])).toEqual([]);
    const fields = [long, long, short].map((value, i) => ({ name: `f${i}`, value }));
    expect(unfoldJson(fields).map(({ name }) => name)).toEqual(['f0.a', 'f2.b']);
    expect(unfold('n'.repeat(257), short)).toEqual([]);
  });

  it('whatever it is, is over soon and gives names below that of its field', () => {
    const value = fc.oneof(
      fc.json(),
      fc.string({ unit: fc.constantFrom(...'{}[]":,a1\\') }).map((text) => `{${text}`),
      fc.nat(9_000).map((depth) => '['.repeat(depth)),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.string(), value })), (fields) => {
        for (const { name } of unfoldJson(fields)) {
          expect(fields.some((field) => name.startsWith(`${field.name}.`))).toBe(true);
        }
      }),
    );
  });
});

describe('a condition on what is inside', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));
  const hash = 'a'.repeat(64);
  const pd = `https://t.example/v3/?ad=1&pd=${json({ em: hash, user: { ph: '1' } })}`;
  const batch: Sent = { headers: FORM, body: `batch=${json([{ relative_url: '1/activities' }])}` };
  const plain = 'https://t.example/v3/?pd=em&q=1';

  it.each<[string, string, Sent, boolean]>([
    [`{ query: { pd.em: '~^[0-9a-f]{64}$' } }`, pd, {}, true],
    ['{ query: { pd.em: other } }', pd, {}, false],
    ['{ query: { pd.em: true } }', pd, {}, true],
    ['{ query: { pd.user: true } }', pd, {}, true],
    ['{ query: { pd.fn: true } }', pd, {}, false],
    ['{ query: { pd.em: true } }', plain, {}, false],
    ['{ query: { q: 1, pd.em: false } }', plain, {}, true],
    ['{ query: { ad: 1, pd.em: false } }', pd, {}, false],
    ["{ query: { '~^pd\\.(em|ph)$': true } }", pd, {}, true],
    ["{ fields: { '~\\.relative_url$': '~/activities$' } }", 'https://t.example/', batch, true],
    ['{ body: { batch.0.relative_url: 1/activities } }', 'https://t.example/', batch, true],
    ['{ query: { batch.0.relative_url: true } }', 'https://t.example/', batch, false],
    ['{ anyField: [x, batch.0.relative_url] }', 'https://t.example/', batch, true],
    ['{ anyField: pd.em }', pd, {}, true],
    ['{ anyField: pd.fn }', pd, {}, false],
    ['{ headers: { x.em: true } }', pd, { headers: { x: '{"em":1}' } }, false],
    ['{ body: { a.b: 1 } }', pd, { headers: FORM, body: `a={"b":1}` }, true],
    ['{ body: { a.b: 1 } }', pd, { headers: FORM, body: '{"a":{"b":1}}' }, true],
    ['{ body: { a.b.c: 1 } }', pd, { headers: FORM, body: '{"a":{"b":"{\\"c\\":1}"}}' }, true],
  ])('%s', (when, url, sent, expected) => {
    const set = signatures(`signatures:\n  - { id: x, action: block, when: ${when} }`);
    expect(matching(set, url, sent)).toEqual(expected ? ['x'] : []);
  });
});
