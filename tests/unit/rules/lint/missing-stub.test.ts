import { expect, test } from 'vitest';
import type { Hostname } from '../../../../src/model/terms.ts';
import { lintFiles } from '../../../../src/rules/lint/lint.ts';
import { missingStub, stubFiles } from '../../../../src/rules/lint/missing-stub.ts';
import { type RuleFile, readRuleFile } from '../../../../src/rules/rule-file.ts';
import { runInSlices } from '../../../../src/rules/slices.ts';
import { readStubFile } from '../../../../src/rules/stub-file.ts';
import { domainOf } from '../../../support/rule-set.ts';

const mine = readStubFile('stubs/mine.js', Buffer.from('1;'), null);
const broken = readStubFile('stubs/broken.js', Buffer.from('1 1'), null);

test.each([
  ['mine.js', false],
  ['broken.js', true],
  ['other.js', true],
  ['noopjs', false],
  ['fbevents.js', false],
  [null, false],
])('%s is missing: %s', (name, is) => {
  expect(missingStub(name, stubFiles([mine, broken])) !== null).toBe(is);
  expect(missingStub(name, stubFiles([broken]))).toBeNull();
});

test('rules of both kinds are told, and the script that is none', async () => {
  const read = (list: string, text: string): RuleFile =>
    readRuleFile(list, Buffer.from(text), null);
  const files = [
    read('a.txt', '||a.example^$stub=mine.js\n||b.example^$stub=other.js\n'),
    read(
      'b.yaml',
      'signatures:\n  - id: one\n    title: One\n    action: stub\n    stub: none-such.js\n    when: { host: one.example }\n',
    ),
    ...[mine, broken],
  ];
  const report = await runInSlices(
    lintFiles(files, {
      domainOf: (host) => domainOf(host as Hostname),
      now: 0,
      ineffective: false,
    }),
  );
  expect(report.findings.map(({ list, line, code }) => [list, line, code])).toEqual([
    ['a.txt', 2, 'stub-missing'],
    ['b.yaml', 2, 'stub-missing'],
    ['stubs/broken.js', 1, 'not-in-force'],
  ]);
  expect(report.findings[0]?.reason).toBe(
    'there is no stand-in "other.js" in rules/stubs/; what it blocks is answered by its type',
  );
  expect(report.lists.map(({ list }) => list)).toEqual(['a.txt', 'b.yaml']);
});
