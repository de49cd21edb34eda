import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FINDINGS } from '../../../../src/rules/lint/finding.ts';
import { lintLine } from '../../../../src/rules/lint/lines.ts';
import { domainOf } from '../../../support/rule-set.ts';
import '../../../support/fuzz-seed.ts';

const context = {
  domainOf: (host: string) => domainOf(host as never),
  now: Date.UTC(2026, 10, 21),
};
const codes = (text: string) => lintLine(text, context).map(({ code }) => code);

test.each([
  ['', []],
  ['! a comment', []],
  ['||a.example^', []],
  ['||a.example^$scirpt', ['not-in-force']],
  ['a.example##.ad', ['not-possible']],
  ['||com^', ['blocks-widely']],
  ['||a.example^$domain=b.example|~b.example', ['both-sides']],
  ['||a.example^$to=x.a.example|~x.a.example', ['both-sides']],
  ['||a.example^$domain=b.example|~c.b.example', []],
  ['|a.example', ['never-matches']],
  ['||a.example^$expires=2026-11-20', ['expired']],
  ['||a.example^$expires=2026-12-20', []],
])('%s', (text, want) => {
  expect(codes(text)).toEqual(want);
});

test('an unknown word is told with the nearest valid one', () => {
  expect(lintLine('||a.example^$scirpt', context)[0]?.reason).toContain('"script"');
});

test('any text is judged, and never throws', () => {
  const pieces = fc.constantFrom(
    ...[
      '||',
      '@@',
      '|',
      '^',
      '*',
      '$',
      ',',
      '=',
      '~',
      '/',
      '#',
      'a',
      '.',
      'com',
      'example',
      '[::1]',
    ],
    ...[
      'domain',
      'third-party',
      'to',
      'denyallow',
      'script',
      'important',
      'expires',
      'strict1p',
      '1',
    ],
  );
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(line, (text) => {
      for (const { code, reason } of lintLine(text, context)) {
        expect(Object.hasOwn(FINDINGS, code)).toBe(true);
        expect(reason).not.toBe('');
      }
    }),
    { numRuns: 3_000 },
  );
});
