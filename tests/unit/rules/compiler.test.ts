import { expect, test } from 'vitest';
import type { Hostname } from '../../../src/model/terms.ts';
import { createRuleCompiler } from '../../../src/rules/compiler.ts';
import { badfiltersOf } from '../../../src/rules/engine/compile-filters.ts';
import { listText } from '../../../src/rules/filter/list-text.ts';
import { readRuleFile } from '../../../src/rules/rule-file.ts';

const file = (list: string, text: string) => readRuleFile(list, Buffer.from(text), null);

test('the version changes with the content and with nothing else', async () => {
  const versionOf = async (list: string, text: string) =>
    (await createRuleCompiler((host) => host)([file(list, text)])).version;
  const version = await versionOf('a.txt', '||a.example^');
  expect(version).toMatch(/^[0-9a-f]{16}$/);
  expect(await versionOf('a.txt', '||a.example^')).toBe(version);
  expect(await versionOf('a.txt', '||b.example^')).not.toBe(version);
  expect(await versionOf('b.txt', '||a.example^')).not.toBe(version);
});

test('compiling a long list lets others have their turn', async () => {
  const list = Array.from(
    { length: 60_000 },
    (_, i) => `||host${i}.example^$third-party\n/path${i}/x${i}.js`,
  );
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const rules = await createRuleCompiler((host) => host)([file('a.txt', list.join('\n'))]);
  clearInterval(timer);
  expect(rules.size).toBe(120_000);
  expect(turns).toBeGreaterThan(5);
});

test('what lists undo is read line by line, and others have their turn between two', () => {
  const lines = ['||a.example^$badfilter', '! badfilter', '||b.example^', '@@/x$badfilter,image'];
  const reading = badfiltersOf([listText('a.txt', Buffer.from(lines.join('\n')))]);
  expect([reading.next(), reading.next(), reading.next()].map(({ done }) => done)).toEqual([
    false,
    false,
    false,
  ]);
  const { done, value } = reading.next();
  expect([done, value?.size]).toEqual([true, 2]);
});

test('what a person appends does not compile the long lists again', async () => {
  const compile = createRuleCompiler((host) => host);
  const long = file(
    'a.txt',
    Array.from({ length: 100_000 }, (_, i) => `||host${i}.example^`).join('\n'),
  );
  const started = performance.now();
  await compile([long]);
  const first = performance.now() - started;
  const again = performance.now();
  const rules = await compile([long, file('my-rules.txt', '@@||host7.example^')]);
  expect(performance.now() - again).toBeLessThan(first);
  expect(rules.matchHost('host7.example' as Hostname)).toBeNull();
  expect(rules.matchHost('host8.example' as Hostname)?.line).toBe(9);
});
