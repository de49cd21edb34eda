import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { RuleSet } from '../../../src/model/rule.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { createRuleCompiler } from '../../../src/rules/compiler.ts';
import { compileInSlices, type FilterFile } from '../../../src/rules/filter-compiler.ts';
import { createKeptCompiler } from '../../../src/rules/kept-compiler.ts';
import { readFilterFile } from '../../../src/rules/rule-file.ts';
import { SnapshotFile } from '../../../src/rules/snapshot/snapshot-file.ts';
import { domainOf, requestOf } from '../../support/rule-set.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { longList } from './long-list.ts';

const SHARED = '../shared';
const absent = !existsSync(join(SHARED, 'corpora/consensus-elep'));
if (absent) console.log('skipped: a snapshot of public lists, for ../shared is not there');

const nameOf = (host: string) => domainOf(host as Hostname);

/** Starts as a process does: nothing is known but what the snapshot holds. */
async function start(path: string, files: readonly FilterFile[], program = 'one') {
  const snapshot = new SnapshotFile(path);
  const compileFilters = vi.fn(compileInSlices);
  const keep = createKeptCompiler(compileFilters, { snapshot, program });
  const rules = await createRuleCompiler(nameOf, keep)(files);
  await snapshot.close();
  const long = compileFilters.mock.calls.filter(([, { personal }]) => !personal);
  return { rules, compiled: long.length };
}

const home = () => join(temporaryFolder(), 'rules.snapshot');

/** All that a set says of a request. */
function said(rules: RuleSet, url: string, from: string | null) {
  const request = requestOf(url, 'script', { from });
  const matches = rules.match(request, null);
  const names = ['utm7', 'utm8', '_c3x', 'x-5', 'other'];
  const edits = matches.edits.map((edit) => ({
    // Functions are told by what they do.
    ...JSON.parse(JSON.stringify(edit)),
    test: 'test' in edit ? names.map((name) => edit.test(name, `${name}=1`)) : null,
  }));
  return { ...matches, edits, host: rules.matchHost(request.hostname) };
}

const URLS = [
  'https://host7.example/a',
  'https://sub.host299.example/ok/1',
  'https://cdn.example/path12/x1.js?utm7=1',
  'https://strip7.example/?utm7=1&utm8=2',
  'https://css.example/re5123/',
  'https://nothing.example/',
];

test('a restart says the same from the snapshot, without compiling', async () => {
  const path = home();
  const files = [longList('a.txt'), longList('b.txt', ['||only-b.example^'])];
  const first = await start(path, files);
  const second = await start(path, files);
  expect([first.compiled, second.compiled]).toEqual([1, 0]);
  for (const url of [...URLS, 'https://only-b.example/']) {
    for (const from of [null, 'https://page7.example/', 'https://no.page7.example/']) {
      expect(said(second.rules, url, from)).toEqual(said(first.rules, url, from));
    }
  }
  expect(second.rules.version).toBe(first.rules.version);
  expect(second.rules.size).toBe(first.rules.size);
  expect(second.rules.lists.map((list) => ({ ...list }))).toEqual(
    first.rules.lists.map((list) => ({ ...list })),
  );
});

describe('it is compiled again', () => {
  const base = () => [longList('a.txt'), longList('b.txt')];
  test.each<[string, (files: readonly FilterFile[]) => readonly FilterFile[], string?]>([
    ['where a list has changed', ([, b]) => [longList('a.txt', ['||new.example^']), b!]],
    ['where a list has another name', ([a]) => [a!, longList('c.txt')]],
    ['where lists come in another order', ([a, b]) => [b!, a!]],
    ['where one is gone', ([a]) => [a!]],
    [
      'where a person undoes a filter',
      (files) => [
        ...files,
        readFilterFile('my-rules.txt', Buffer.from('||host7.example^$badfilter')),
      ],
    ],
    [
      'where a list is meant otherwise',
      ([a, b]) => [a!, readFilterFile('b.txt', b!.text.bytes, 'maybe')],
    ],
    [
      'where a list is trusted no more',
      ([a, b]) => [a!, readFilterFile('b.txt', b!.text.bytes, 'yes', false)],
    ],
    ['by another program', (files) => files, 'two'],
  ])('%s', async (_why, change, program = 'one') => {
    const path = home();
    await start(path, base());
    expect((await start(path, change(base()), program)).compiled).toBe(1);
    expect((await start(path, change(base()), program)).compiled).toBe(0);
    expect((await start(path, base())).compiled).toBe(1);
  });

  test('where the bytes cannot be read although their checksum is right', async () => {
    const compile = vi.fn(compileInSlices);
    const snapshot = {
      read: async () => new Uint8Array([0, 0, 0, 8, 0, 0, 0, 1, 99]),
      keep: vi.fn(),
      forget: vi.fn(),
    };
    const rules = createRuleCompiler(
      nameOf,
      createKeptCompiler(compile, { snapshot, program: 'one' }),
    );
    expect(
      (await rules([longList('a.txt')])).matchHost('host7.example' as Hostname),
    ).not.toBeNull();
    expect(snapshot.keep).toHaveBeenCalledOnce();
  });
});

test('a list that becomes trusted is in force as a whole, and so it is after the next start', async () => {
  const path = home();
  const files = (trusted: boolean) => [longList('a.txt', [], trusted)];
  const edits = ({ rules }: { readonly rules: RuleSet }) =>
    said(rules, 'https://a.example/x', null).edits.map(({ rule }) => rule.text);
  const refused = ['||a.example^$replace=/a(b)c/$1/gi', '||a.example/?u=*^$urlskip=?u'];
  const wishes = [false, false, true, true, false];
  for (const [at, trusted] of wishes.entries()) {
    const started = await start(path, files(trusted));
    expect(started.compiled, `start ${at}`).toBe(wishes[at - 1] === trusted ? 0 : 1);
    expect(edits(started).includes(refused[0] as string), 'replace').toBe(trusted);
    const reported = (started.rules.lists[0]?.problems ?? []).map(({ text }) => text);
    expect(refused.filter((text) => reported.includes(text))).toEqual(trusted ? [] : refused);
  }
});

test('short lists are compiled, and what was kept of long ones is removed', async () => {
  const path = home();
  await start(path, [longList('a.txt')]);
  expect(existsSync(path)).toBe(true);
  const short = readFilterFile('a.txt', Buffer.from('||host7.example^'));
  const { rules, compiled } = await start(path, [short]);
  expect(compiled).toBe(1);
  expect(rules.matchHost('host7.example' as Hostname)?.line).toBe(1);
  expect(existsSync(path)).toBe(false);
});

test('a line of a person is in force beside a snapshot', async () => {
  const path = home();
  const mine = (text: string) => readFilterFile('my-rules.txt', Buffer.from(text));
  await start(path, [longList('a.txt'), mine('||mine.example^')]);
  const second = await start(path, [longList('a.txt'), mine('@@||host7.example^')]);
  expect(second.compiled).toBe(0);
  expect(second.rules.matchHost('host7.example' as Hostname)).toBeNull();
  expect(second.rules.matchHost('mine.example' as Hostname)).toBeNull();
});

describe.skipIf(absent)('EasyList and EasyPrivacy', () => {
  test('all that the corpus asks is answered alike', async () => {
    const path = home();
    const read = (name: string) =>
      readFilterFile(name, readFileSync(join(SHARED, 'lists/easylist', name)));
    const files = ['easylist.txt', 'easyprivacy.txt'].map(read);
    const first = await start(path, files);
    const second = await start(path, files);
    expect([first.compiled, second.compiled]).toEqual([1, 0]);
    const corpus = readFileSync(join(SHARED, 'corpora/consensus-elep/requests.jsonl'), 'utf8');
    const rows = corpus
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.length).toBeGreaterThan(20_000);
    for (const { url, sourceUrl } of rows) {
      const request = requestOf(url, 'script', { from: sourceUrl });
      const [a, b] = [first, second].map(({ rules }) => rules.match(request, null));
      expect([b?.block, b?.exception, b?.important]).toEqual([
        a?.block,
        a?.exception,
        a?.important,
      ]);
    }
    const problems = ({ rules }: typeof first) => rules.lists.map((list) => list.problems);
    expect(problems(second)).toEqual(problems(first));
  }, 60_000);
});
