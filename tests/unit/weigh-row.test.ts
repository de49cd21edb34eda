import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { weighRow } from '../../src/weigh-row.ts';
import { ruleSet } from '../support/rule-set.ts';
import { device, row } from '../support/status-ports.ts';

/** What stands in the way of a pixel hit, and what became of it. */
async function weigh(lines: readonly string[], changes: Partial<Event> = {}) {
  const rules = await ruleSet(lines.join('\n'));
  const found = weighRow(row(1, changes), device(), rules, ({ text }) => `means ${text}`);
  return found === null
    ? null
    : [found.action, ...found.rules.map(({ text, lost }) => `${text}: ${lost ?? 'in force'}`)];
}

describe('an exchange of the log, as the rules stand now', () => {
  const block = '||facebook.com/tr^';
  const allow = '@@||facebook.com^$domain=shop.example';

  test.each([
    ['no rule', [], ['pass']],
    ['a block', [block], ['block', `${block}: in force`]],
    [
      'an exception',
      [block, allow],
      ['allow', `${allow}: in force`, `${block}: the exception at list.txt:2 undid it`],
    ],
    [
      'an exception of another site',
      [block, '@@||facebook.com^$domain=news.example'],
      ['block', `${block}: in force`],
    ],
    [
      'an exception that does not help',
      [`${block}$important`, allow],
      [
        'block',
        `${block}$important: in force`,
        `${allow}: it does not undo the important rule at list.txt:1`,
      ],
    ],
    ['what is for another device', ['||facebook.com^$device=02:00:00:00:00:01'], ['pass']],
    [
      'what is taken out of its address, by the name of the field',
      ['||facebook.com^$image,removeparam=dl'],
      ['strip', '||facebook.com^$image,removeparam=dl: in force'],
    ],
  ])('%s', async (_, lines, expected) => {
    expect(await weigh(lines)).toEqual(expected);
  });

  test('is not known of what was not opened, or is no hostname', async () => {
    expect(await weigh([block], { kind: 'tunnel' })).toBeNull();
    expect(await weigh([block], { host: 'a b' })).toBeNull();
  });

  test('is told of forty rules, and how many there are besides', async () => {
    const rules = await ruleSet(
      Array.from({ length: 50 }, (_, i) => `/tr/?id$domain=~n${i}.example`).join('\n'),
    );
    const found = weighRow(row(1), null, rules, () => null);
    expect([found?.rules.length, found?.more]).toEqual([40, 10]);
  });
});
