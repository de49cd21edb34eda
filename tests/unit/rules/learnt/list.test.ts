import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Hostname } from '../../../../src/model/terms.ts';
import { withGateways, withoutHost } from '../../../../src/rules/learnt/keep.ts';
import { changeLearnt } from '../../../../src/rules/learnt/store.ts';
import { RuleLoader } from '../../../../src/rules/loader.ts';
import { domainOf, requestOf, verdictOf } from '../../../support/rule-set.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 22, 3, 40);
const GATEWAY = {
  host: 'gw.shop.example',
  path: '/events',
  from: 'configuration' as const,
  pixel: '769712154761541',
  site: 'shop.example',
};

async function open(rules: Readonly<Record<string, string>>) {
  const [folder, data] = [temporaryFolder(), temporaryFolder()];
  for (const [name, text] of Object.entries(rules)) writeFileSync(join(folder, name), text);
  const learnt = join(data, 'learnt.txt');
  const loader = await RuleLoader.open(folder, {
    domainOf: (host) => domainOf(host as Hostname),
    learnt,
    now: () => NOW,
  });
  onTestFinished(() => loader.close());
  const call = () =>
    requestOf('https://gw.shop.example/events', 'xhr', {
      method: 'POST',
      headers: ['Content-Type', 'text/plain'],
    });
  const verdict = () => verdictOf(loader.current.match(call(), null)).split('$')[0];
  return { loader, learnt, verdict, call };
}

test('what was learnt is a list of its own, in force after a look, and out of it again', async () => {
  const { loader, learnt, verdict } = await open({ 'a.txt': '||a.example^\n' });
  expect(verdict()).toBe('pass');
  await changeLearnt(learnt, (one) => withGateways(one, [GATEWAY], NOW));
  await loader.reload();
  expect(verdict()).toBe('block ||gw.shop.example/events^');
  expect(loader.current.lists).toEqual([
    expect.objectContaining({ list: 'learnt', rules: 1, problems: [] }),
    expect.objectContaining({ list: 'a.txt', rules: 1 }),
  ]);
  expect(loader.current.mayMatchHost('gw.shop.example' as Hostname)).toBe(true);
  await changeLearnt(learnt, (one) => withoutHost(one, 'gw.shop.example'));
  await loader.reload();
  expect(verdict()).toBe('pass');
  rmSync(learnt);
  await loader.reload();
  expect(loader.current.lists.map(({ list }) => list)).toEqual(['a.txt']);
});

test.each([
  ['a person’s allow', 'my-rules.txt', '@@||gw.shop.example^', 'own allow @@||gw.shop.example^'],
  ['an exception of a list', 'a.txt', '@@||gw.shop.example^', 'except @@||gw.shop.example^'],
  ['another list that says more', 'a.txt', '||gw.shop.example^', 'block ||gw.shop.example^'],
])('%s comes before it', async (_, file, line, said) => {
  const { loader, learnt, verdict, call } = await open({ [file]: `${line}\n` });
  await changeLearnt(learnt, (one) => withGateways(one, [GATEWAY], NOW));
  await loader.reload();
  expect(verdict()).toBe(said);
  const lists = loader.current.candidates(call(), null).map(({ rule }) => rule.list);
  expect(lists).toEqual([file, 'learnt']);
});
