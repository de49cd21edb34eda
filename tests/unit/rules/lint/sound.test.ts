import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { RequestInfo } from '../../../../src/model/request.ts';
import type { RuleSet } from '../../../../src/model/rule.ts';
import type { Finding } from '../../../../src/rules/lint/finding.ts';
import { lintFiles } from '../../../../src/rules/lint/lint.ts';
import { readRuleFile } from '../../../../src/rules/rule-file.ts';
import { runInSlices } from '../../../../src/rules/slices.ts';
import { domainOf, requestOf, ruleSet } from '../../../support/rule-set.ts';
import '../../../support/fuzz-seed.ts';

/*
 * What is said of rules, against the rules themselves: one that never matches
 * matches no random request, one that is covered matches nothing that the wider
 * one does not, and two that are the same match the same.
 */

vi.setConfig({ testTimeout: 120_000 });

const NOW = Date.UTC(2026, 10, 21, 12);
const HOSTS = [
  'a.example',
  'b.a.example',
  'c.b.a.example',
  'other.example',
  'x.co.uk',
  'y.x.co.uk',
];

const names = (option: string) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom('', '~'), fc.constantFrom(...HOSTS)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => `${option}=${parts.map((part) => part.join('')).join('|')}`);
const option = fc.oneof(
  { weight: 3, arbitrary: names('domain') },
  { weight: 2, arbitrary: names('to') },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTS).map((host) => `denyallow=${host}`) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...['third-party', 'first-party', 'strict1p', 'strict3p', 'script', '~script', 'image'],
      ...[
        'document',
        'all',
        'important',
        'match-case',
        'method=post',
        'method=~get',
        'redirect=noopjs',
      ],
      ...['expires=2026-11-20', 'expires=2026-11-22', 'device=tv', 'log', 'placeholder'],
    ),
  },
);
const pattern = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...HOSTS).map((host) => `||${host}^`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...[
        '||a.example/x',
        '||A.example/x',
        '||a.example^x',
        '|https://a.example/',
        '|a.example',
        '||a.ex',
      ],
      ...['/x', '||co.uk^', '||a..example^', '|http', '|ftp://', '://b.a.example/', '/x#', '*'],
    ),
  },
);
const rule = fc
  .tuple(
    fc.constantFrom('', '', '', '@@'),
    pattern,
    fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(option, { maxLength: 2 })),
  )
  .map(
    ([mark, body, options]) => `${mark}${body}${options.length > 0 ? '$' : ''}${options.join(',')}`,
  );

const request: fc.Arbitrary<RequestInfo> = fc
  .record({
    scheme: fc.constantFrom('https', 'http'),
    host: fc.constantFrom(...HOSTS, 'z.a.example', 'co.uk', 'a.example.net'),
    path: fc.constantFrom('', 'x', 'x/y', 'A.example/x'),
    type: fc.constantFrom('script' as const, 'image' as const, 'document' as const, 'xhr' as const),
    page: fc.constantFrom(...HOSTS, null),
    method: fc.constantFrom('GET', 'POST'),
  })
  .map(({ scheme, host, path, type, page, method }) =>
    requestOf(`${scheme}://${host}/${path}`, type, {
      from: page === null ? null : `https://${page}/`,
      method,
    }),
  );

const sets = new Map<string, Promise<RuleSet>>();

/** Whether a rule alone fits a request: of an exception, whether it undoes a rule that blocks everything. */
async function fits(text: string, asked: RequestInfo): Promise<boolean> {
  // A list is asked, not a person's own file, whose rules mean pages as well.
  const known = sets.get(text) ?? ruleSet({ 'a.txt': text }, () => NOW);
  if (sets.size > 2_000) sets.clear();
  sets.set(text, known);
  return (await known).candidates(asked, null).length > 0;
}

function lint(texts: readonly string[]): Promise<readonly Finding[]> {
  const file = readRuleFile('a.txt', Buffer.from(texts.join('\n')), null);
  const context = { domainOf: (host: string) => domainOf(host as never), now: NOW };
  return runInSlices(lintFiles([file], { ...context, ineffective: true })).then(
    ({ findings }) => findings,
  );
}

test('what is said of random rules is true of random requests', async () => {
  const told = { 'never-matches': 0, covered: 0, duplicate: 0, expired: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 2, maxLength: 10 }),
      fc.array(request, { minLength: 5, maxLength: 20 }),
      async (texts, requests) => {
        for (const { code, line, other } of await lint(texts)) {
          if (!Object.hasOwn(told, code)) continue;
          told[code as keyof typeof told]++;
          const own = texts[line - 1] as string;
          const wider = other === null ? null : (texts[other.line - 1] as string);
          for (const asked of requests) {
            const what = `${code}: ${own} / ${wider}: ${asked.type} ${asked.url} of ${asked.page}`;
            const isFitting = await fits(own, asked);
            if (wider === null) expect(isFitting, what).toBe(false);
            else if (code === 'duplicate') expect(await fits(wider, asked), what).toBe(isFitting);
            else if (isFitting) expect(await fits(wider, asked), what).toBe(true);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
  // It would be no test if nothing were told.
  for (const count of Object.values(told)) expect(count).toBeGreaterThan(5);
});
