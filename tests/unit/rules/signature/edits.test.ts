import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../../src/model/rule.ts';
import { createEdits } from '../../../../src/rules/signature/edits.ts';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';

function edits(keys: string): readonly Edit[] {
  const { signatures, problems } = parseSignatures(`signatures:\n  - { id: x, ${keys} }`, 'a.yaml');
  expect(problems).toEqual([]);
  return createEdits(signatures[0]!);
}

const kinds = (keys: string) => edits(keys).map(({ kind }) => kind);

/** Which of these names the only edit takes out. */
function taken(strip: string, ...names: readonly string[]): readonly string[] {
  const [edit] = edits(`action: strip, strip: ${strip}`);
  if (edit === undefined || !('test' in edit)) throw new Error('no removal');
  return names.filter((name) => edit.test(name, name));
}

describe('an edit for each kind that is named', () => {
  test.each<[string, readonly string[]]>([
    ['action: block, when: { host: a.example }', []],
    ['action: log, when: { host: a.example }', []],
    ['action: stub, stub: noop.js, when: { host: a.example }', []],
    ['action: log, learn: meta-gateways, when: { host: a.example }', ['learn']],
    ['action: rewrite, rewrite: meta-defuse-config, when: { path: /a }', ['rewriter']],
    [
      'action: rewrite, rewrite: meta-defuse-config, learn: meta-gateways, when: { path: /a }, strip: { body: a }',
      ['learn', 'rewriter', 'bodyField'],
    ],
    [
      'action: strip, strip: { query: a, body: b, cookies: c, setCookies: d, headers: e, responseHeaders: f, within: g }',
      [
        ...['query', 'bodyField', 'requestCookie', 'responseCookie'],
        ...['requestHeader', 'responseHeader', 'within'],
      ],
    ],
  ])('%s', (keys, expected) => {
    expect(kinds(keys)).toEqual(expected);
  });
});

describe('names', () => {
  test('of fields of a body are those of all that is below them', () => {
    const names = ['user', 'user.email', 'user.a.b', 'users', 'a.user', 'use'];
    expect(taken('{ body: user }', ...names)).toEqual(['user', 'user.email', 'user.a.b']);
    expect(taken('{ body: user.a }', ...names)).toEqual(['user.a.b']);
    expect(taken("{ body: '~(^|\\.)user$' }", ...names)).toEqual(['user', 'a.user']);
    // A key may hold dots of its own.
    expect(taken('{ body: fb.advanced_matching }', 'fb.advanced_matching.em', 'fb.fbp')).toEqual([
      'fb.advanced_matching.em',
    ]);
  });

  test('of others are themselves', () => {
    expect(taken('{ query: user }', 'user', 'user.email')).toEqual(['user']);
    expect(taken('{ cookies: [a, "~^_ga_"] }', 'a', 'b', '_ga_x', 'x_ga_')).toEqual(['a', '_ga_x']);
  });

  test('that are too long are nobody’s', () => {
    expect(taken("{ body: '~^a' }", 'a'.repeat(256), 'a'.repeat(257))).toEqual(['a'.repeat(256)]);
  });

  test('an expression reaches no header that the message needs', () => {
    expect(taken("{ headers: '~.' }", 'host', 'x-fb-ck')).toEqual(['x-fb-ck']);
  });
});

test('within names fields, and what is taken out of the addresses in them', () => {
  const [, within] = edits(
    'action: strip, strip: { query: [fbclid, "~^utm_"], within: [dl, page] }',
  );
  if (within?.kind !== 'within') throw new Error('no within');
  expect(['dl', 'rl', 'page', 'page.url', 'fbclid'].filter(within.field)).toEqual([
    'dl',
    'page',
    'page.url',
  ]);
  const names = ['fbclid', 'utm_source', 'dl', 'id'];
  expect(names.filter((name) => within.test(name, `${name}=1`))).toEqual(['fbclid', 'utm_source']);
});
