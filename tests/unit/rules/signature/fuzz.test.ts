import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createEdits } from '../../../../src/rules/signature/edits.ts';
import { compileSignatures } from '../../../../src/rules/signature/match.ts';
import { parseSignatures } from '../../../../src/rules/signature/parse.ts';
import { CONDITION_KEYS } from '../../../../src/rules/signature/read-conditions.ts';
import {
  SIGNATURE_ACTIONS,
  SIGNATURE_KEYS,
} from '../../../../src/rules/signature/read-signature.ts';
import { STRIP_KEYS } from '../../../../src/rules/signature/signature.ts';
import { requestOf } from '../../../support/rule-set.ts';
import '../../../support/fuzz-seed.ts';

/*
 * Whatever a file says: parsing never throws, each problem has a line of the
 * file and a reason, what is taken can be put to use, and it is over soon.
 */

/** Far above what any of these takes, and far below what a runaway would. */
const SOON = 10_000;

// A limit that only something stuck can reach.
vi.setConfig({ testTimeout: 120_000 });

const RULES = join(import.meta.dirname, '../../../../rules');
const SHIPPED = readdirSync(RULES)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(RULES, name), 'utf8'));

const REQUEST = requestOf('https://a.example/tr?id=12345678901234&ev=PageView', 'image');

/** Parses, and judges what comes out; returns how many signatures were taken. */
function judge(text: string): number {
  const started = performance.now();
  const { signatures, off, problems, broken } = parseSignatures(text, 'fuzz.yaml');
  const lines = text.split('\n').length;
  for (const { list, line, reason, severity } of problems) {
    expect([list, severity]).toEqual(['fuzz.yaml', 'error']);
    expect(line >= 1 && line <= lines, `line ${line} of ${lines}`).toBe(true);
    expect(reason).not.toBe('');
    expect(reason).not.toContain('\n');
  }
  if (broken) expect(problems).not.toEqual([]);
  for (const signature of [...signatures, ...off]) {
    const { rule, when } = signature;
    expect(rule.line >= 1 && rule.line <= lines).toBe(true);
    expect(when).not.toEqual([]);
    // What is taken does something, and names what there is.
    const edits = createEdits(signature);
    expect(edits.length > 0).toBe(
      ['strip', 'rewrite'].includes(rule.action) || signature.learn !== null,
    );
    expect(rule.action === 'stub').toBe(rule.stub !== undefined);
    for (const edit of edits)
      if ('test' in edit) expect(edit.test('a', 'a=1')).toBeTypeOf('boolean');
  }
  const set = compileSignatures(signatures);
  set.match(REQUEST, null);
  set.match(REQUEST, { kind: 'urlencoded', fields: [{ name: 'id', value: '1' }] });
  expect(performance.now() - started).toBeLessThan(SOON);
  return signatures.length;
}

test('any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      judge(text);
    }),
    { numRuns: 1_000 },
  );
});

const scalar = fc.oneof(
  fc.constantFrom(
    ...['a.example', '.a.example', '/tr', '/x/*', 'GET', 'image', 'third', ...SIGNATURE_ACTIONS],
    ...['noop.js', 'my.js', 'none', 'meta-defuse-config', 'meta-gateways'],
    ...[
      'true',
      'false',
      '~^\\d+$',
      '~(a+)+$',
      '~[',
      '~',
      '*',
      '&x',
      '*x',
      '!x',
      '"',
      "'",
      '_fbp',
      '',
    ],
    ...['Host', 'id', '2', 'null', '{', '[', '#', ': ', '- ', '\t'],
  ),
  fc.string({ maxLength: 12 }),
);
const key = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...SIGNATURE_KEYS, ...CONDITION_KEYS, ...STRIP_KEYS, 'tracker'),
  },
  { weight: 1, arbitrary: scalar },
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));

/** What an action needs. */
const NEEDED: Readonly<Record<(typeof SIGNATURE_ACTIONS)[number], object>> = {
  block: {},
  allow: {},
  placeholder: {},
  log: {},
  stub: { stub: 'noop.js' },
  strip: { strip: { query: 'x', body: 'y', within: 'dl' } },
  rewrite: { rewrite: 'meta-defuse-config', learn: 'meta-gateways' },
};

/** A signature that is right but for one part. */
const nearMiss = fc
  .tuple(key, value, fc.constantFrom(...SIGNATURE_ACTIONS))
  .map(([name, wrong, action]) => ({
    id: 'x',
    action,
    when: { host: 'a.example', ...(Object.hasOwn(CONDITIONS, name) ? { [name]: wrong } : {}) },
    ...NEEDED[action],
    ...(Object.hasOwn(CONDITIONS, name) ? {} : { [name]: wrong }),
  }));
const CONDITIONS = Object.fromEntries(CONDITION_KEYS.map((name) => [name, true]));

test('values of all shapes in all places, and signatures that are right but for one', () => {
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof(nearMiss, value), { maxLength: 4 }),
      fc.boolean(),
      (items, flow) => {
        // JSON is YAML; so is the same without quotes, as far as that can be read.
        const json = JSON.stringify({ signatures: items }, null, flow ? undefined : 1);
        const count = judge(json);
        taken += count;
        refused += items.length - count;
        judge(json.replaceAll('"', ''));
      },
    ),
    { numRuns: 1_000 },
  );
  // It would be no test if all were taken, or none.
  expect(taken).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(200);
});

test('the shipped files with pieces cut out, doubled and put elsewhere', () => {
  const edit = fc.record({
    file: fc.constantFrom(...SHIPPED),
    at: fc.nat(),
    length: fc.nat(60),
    insert: fc.oneof(
      scalar,
      fc.constantFrom('\n', '  ', '- ', ': ', '{', ']', ', ', '|', '&a ', '*a'),
    ),
    double: fc.boolean(),
  });
  fc.assert(
    fc.property(edit, ({ file, at, length, insert, double }) => {
      const from = at % file.length;
      const piece = file.slice(from, from + length);
      judge(
        file.slice(0, from) + insert + (double ? piece + piece : '') + file.slice(from + length),
      );
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['deep lists', '['.repeat(4_000)],
  ['deep maps', `signatures: ${'{a: '.repeat(1_000)}`],
  ['deep indents', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i % 90)}- a:`).join('\n')],
  [
    'aliases of aliases',
    `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a,*a]`).join('\n')}`,
  ],
  [
    'many signatures',
    `signatures:\n${'  - { id: x, action: log, when: { host: a.example } }\n'.repeat(1_200)}`,
  ],
  [
    'many keys',
    `signatures:\n  - { ${Array.from({ length: 3_000 }, (_, i) => `k${i}: 1`).join(',\n ')} }`,
  ],
  ['one long line', `signatures: "${'a'.repeat(60_000)}"`],
])('%s are over soon', (_, text) => {
  judge(text);
});
