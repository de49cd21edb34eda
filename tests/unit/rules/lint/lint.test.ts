import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { type LintReport, lintFiles } from '../../../../src/rules/lint/lint.ts';
import { readFilterFile, readRuleFile } from '../../../../src/rules/rule-file.ts';
import { domainOf } from '../../../support/rule-set.ts';

const NOW = Date.UTC(2026, 10, 21, 12);

function lint(files: Readonly<Record<string, string | Uint8Array>>, ineffective = false) {
  const read = Object.entries(files).map(([list, text]) =>
    readRuleFile(list, Buffer.from(text), null),
  );
  return finish(
    lintFiles(read, { domainOf: (host) => domainOf(host as never), now: NOW, ineffective }),
  );
}

function finish(work: Generator<void, LintReport, void>): LintReport {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Each finding as `file:line code`, with the place of the other rule where there is one. */
function found(files: Readonly<Record<string, string>>, ineffective = false): readonly string[] {
  return lint(files, ineffective).findings.map(({ list, line, code, other }) =>
    [`${list}:${line}`, code, ...(other === null ? [] : [`${other.list}:${other.line}`])].join(' '),
  );
}

test('what only a trusted list may do is told of the others, and of no file of the person', () => {
  const bytes = Buffer.from('||a.example^$replace=/a/b/\n||b.example^');
  const files = [readFilterFile('a', bytes, 'yes', false), readRuleFile('named.txt', bytes, null)];
  const context = { domainOf: (host: string) => domainOf(host as never), now: NOW };
  const { findings, lists } = finish(lintFiles(files, { ...context, ineffective: true }));
  expect(findings.map(({ list, line, code }) => `${list}:${line} ${code}`)).toEqual([
    'a:1 not-possible',
    'named.txt:2 duplicate',
  ]);
  expect(lists).toEqual([
    { list: 'a', rules: 1, ineffective: 1, off: 0 },
    { list: 'named.txt', rules: 2, ineffective: 0, off: 0 },
  ]);
});

test.each([
  {
    name: 'a rule that stands twice, however it is written',
    files: {
      'a.txt': '||a.example^$script,third-party\n||b.example^',
      'b.txt': '! why\n||a.example^$3p,script\n0.0.0.0 b.example',
    },
    want: ['b.txt:2 duplicate a.txt:1', 'b.txt:3 duplicate a.txt:2'],
  },
  {
    name: 'a third time is compared with the first',
    files: { 'a.txt': '/ads/\n/ads/\n/ads/' },
    want: ['a.txt:2 duplicate a.txt:1', 'a.txt:3 duplicate a.txt:1'],
  },
  {
    name: "a person's own rule outranks exceptions, so it is not the same as a list's",
    files: { 'a.txt': '||a.example^', 'my-rules.txt': '||a.example^\n||a.example^' },
    want: ['a.txt:1 covered my-rules.txt:1', 'my-rules.txt:2 duplicate my-rules.txt:1'],
  },
  {
    name: 'a rule that a broader one of its kind covers',
    files: {
      'a.txt': '||b.a.example^\n||a.example/x$script\n|https://a.example/y\n||c.example^$script',
      'b.txt': '||a.example^\n||c.example^$image',
    },
    want: ['a.txt:1 covered b.txt:1', 'a.txt:2 covered b.txt:1', 'a.txt:3 covered b.txt:1'],
  },
  {
    name: 'what a broader rule does not cover: other kinds, more important, other types and parties',
    files: {
      'a.txt': [
        '||a.example^$third-party',
        '||x.a.example^',
        '||y.a.example^$important,third-party',
        '||z.a.example^$document,third-party',
        '@@||b.a.example/ok$third-party',
        '||c.a.example^$removeparam=x,third-party',
        '||d.a.example^$log,third-party',
        '||nota.example^$third-party',
      ].join('\n'),
    },
    want: [],
  },
  {
    name: 'a rule with further conditions covers nothing',
    files: { 'a.txt': '||a.example^$domain=x.example\n||a.example^$method=post\n||b.a.example^' },
    want: [],
  },
  {
    name: 'what badfilter takes out of force covers nothing and is no duplicate',
    files: {
      'a.txt': '||a.example^\n||a.example^\n||b.a.example^',
      'b.txt': '||a.example^$badfilter',
    },
    want: [],
  },
  {
    name: 'badfilter without a target',
    files: { 'a.txt': '||a.example^\n||b.example^$badfilter' },
    want: ['a.txt:2 badfilter-without-target'],
  },
  {
    name: 'exceptions of hosts that nothing names',
    files: { 'a.txt': '||a.example^\n@@||x.a.example^\n@@||example/\n@@||b.example^' },
    want: ['a.txt:4 excepts-nothing'],
  },
  {
    name: 'an exception that undoes many rules, and one that undoes a whole list',
    files: {
      'a.txt': [1, 2, 3, 4, 5].map((i) => `||s${i}.tracker.example^`).join('\n'),
      'b.txt': '||other.example^\n||other.example/x$script',
      'c.txt': '@@||tracker.example^\n@@||other.example^\n@@||s1.tracker.example^',
      'd.txt': '||unrelated.example^\n||tracker.example/z',
    },
    want: [
      'b.txt:2 covered b.txt:1',
      'c.txt:1 undoes-list',
      'c.txt:2 undoes-list',
      'c.txt:3 covered c.txt:1',
    ],
  },
  {
    name: 'an exception for some pages, types or devices undoes nothing as a whole',
    files: {
      'a.txt': [1, 2, 3, 4, 5, 6].map((i) => `||s${i}.tracker.example^`).join('\n'),
      'c.txt': [
        '@@||tracker.example^$domain=shop.example',
        '@@||tracker.example^$image',
        '@@||tracker.example^$device=tv',
      ].join('\n'),
    },
    want: [],
  },
  {
    name: 'lines that are not in force, in the order of lines',
    files: { 'a.txt': '||b.example^$no-such\n||a..b^\n||c.example^$scirpt' },
    want: ['a.txt:1 not-in-force', 'a.txt:2 never-matches', 'a.txt:3 not-in-force'],
  },
  {
    name: 'a rule whose time is over, which is compared with nothing',
    files: { 'a.txt': '||a.example^$expires=2026-11-01\n||b.a.example^' },
    want: ['a.txt:1 expired'],
  },
  {
    name: 'lines that are meant for other programs are passed over',
    files: { 'a.txt': '!#if adguard\n||a..b^\n!#endif' },
    want: [],
  },
  {
    name: 'signatures of two files with one id',
    files: {
      'a.yaml': 'signatures:\n  - { id: x, action: block, when: { host: a.example } }',
      'b.yaml': 'signatures:\n  - { id: x, action: block, when: { host: b.example } }',
    },
    want: ['b.yaml:2 id-twice a.yaml:2'],
  },
  {
    name: 'what is switched off is checked, and compared with nothing',
    files: {
      'a.yaml': 'signatures:\n  - { id: x, action: block, when: { host: a.example } }',
      'b.yaml':
        'enabled: false\nsignatures:\n  - { id: x, action: log, when: { method: GET, body: { a: true } } }',
    },
    want: ['b.yaml:3 never-matches'],
  },
])('$name', ({ files, want }) => {
  const given: Record<string, string> = {};
  for (const [name, text] of Object.entries(files)) if (text !== undefined) given[name] = text;
  expect(found(given)).toEqual(want);
});

test('what a proxy cannot do is counted, and told where it is asked for', () => {
  const files = { 'a.txt': '||a.example^\nb.example##.ad\n||c.example^$popup' };
  expect(found(files)).toEqual([]);
  expect(found(files, true)).toEqual(['a.txt:2 not-possible', 'a.txt:3 not-possible']);
  expect(lint(files).lists).toEqual([{ list: 'a.txt', rules: 1, ineffective: 2, off: 0 }]);
});

test('a finding says where, what and why', () => {
  const { findings } = lint({ 'a.txt': '||a.example^\n  ||b.a.example^  ' });
  expect(findings).toEqual([
    {
      list: 'a.txt',
      line: 2,
      text: '||b.a.example^',
      code: 'covered',
      severity: 'remark',
      reason: '"||a.example^" at a.txt:1 covers it',
      other: { list: 'a.txt', line: 1, text: '||a.example^' },
    },
  ]);
});

test('how many rules a wide exception undoes, and of which lists', () => {
  const { findings } = lint({
    'a.txt': [1, 2, 3, 4, 5].map((i) => `||s${i}.tracker.example^\n||x${i}.example^`).join('\n'),
    'my-rules.txt': '@@||tracker.example^$document',
  });
  expect(findings.map(({ code, reason }) => [code, reason])).toEqual([
    [
      'allows-tracker',
      'it undoes all 5 blocking rules that name "tracker.example" or a host below it, in a.txt',
    ],
  ]);
});

test('the shipped rules are without errors and warnings', () => {
  const folder = join(import.meta.dirname, '../../../../rules');
  const files = Object.fromEntries(
    readdirSync(folder)
      .filter((name) => /\.(?:txt|yaml)$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
  expect(lint(files).findings.filter(({ severity }) => severity !== 'remark')).toEqual([]);
});

const LISTS = join(import.meta.dirname, '../../../../../shared/lists/easylist');
const hasLists = existsSync(LISTS);
if (!hasLists) console.warn('skipped: the public lists are not here, so they are not linted');

test.skipIf(!hasLists)(
  'public lists are linted in linear time and memory',
  () => {
    const files: Record<string, Uint8Array> = {};
    for (const name of ['easylist.txt', 'easyprivacy.txt']) {
      files[basename(name)] = readFileSync(join(LISTS, name));
    }
    const { findings, lists } = lint(files);
    const rules = lists.reduce((sum, list) => sum + list.rules, 0);
    expect(rules).toBeGreaterThan(90_000);
    // They are well kept: one line in a thousand is superfluous, and hardly any cannot match.
    const count = (code: string) => findings.filter((one) => one.code === code).length;
    expect(count('duplicate') + count('covered')).toBeLessThan(rules / 500);
    expect(count('never-matches')).toBeLessThan(10);
    expect(count('not-in-force')).toBeLessThan(10);
  },
  60_000,
);

test.each([
  ['labels without end', `||${'a.'.repeat(450)}example^\n`.repeat(3_000)],
  [
    'one host, many types',
    Array.from({ length: 4_000 }, (_, i) => `||a.example^$method=get,domain=d${i}.example`).join(
      '\n',
    ),
  ],
  ['the same line', '@@||a.example^\n'.repeat(20_000)],
  [
    'exceptions and blocks of one site',
    Array.from({ length: 10_000 }, (_, i) => `@@||x${i}.a.example^\n||y${i}.a.example^`).join('\n'),
  ],
])('a hostile list takes no longer than others: %s', (_, text) => {
  const file = readRuleFile('a.txt', Buffer.from(text), null);
  const context = { domainOf: (host: string) => domainOf(host as never), now: NOW };
  const work = lintFiles([file], { ...context, ineffective: false });
  // In processor time, which a busy machine does not stretch; far above what is needed.
  const before = process.cpuUsage();
  const { lists } = finish(work);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(20_000);
  expect(lists[0]?.rules).toBeGreaterThan(2_000);
});
