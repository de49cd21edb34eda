import { expect, test } from 'vitest';
import { lintSignatures } from '../../../../src/rules/lint/signatures.ts';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';

/** What is said of signatures that are given without `signatures:`, one item a text. */
function found(...items: readonly string[]): readonly string[] {
  const text = `signatures:\n${items.map((item) => `  - ${item}\n`).join('')}`;
  const { signatures, problems } = parseSignatures(text, 'a.yaml');
  expect(problems).toEqual([]);
  return lintSignatures(signatures).map(({ line, code, reason }) => `${line} ${code}: ${reason}`);
}

test.each([
  ['{ method: GET, body: { x: true } }', 'it asks for a body, which GET requests have not'],
  ['{ query: { x: true }, fields: { x: false } }', '"x" has to be there'],
  ['{ fields: { ev: PageView, "~^e": false } }', '"ev" has to be there'],
  ['{ headers: { a: b, "~a": false } }', 'headers says that it must not be'],
])('%s cannot hold', (when, reason) => {
  expect(found(`{ id: x, action: log, when: ${when} }`)).toEqual([
    expect.stringMatching(new RegExp(`^2 never-matches: .*${reason}`)),
  ]);
});

test.each([
  '{ method: [GET, POST], body: { x: true } }',
  '{ query: { x: true }, body: { x: false } }',
  '{ fields: { ev: PageView, "~^x": false } }',
  '[{ host: a.example }, { host: b.example }]',
])('%s can', (when) => {
  expect(found(`{ id: x, action: log, when: ${when} }`)).toEqual([]);
});

test('a set of several that cannot hold is told by its number', () => {
  const when = '[{ host: a.example }, { method: GET, body: { x: true } }]';
  expect(found(`{ id: x, action: log, when: ${when} }`)).toEqual([
    '2 never-matches: set 2 of its "when" never holds: it asks for a body, which GET requests have not',
  ]);
});

test('"unless" that always holds where "when" does', () => {
  const same = '{ host: [a.example, ~^b], path: /x }';
  expect(
    found(`{ id: x, action: log, when: ${same}, unless: { host: [a.example, ~^b] } }`),
  ).toEqual(['2 never-matches: whenever its conditions hold, those of "unless" do too']);
  expect(found(`{ id: x, action: log, when: ${same}, unless: {} }`)).toHaveLength(1);
  expect(found(`{ id: x, action: log, when: ${same}, unless: { host: a.example } }`)).toEqual([]);
  expect(
    found(`{ id: x, action: log, when: ${same}, unless: { host: [a.example, ~^c] } }`),
  ).toEqual([]);
});

test('a name that another signature takes out already', () => {
  const all = '{ id: all, action: strip, strip: { cookies: [_fbp, _fbc], query: fbclid } }';
  const some =
    '{ id: some, action: strip, when: { host: a.example }, strip: { cookies: [_fbp, x] } }';
  const again = '{ id: again, action: strip, when: { host: a.example }, strip: { cookies: x } }';
  const other =
    '{ id: other, action: strip, when: { host: b.example }, strip: { cookies: x, setCookies: _fbp } }';
  expect(found(all, some, again, other)).toEqual([
    '3 stripped-twice: "_fbp" in strip.cookies is taken out by all (a.yaml:2) already',
    '4 stripped-twice: "x" in strip.cookies is taken out by some (a.yaml:3) already',
  ]);
});

test.each([
  ['{ host: a.example }', []],
  ['{ host: a.example, type: subdocument }', []],
  ['{ host: a.example, type: [script, object] }', []],
  ['{ host: a.example, type: script }', ['no-frame']],
  ['[{ host: a.example }, { host: b.example, type: image }]', ['no-frame']],
])('a placeholder for %s', (when, codes) => {
  const lines = found(`{ id: x, action: placeholder, when: ${when} }`);
  expect(lines.map((line) => line.split(/[ :]+/)[1])).toEqual(codes);
  expect(found(`{ id: x, action: block, when: ${when} }`)).toEqual([]);
});

test.each([
  ['{ host: a.example }', 0],
  ['{ path: /signals/config/* }', 0],
  ['{ query: { a: true } }', 1],
  ['[{ host: a.example }, { query: { a: true } }]', 1],
])('what is rewritten, and learnt, of %s', (when, count) => {
  const rewrite = found(`{ id: x, action: rewrite, rewrite: meta-defuse-config, when: ${when} }`);
  const learn = found(`{ id: x, action: log, learn: meta-gateways, when: ${when} }`);
  expect([...rewrite, ...learn].map((line) => line.split(/[ :]+/)[1])).toEqual(
    Array(2 * count).fill('rewrites-widely'),
  );
  expect(rewrite.join()).toContain(count === 0 ? '' : '"meta-defuse-config" is for the answers');
});

test('names of fields with addresses are not taken out', () => {
  const strip = (id: string, name: string) =>
    `{ id: ${id}, action: strip, strip: { query: ${name}, within: dl } }`;
  expect(found(strip('a', 'x'), strip('b', 'y'))).toEqual([]);
  expect(found(strip('a', 'x'), strip('b', 'x'))).toHaveLength(1);
});
