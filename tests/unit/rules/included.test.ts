import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Hostname } from '../../../src/model/terms.ts';
import { RuleLoader } from '../../../src/rules/loader.ts';
import { createRoster } from '../../../src/rules/subscribe/roster.ts';
import { domainOf } from '../../support/rule-set.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A home with rules/ and downloaded lists; names begin with the folder they are in. */
async function open(files: Readonly<Record<string, string>>) {
  const home = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  };
  mkdirSync(join(home, 'rules'));
  for (const [name, text] of Object.entries(files)) write(name, text);
  const lists = createRoster({ folder: join(home, 'lists'), configured: [], warn: () => {} });
  const loader = await RuleLoader.open(join(home, 'rules'), {
    domainOf: (host) => domainOf(host as Hostname),
    lists,
  });
  onTestFinished(() => loader.close());
  return {
    home,
    write,
    loader,
    lists,
    names: () => loader.current.lists.map(({ list }) => list),
    where: (host: string) => {
      const rule = loader.current.matchHost(host as Hostname);
      return rule === null ? null : `${rule.list}:${rule.line}`;
    },
    problems: () =>
      loader.current.lists.flatMap(({ problems }) =>
        problems.map(({ list, line, reason }) => `${list}:${line} ${reason}`),
      ),
  };
}

test('a file of rules/ includes others below it, each in its own name and once', async () => {
  const { names, where, problems } = await open({
    'rules/a.txt': '! one\n!#include sub/b.txt\n!#include sub/b.txt\n!#include z.txt',
    'rules/sub/b.txt': '\n||b.example^\n!#include c.txt\n!#include ../a.txt',
    'rules/sub/c.txt': '||c.example^\n!#include b.txt',
    'rules/sub/not-asked-for.txt': '||d.example^',
    'rules/z.txt': '||z.example^',
  });
  expect(names()).toEqual(['a.txt', 'z.txt', 'sub/b.txt', 'sub/c.txt']);
  expect(where('b.example')).toBe('sub/b.txt:2');
  expect(where('c.example')).toBe('sub/c.txt:1');
  expect(where('z.example')).toBe('z.txt:1');
  expect(where('d.example')).toBeNull();
  expect(problems()).toEqual([
    'sub/b.txt:4 "../a.txt" is not a path that leads below the folder of the list',
  ]);
});

test('what cannot be included is a problem of its line, and the rest is in force', async () => {
  const { home, loader, where, problems } = await open({
    'rules/a.txt':
      '!#include gone.txt\n!#include secret.txt\n!#include b.yaml\n!#include folder.txt\n||a.example^',
    'rules/folder.txt/x': '',
    'secret.txt': '||secret.example^',
  });
  symlinkSync(join(home, 'secret.txt'), join(home, 'rules', 'link.txt'));
  writeFileSync(join(home, 'rules', 'd.txt'), '!#include sub/link.txt');
  mkdirSync(join(home, 'rules', 'sub'));
  symlinkSync(join(home, 'secret.txt'), join(home, 'rules', 'sub', 'link.txt'));
  await loader.reload();
  expect(where('a.example')).toBe('a.txt:5');
  expect(problems()).toEqual([
    'a.txt:1 "gone.txt" is not there',
    'a.txt:2 "secret.txt" is not there',
    'a.txt:3 "b.yaml" is no filter list: its name must end in .txt',
    'a.txt:4 "folder.txt" is no file',
    'd.txt:1 "sub/link.txt" is a link that leads out of the rules folder',
  ]);
});

test('a save of an included file is in force, and so is its end', async () => {
  const { home, write, loader, where, problems } = await open({
    'rules/a.txt': '!#include sub/b.txt',
    'rules/sub/b.txt': '||b.example^',
  });
  write('rules/sub/b.txt', '||c.example^  ');
  await vi.waitFor(() => expect(where('c.example')).toBe('sub/b.txt:1'), { timeout: 10_000 });
  expect(where('b.example')).toBeNull();
  rmSync(join(home, 'rules/sub/b.txt'));
  await loader.reload();
  expect(where('c.example')).toBeNull();
  expect(problems()).toEqual(['a.txt:1 "sub/b.txt" is not there']);
  const before = loader.current;
  await loader.reload();
  expect(loader.current).toBe(before);
});

test('includes are bounded in depth and number', async () => {
  const files: Record<string, string> = { 'rules/a.txt': '!#include s/0.txt' };
  for (let i = 0; i < 9; i++)
    files[`rules/s/${i}.txt`] = `||d${i}.example^\n!#include ${i + 1}.txt`;
  files['rules/w.txt'] = Array.from({ length: 60 }, (_, i) => `!#include t/${i}.txt`).join('\n');
  for (let i = 0; i < 60; i++) files[`rules/t/${i}.txt`] = `||w${i}.example^`;
  const { where, problems } = await open(files);
  expect([where('d4.example'), where('d5.example')]).toEqual(['s/4.txt:1', null]);
  expect([where('w49.example'), where('w50.example')]).toEqual(['t/49.txt:1', null]);
  expect(problems()[0]).toBe('w.txt:51 "t/50.txt" is one of more than 50');
  expect(problems()).toContain('s/4.txt:2 "5.txt" is asked for 5 lists deep');
  expect(problems()).toHaveLength(11);
});

test('of a list that is included for one browser only the exceptions are in force', async () => {
  const { write, loader, where } = await open({
    'rules/a.txt': '||b.example^\n!#if env_firefox\n!#include s/b.txt\n!#endif',
    'rules/s/b.txt': '@@||b.example^\n||c.example^',
  });
  expect([where('b.example'), where('c.example')]).toEqual([null, null]);
  write('rules/a.txt', '||b.example^\n!#include s/b.txt');
  await loader.reload();
  expect(where('c.example')).toBe('s/b.txt:2');
});

test('a downloaded list and what it includes are trusted from when a person says so', async () => {
  const lists = (trusted: object) =>
    JSON.stringify({ lists: [{ source: 'https://lists.example/a', name: 'a', ...trusted }] });
  const { write, loader, problems } = await open({
    'rules/mine.txt': '||a.example^$replace=/a/b/\n!#include s/b.txt',
    'rules/s/b.txt': '||b.example^$urlskip=?u',
    'lists/added.json': lists({}),
    'lists/a.txt': '||c.example^$replace=/a/b/\n!#include d.txt',
    'lists/a.includes/d.txt': '||d.example^$urlskip=?u',
  });
  const sizes = () => loader.current.lists.map(({ list, rules }) => `${list} ${rules}`);
  const own = ['mine.txt 1', 's/b.txt 1'];
  const wary = () => {
    expect(sizes()).toEqual(['a 0', 'a/d.txt 0', ...own]);
    expect(problems()).toEqual([
      expect.stringMatching(/^a:1 only a trusted list may change the text of a page/),
      expect.stringMatching(/^a\/d\.txt:1 only a trusted list may change where a visit goes/),
    ]);
  };
  wary();
  write('lists/added.json', lists({ trusted: true }));
  await loader.reload();
  expect(sizes()).toEqual(['a 1', 'a/d.txt 1', ...own]);
  expect(problems()).toEqual([]);
  write('lists/added.json', lists({ trusted: false }));
  await loader.reload();
  wary();
});

test('downloaded lists are in force under their names, those that are subscribed to', async () => {
  const { write, loader, lists, names, where, problems } = await open({
    'rules/my-rules.txt': '@@||mine.example^',
    'lists/added.json': '{"lists":[{"source":"easylist"},{"source":"easyprivacy"}]}',
    'lists/easylist.txt':
      '! Title: EasyList\n||a.example^\n||mine.example^\n!#include s/b.txt\n!#include s/c.txt',
    'lists/easylist.includes/s%2Fb.txt': '||b.example^',
    'lists/other.txt': '||other.example^',
  });
  expect(names()).toEqual(['easylist', 'easylist/s/b.txt', 'my-rules.txt']);
  expect(where('a.example')).toBe('easylist:2');
  expect(where('b.example')).toBe('easylist/s/b.txt:1');
  expect([where('mine.example'), where('other.example')]).toEqual([null, null]);
  expect(problems()).toEqual(['easylist:5 "s/c.txt" was not downloaded']);
  expect(loader.find({ list: 'easylist', line: 2, text: '||a.example^' })).toMatchObject({
    action: 'block',
    personal: false,
  });
  // Another process downloads one, and removes one.
  write('lists/easyprivacy.txt', '||p.example^');
  await vi.waitFor(() => expect(where('p.example')).toBe('easyprivacy:1'), { timeout: 10_000 });
  await lists.remove('easylist');
  await vi.waitFor(() => expect(names()).toEqual(['easyprivacy', 'my-rules.txt']), {
    timeout: 10_000,
  });
});

test('a list that lies in rules/ too does no harm', async () => {
  const { names, where, loader } = await open({
    'rules/easylist.txt': '||a.example^',
    'lists/added.json': '{"lists":[{"source":"easylist"}]}',
    'lists/easylist.txt': '||a.example^',
  });
  expect(names()).toEqual(['easylist', 'easylist.txt']);
  expect(where('a.example')).toMatch(/^easylist(\.txt)?:1$/);
  expect(loader.current.lists.map(({ rules }) => rules)).toEqual([1, 1]);
});
