import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fields, fieldsFrom } from '../../../src/trackers/fields.ts';
import { pathFields, unfoldForms, unfoldJson } from '../../../src/trackers/unfold.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const pairs = ({ all }: Fields) => all.map(({ name, value }) => `${name}=${value}`);

describe('unfoldJson', () => {
  it.each([
    ['{"em":"x"}', ['pd.em=x']],
    ['[["pageview",{"value":1}]]', ['pd.0.0=pageview', 'pd.0.1.value=1']],
    [base64('{"em":"größe"}'), ['pd.em=größe']],
    [base64('[{"a":1}]'), ['pd.0.a=1']],
    [
      base64('{"a":"?>?>"}').replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
      ['pd.a=?>?>'],
    ],
    ['eyJ!', []],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', []],
    ['{"em":', []],
    ['plain', []],
    ['', []],
    [`{"a":"${'x'.repeat(70_000)}"}`, []],
  ])('%# %.40s', (value, inner) => {
    const fields = unfoldJson(fieldsFrom([{ name: 'pd', value }]), ['none', 'pd']);
    expect(pairs(fields)).toEqual([`pd=${value}`, ...inner]);
  });

  it('unfolds only what is named, and so much of it', () => {
    const half = `{"a":"${'x'.repeat(40_000)}"}`;
    const fields = fieldsFrom(['a', 'b', 'c'].map((name) => ({ name, value: half })));
    const added = pairs(unfoldJson(fields, ['b', 'c'])).slice(3);
    expect(added.map((pair) => pair.slice(0, 5))).toEqual(['b.a=x']);
  });

  it('never throws', () => {
    const value = fc.oneof(fc.string(), fc.json(), fc.json().map(base64), fc.base64String());
    fc.assert(
      fc.property(value, (text) => {
        const fields = fieldsFrom([{ name: 'a', value: text }]);
        expect(unfoldJson(fields, ['a']).all[0]).toEqual({ name: 'a', value: text });
        expect(unfoldForms(fields, ['a']).all[0]).toEqual({ name: 'a', value: text });
      }),
    );
  });
});

it('unfoldForms reads forms, and the query of an address', () => {
  const fields = fieldsFrom([
    { name: 'p0', value: 'e=ce&m=%5Bx%5D' },
    { name: 'u', value: '12/activities?event=X' },
  ]);
  const inner = ['p0.e=ce', 'p0.m=[x]', 'u.event=X'];
  expect(pairs(unfoldForms(fields, ['p0', 'u'])).slice(2)).toEqual(inner);
});

it.each([
  ['/activity;src=1;~oref=https%3A%2F%2Fa.example%2F', ['src=1', '~oref=https://a.example/']],
  ['/activity', []],
  ['/activity;', []],
])('pathFields of %s', (path, expected) => {
  expect(pathFields(path).map(({ name, value }) => `${name}=${value}`)).toEqual(expected);
});
