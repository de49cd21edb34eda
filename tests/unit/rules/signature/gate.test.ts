import { expect, it } from 'vitest';
import { gatesOf } from '../../../../src/rules/signature/gate.ts';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';

function gates(signature: string) {
  const { signatures, problems } = parseSignatures(`signatures:\n  - { id: x, ${signature} }`, 't');
  expect(problems).toEqual([]);
  const { when, strip } = signatures[0]!;
  return gatesOf(when[0]!, strip)?.map(({ kind, texts }) => [kind, ...texts]) ?? null;
}

it.each([
  ['{ host: a.example, path: /x }', [['host', 'a.example']]],
  ['{ host: [a.example, .b.example] }', [['host', 'a.example', 'b.example']]],
  ["{ host: [a.example, '~b'], fields: { id: true } }", [['field', 'id']]],
  ['{ fields: { id: true, event_name: x, no_such_name: false } }', [['field', 'event_name']]],
  ['{ body: { a.b: true }, query: { c: true } }', [['field', 'c']]],
  // It may be inside the JSON of a field.
  ['{ body: { a.b.c: true } }', [['field', 'a', 'a.b', 'a.b.c']]],
  ["{ query: { '~^batch\\.\\d+\\.relative_url$': true } }", [['part', 'relative_url']]],
  ['{ anyField: [pd.em, em] }', [['field', 'pd', 'pd.em', 'em']]],
  ["{ anyField: '~^event\\.user' }", [['part', 'event']]],
  ['{ path: [/a, /b] }', [['path', '/a', '/b']]],
  ["{ path: ['*/collect', /b] }", [['pathPart', '/collect', '/b']].slice(1)],
  ["{ path: ['*/collect', /boat] }", [['pathPart', '/collect', '/boat']]],
  ["{ path: '~^/v\\d+/Hits?/[a-z]+' }", [['pathPart', '/hit']]],
  ["{ fields: { '~^(ud|udff)\\[': true } }", [['part', '[']]],
  ["{ query: { '~^[Ss]c[Cc]id$': true } }", [['part', 'sccid']]],
  ["{ body: { '~^fb\\.': true } }", [['body']]],
  ['{ anyField: [dl, noscript] }', [['field', 'dl', 'noscript']]],
  ["{ anyField: ['~^user_', '~^event'] }", [['part', 'user_', 'event']]],
  ["{ anyValue: '~^ob3?_plugin-set_' }", [['part', '_plugin-set_']]],
  ['{ anyValue: né en plus }', [['part', 'plus']]],
  ['{ headers: { x-fb-ck-fbp: true } }', [['header', 'x-fb-ck-fbp']]],
  ['{ cookies: { _fbp: true } }', [['cookie', '_fbp']]],
  ["{ cookies: { '~^_ga_': true } }", [['header', 'cookie']]],
])('%s', (when, expected) => {
  const found = gates(`action: block, when: ${when}`);
  expect(found).toEqual(expected.length === 0 ? null : expected);
});

it.each([
  ['strip: { query: [a, b] }', [['field', 'a', 'b']]],
  [
    'strip: { query: a, cookies: c, headers: h }',
    [
      ['field', 'a'],
      ['cookie', 'c'],
      ['header', 'h'],
    ],
  ],
  ['strip: { body: [a, b] }', [['field', 'a', 'b']]],
  ['strip: { query: a, within: [dl, rl] }', [['field', 'a', 'dl', 'rl']]],
  ["strip: { query: [a, '~b'] }", null],
  // The response is not known yet, so every request has to be looked at.
  ['strip: { cookies: c, setCookies: c }', null],
  ['strip: { responseHeaders: x-h }', null],
  ['when: { host: a.example }, strip: { setCookies: c }', [['host', 'a.example']]],
])('%s', (signature, expected) => {
  expect(gates(`action: strip, ${signature}`)).toEqual(expected);
});
