import { expect, test } from 'vitest';
import type { PastTraffic } from '../../../src/record/history.ts';
import { countHits } from '../../../src/replay/counted.ts';
import { namedRules } from '../../../src/replay/named-rules.ts';
import { readRuleFile } from '../../../src/rules/rule-file.ts';
import { domainOf, ruleSet } from '../../support/rule-set.ts';

const TRAFFIC: readonly PastTraffic[] = [
  { domain: 'tracker.example', total: 10, events: 4 },
  { domain: 'seen.example', total: 3, events: 3 },
  { domain: 'shop.example', total: 20, events: 0 },
  { domain: 'old.example', total: 7, events: 1 },
];

async function hits(before: string, after: string) {
  const file = readRuleFile('new.txt', Buffer.from(after), null);
  const { total, hits: found } = countHits(
    TRAFFIC,
    namedRules([file], [readRuleFile('new.txt', Buffer.from(before), null)]),
    {
      before: await ruleSet({ 'new.txt': before }),
      after: await ruleSet({ 'new.txt': after }),
    },
    (host) => domainOf(host as never),
  );
  return {
    total,
    found: found.map(({ rule, domain, count, isAll }) => [rule.line, domain, count, isAll]),
  };
}

test('a rule that blocks a domain by name would have hit all of it', async () => {
  expect(
    await hits('||old.example^', '||old.example^\n||tracker.example^\n||seen.example^'),
  ).toEqual({
    total: 32,
    found: [[2, 'tracker.example', 6, true]],
  });
});

test('a rule on a host below it, or on a part of it, at most all of it', async () => {
  const after = '||t.tracker.example^\n||shop.example/pixel\n@@||old.example^\n||shop.example/p2';
  expect((await hits('', after)).found).toEqual([
    [2, 'shop.example', 20, false],
    [4, 'shop.example', 20, false],
    [1, 'tracker.example', 6, false],
  ]);
});

test('lines that stood there before are no news', async () => {
  expect((await hits('||t.tracker.example^', '! x\n||t.tracker.example^')).found).toEqual([]);
});
