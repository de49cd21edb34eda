import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideExchange } from '../../../src/decide/exchange.ts';
import type { ResourceType } from '../../../src/model/request.ts';
import { requestOf, ruleSet } from '../../support/rule-set.ts';

const URL = 'https://px.ads.example/a.js?id=1&utm_source=x';

async function told(
  files: string | Readonly<Record<string, string>>,
  url = URL,
  type: ResourceType = 'xhr',
): Promise<readonly string[]> {
  const rules = await ruleSet(files);
  return rules
    .candidates(requestOf(url, type), null)
    .map(({ rule, step, lost }) => `${step} ${rule.list}:${rule.line} ${lost ?? rule.action}`);
}

describe('all that fits, the one that decides first', () => {
  test('nothing fits', async () => {
    expect(await told('||other.example^\n@@||other.example^')).toEqual([]);
  });

  test('blocks: one decides, the others come after it', async () => {
    expect(await told('||ads.example^\n/a.js\n||other.example^\n||px.ads.example^')).toEqual([
      '4 list.txt:1 block',
      '4 list.txt:2 the rule at list.txt:1 decides before it',
      '4 list.txt:4 the rule at list.txt:1 decides before it',
    ]);
  });

  test('an exception undoes the blocks', async () => {
    expect(await told('||ads.example^\n/a.js\n@@||ads.example^\n@@/a.js')).toEqual([
      '3 list.txt:3 allow',
      '3 list.txt:4 the rule at list.txt:3 decides before it',
      '4 list.txt:1 the exception at list.txt:3 undid it',
      '4 list.txt:2 the exception at list.txt:3 undid it',
    ]);
  });

  test('an exception without anything to undo', async () => {
    expect(await told('@@||ads.example^')).toEqual([
      '3 list.txt:1 nothing is blocked that it would let through',
    ]);
  });

  test('important rules outrank exceptions and other blocks', async () => {
    expect(await told('||ads.example^\n@@||ads.example^\n/a.js$important')).toEqual([
      '2 list.txt:3 block',
      '3 list.txt:2 it does not undo the important rule at list.txt:3',
      '4 list.txt:1 outranked by the important rule at list.txt:3',
    ]);
  });

  test('only an important exception undoes an important rule', async () => {
    expect(await told('@@||ads.example^$important\n/a.js$important\n@@/a.js')).toEqual([
      '3 list.txt:1 allow',
      '2 list.txt:2 the important exception at list.txt:1 undid it',
      '3 list.txt:3 the rule at list.txt:1 decides before it',
    ]);
  });

  test("a person's own word", async () => {
    const lists = { 'list.txt': '||ads.example^\n@@/a.js\n/a.js$important\n*$removeparam=id' };
    expect(await told({ ...lists, 'my-rules.txt': '@@||ads.example^\n||ads.example^' })).toEqual([
      '1 my-rules.txt:1 allow',
      "2 my-rules.txt:2 outranked by a person's allow at my-rules.txt:1",
      "2 list.txt:3 outranked by a person's allow at my-rules.txt:1",
      "3 list.txt:2 outranked by a person's allow at my-rules.txt:1",
      "4 list.txt:1 outranked by a person's allow at my-rules.txt:1",
      "5 list.txt:4 outranked by a person's allow at my-rules.txt:1",
    ]);
    expect(await told({ ...lists, 'my-rules.txt': '||ads.example^' })).toEqual([
      '2 my-rules.txt:1 block',
      '2 list.txt:3 the rule at my-rules.txt:1 decides before it',
      "3 list.txt:2 outranked by a person's own block at my-rules.txt:1",
      "4 list.txt:1 outranked by a person's own block at my-rules.txt:1",
      '5 list.txt:4 the request is not sent, because of my-rules.txt:1',
    ]);
  });

  test('edits are all in force, but those that are kept', async () => {
    const list =
      '*$removeparam=id\n*$removeparam=utm_source\n@@||ads.example^$removeparam=id\n*$log';
    expect(await told(list)).toEqual([
      '5 list.txt:2 strip',
      '6 list.txt:4 log',
      '5 list.txt:3 allow',
      '5 list.txt:1 the exception at list.txt:3 keeps what it would edit',
    ]);
  });

  test('edits with nothing to edit', async () => {
    const list = '*$removeparam=/^utm_/\n@@||ads.example^$cookie=id\n@@*$removeparam=a';
    expect(await told(list, 'https://px.ads.example/a.js')).toEqual([
      '5 list.txt:3 allow',
      '5 list.txt:1 the address has no query',
      '5 list.txt:2 nothing is edited that it would keep',
    ]);
  });

  test('a log is in force beside all else', async () => {
    expect(await told('||ads.example^\n||ads.example^$log')).toEqual([
      '4 list.txt:1 block',
      '6 list.txt:2 log',
    ]);
  });

  test('changes come before removals, and an important one is not kept by a mere exception', async () => {
    const list = `*$removeparam=id
*$csp=script-src 'self'
@@||ads.example^$removeparam
*$removeparam=utm_source,important`;
    expect(await told(list)).toEqual([
      '5 list.txt:4 strip',
      '5 list.txt:3 allow',
      '5 list.txt:1 the exception at list.txt:3 keeps what it would edit',
    ]);
    expect((await told(list, URL, 'document')).slice(0, 2)).toEqual([
      '5 list.txt:2 rewrite',
      '5 list.txt:4 strip',
    ]);
  });

  test('how a block is answered', async () => {
    const list = `||ads.example^
||ads.example^$xhr,redirect-rule=noop.txt
||ads.example^$xhr,redirect-rule=noop.js:10`;
    expect(await told(list)).toEqual([
      '4 list.txt:1 block',
      '4 list.txt:3 stub',
      '4 list.txt:2 the stand-in of list.txt:3 is preferred',
    ]);
    expect(await told(`${list}\n@@||ads.example^$redirect-rule`)).toEqual([
      '4 list.txt:1 block',
      '4 list.txt:4 allow',
      '4 list.txt:2 an exception undid it, or a rule with a higher priority wants no stand-in',
      '4 list.txt:3 an exception undid it, or a rule with a higher priority wants no stand-in',
    ]);
    expect(await told('||ads.example^$redirect-rule=noop.js')).toEqual([
      '4 list.txt:1 nothing is blocked that it would answer',
    ]);
    expect(await told('||ads.example^$redirect=noop.js\n@@||ads.example^$redirect-rule')).toEqual([
      '4 list.txt:1 block',
      '4 list.txt:2 allow',
    ]);
  });

  test('signatures are among them', async () => {
    const signatures = `tracker: A
signatures:
  - { id: one, title: One, when: { host: .ads.example }, action: block }
  - { id: two, title: Two, when: { host: .ads.example }, action: block, important: true }
  - { id: three, title: Three, when: { host: .ads.example }, action: log }
`;
    expect(await told({ 'list.txt': '||ads.example^', 's.yaml': signatures })).toEqual([
      '2 s.yaml:4 block',
      '6 s.yaml:5 log',
      '4 list.txt:1 outranked by the important rule at s.yaml:4',
      '4 s.yaml:3 outranked by the important rule at s.yaml:4',
    ]);
  });

  test('a signature that allows is an exception like those of lists', async () => {
    const signatures = `signatures:
  - { id: one, when: { host: .ads.example }, action: block }
  - { id: two, when: { host: .ads.example }, action: allow }
  - { id: three, when: { host: .ads.example }, action: strip, strip: { query: id } }
`;
    expect(await told({ 'list.txt': '||ads.example^', 's.yaml': signatures })).toEqual([
      '5 s.yaml:4 strip',
      '3 s.yaml:3 allow',
      '4 list.txt:1 the exception at s.yaml:3 undid it',
      '4 s.yaml:2 the exception at s.yaml:3 undid it',
    ]);
    expect(await told({ 'list.txt': '||ads.example^$important', 's.yaml': signatures })).toEqual([
      '2 list.txt:1 block',
      '3 s.yaml:3 it does not undo the important rule at list.txt:1',
      '4 s.yaml:2 outranked by the important rule at list.txt:1',
      '5 s.yaml:4 the request is not sent, because of list.txt:1',
    ]);
    expect(await told({ 's.yaml': signatures, 'my-rules.txt': '||ads.example^' })).toEqual([
      '2 my-rules.txt:1 block',
      "3 s.yaml:3 outranked by a person's own block at my-rules.txt:1",
      "4 s.yaml:2 outranked by a person's own block at my-rules.txt:1",
      '5 s.yaml:4 the request is not sent, because of my-rules.txt:1',
    ]);
  });

  test('a signature with a stand-in of its own is not overruled', async () => {
    const signatures =
      'signatures:\n  - { id: one, when: { host: .ads.example }, action: stub, stub: noop.txt }\n';
    const list = '||ads.example^$redirect-rule=noop.js';
    expect(await told({ 'list.txt': list, 's.yaml': signatures })).toEqual([
      '4 s.yaml:2 stub',
      '4 list.txt:1 the stand-in of s.yaml:2 is preferred',
    ]);
  });

  test('a rule with several parts is told once', async () => {
    expect(await told('0.0.0.0 px.ads.example ads.example')).toEqual(['4 list.txt:1 block']);
  });
});

test('the first in force is the rule of the verdict, whatever the rules are', async () => {
  const line = fc
    .tuple(
      fc.constantFrom('', '@@'),
      fc.constantFrom('||ads.example^', '||px.ads.example^', '/a.js', '/nothing', '*'),
      fc.constantFrom(
        '',
        'important',
        'xhr',
        'removeparam=id',
        'cookie=a',
        'log',
        'script',
        'redirect=noop.js',
        'redirect-rule=noop.js:5',
        'csp=font-src *',
        'removeparam=id,important',
        'placeholder',
      ),
    )
    .map(([at, pattern, option]) => `${at}${pattern}${option === '' ? '' : `$${option}`}`);
  const file = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));
  await fc.assert(
    fc.asyncProperty(file, file, async (list, own) => {
      const rules = await ruleSet({ 'list.txt': list, 'my-rules.txt': own });
      const request = requestOf(URL, 'xhr');
      const matches = rules.match(request, null);
      // One removal may stand for many rules, and for none where all of them are kept from it.
      const edits = matches.edits.filter(
        (edit) => !('ruleFor' in edit) || edit.ruleFor?.('a', 'a') !== null,
      );
      const { rule } = decideExchange({ ...matches, edits }, { mode: 'enforce' });
      const candidates = rules.candidates(request, null);
      const [first] = candidates;
      if (rule === null)
        expect(
          candidates
            .filter(({ lost }) => lost === null)
            .filter(({ rule }) => rule.action !== 'allow'),
        ).toEqual([]);
      else
        expect(first).toMatchObject({ lost: null, rule: { list: rule.list, action: rule.action } });
      for (const { rule: other, step, lost } of candidates) {
        expect([1, 2, 3, 4, 5, 6]).toContain(step);
        if (lost !== null) expect(lost).toMatch(/^[a-z]/);
        expect(other.text).not.toBe('');
      }
    }),
    { numRuns: 200 },
  );
});
