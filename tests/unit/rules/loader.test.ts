import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AppError } from '../../../src/model/errors.ts';
import type { RuleSet } from '../../../src/model/rule.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { RuleLoader } from '../../../src/rules/loader.ts';
import { domainOf } from '../../support/rule-set.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function open(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  if (Object.keys(files).some((name) => name.startsWith('stubs/')))
    mkdirSync(join(folder, 'stubs'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const loader = await RuleLoader.open(folder, { domainOf: (host) => domainOf(host as Hostname) });
  onTestFinished(() => loader.close());
  const blocked = (host: string) => loader.current.matchHost(host as Hostname)?.text ?? null;
  return { folder, loader, write, blocked };
}

const SIGNATURE =
  'signatures:\n  - id: one\n    title: One\n    action: block\n    when: { host: one.example }\n';

test('reads lists and signatures of a folder, and nothing else', async () => {
  const { loader } = await open({
    'a.txt': '||a.example^\n||b.example^$foo\nx##.ad\n',
    'b.yaml': SIGNATURE,
    'README.md': '||c.example^',
    '.hidden.txt': '||c.example^',
    'a.txt~': '||c.example^',
    '#a.txt#': '||c.example^',
  });
  expect(loader.current.lists).toEqual([
    {
      list: 'a.txt',
      rules: 1,
      stale: false,
      problems: [
        {
          list: 'a.txt',
          line: 2,
          text: '||b.example^$foo',
          reason: 'unknown option "foo"',
          severity: 'error',
        },
        expect.objectContaining({ line: 3, text: 'x##.ad', severity: 'ineffective' }),
      ],
    },
    { list: 'b.yaml', rules: 1, stale: false, problems: [] },
  ]);
  expect(loader.current.size).toBe(2);
});

test('a save is in force by itself within a second', async () => {
  const { loader, write, blocked } = await open({ 'a.txt': '||a.example^\n' });
  const before = loader.current;
  write('a.txt', '||b.example^\n');
  await vi.waitFor(() => expect(blocked('b.example')).toBe('||b.example^'), { timeout: 10_000 });
  expect(blocked('a.example')).toBeNull();
  expect(loader.current.version).not.toBe(before.version);
  // The old set still answers as it did: an exchange that began with it ends with it.
  expect(before.matchHost('a.example' as Hostname)?.text).toBe('||a.example^');
});

test('a new file, a renamed one and a removed one are seen', async () => {
  const { folder, loader, write, blocked } = await open({ 'a.txt': '||a.example^' });
  write('b.txt', '||b.example^');
  await loader.reload();
  expect([blocked('a.example'), blocked('b.example')]).toEqual(['||a.example^', '||b.example^']);
  renameSync(join(folder, 'b.txt'), join(folder, 'c.txt'));
  rmSync(join(folder, 'a.txt'));
  await loader.reload();
  expect(loader.current.lists.map(({ list }) => list)).toEqual(['c.txt']);
  expect([blocked('a.example'), blocked('b.example')]).toEqual([null, '||b.example^']);
});

test('a broken file of signatures keeps its last good version, and says so', async () => {
  const { loader, write } = await open({ 'a.yaml': SIGNATURE, 'b.txt': '||b.example^' });
  write('a.yaml', 'signatures: [');
  write('b.txt', '||c.example^');
  await loader.reload();
  const [info] = loader.current.lists;
  expect(info).toMatchObject({ list: 'a.yaml', rules: 1, stale: true });
  expect(info?.problems[0]).toMatchObject({ list: 'a.yaml', severity: 'error' });
  expect(loader.current.size).toBe(2);
  write('a.yaml', SIGNATURE);
  await loader.reload();
  expect(loader.current.lists[0]).toMatchObject({ stale: false, problems: [] });
});

test('a file that cannot be read keeps what it said, and is read again when it can', async () => {
  const { folder, loader, write, blocked } = await open({ 'a.txt': '||a.example^' });
  rmSync(join(folder, 'a.txt'));
  // A link to itself cannot be read by anybody.
  symlinkSync('a.txt', join(folder, 'a.txt'));
  await loader.reload();
  const broken = loader.current;
  expect(blocked('a.example')).toBe('||a.example^');
  expect(broken.lists[0]).toMatchObject({
    stale: true,
    problems: [{ reason: 'reading the file: ELOOP' }],
  });
  await loader.reload();
  expect(loader.current).toBe(broken);
  rmSync(join(folder, 'a.txt'));
  write('a.txt', '||b.example^');
  await loader.reload();
  expect(loader.current.lists[0]).toMatchObject({ stale: false, problems: [] });
  expect(blocked('b.example')).toBe('||b.example^');
});

test('nothing changes where nothing changed', async () => {
  const { loader, write } = await open({ 'a.txt': '||a.example^' });
  const seen: RuleSet[] = [];
  const stop = loader.onChange((rules) => seen.push(rules));
  const before = loader.current;
  await loader.reload();
  expect(loader.current).toBe(before);
  write('a.txt', '||b.example^ ');
  await Promise.all([loader.reload(), loader.reload()]);
  expect(seen).toEqual([loader.current]);
  stop();
  write('a.txt', '||c.example^  ');
  await loader.reload();
  expect(seen).toHaveLength(1);
});

test('a list that undoes a filter of another undoes it in both directions of time', async () => {
  const { loader, write, blocked } = await open({ 'a.txt': '||a.example^' });
  write('my-rules.txt', '||a.example^$badfilter');
  await loader.reload();
  expect(blocked('a.example')).toBeNull();
  write('my-rules.txt', '! none');
  await loader.reload();
  expect(blocked('a.example')).toBe('||a.example^');
});

test('rules are found again by file, line and text', async () => {
  const { loader } = await open({
    'my-rules.txt': '! mine\n@@||a.example^\n||b.example^\n',
    'a.yaml': SIGNATURE,
  });
  expect(loader.personal()).toEqual([
    { list: 'my-rules.txt', line: 2, text: '@@||a.example^' },
    { list: 'my-rules.txt', line: 3, text: '||b.example^' },
  ]);
  expect(loader.find({ list: 'my-rules.txt', line: 2, text: '@@||a.example^' })).toMatchObject({
    action: 'allow',
    personal: true,
  });
  expect(loader.find({ list: 'my-rules.txt', line: 3, text: '@@||a.example^' })).toBeNull();
  expect(loader.find({ list: 'none.txt', line: 1, text: 'x' })).toBeNull();
  expect(loader.find({ list: 'a.yaml', line: 2, text: 'one' })).toMatchObject({ title: 'One' });
});

test('a folder that is not there is an error for the person', async () => {
  const opening = RuleLoader.open('/nowhere/rules', { domainOf: (host) => host });
  await expect(opening).rejects.toThrow(AppError);
  await expect(opening).rejects.toThrow('reading the rules in "/nowhere/rules": ENOENT');
});

test('bytes that are no text are read as well as they can be', async () => {
  const { loader, folder } = await open({});
  writeFileSync(
    join(folder, 'a.txt'),
    Buffer.from([
      0xef, 0xbb, 0xbf, 0x7c, 0x7c, 0x61, 0x2e, 0x62, 0x5e, 0x0a, 0xff, 0xfe, 0x00, 0x0a,
    ]),
  );
  await loader.reload();
  expect(loader.current.lists[0]?.rules).toBeGreaterThanOrEqual(1);
  expect(loader.current.matchHost('a.b' as Hostname)).toMatchObject({ line: 1, text: '||a.b^' });
});

test('stand-ins are read by their names, and are no lists', async () => {
  const { loader } = await open({
    'a.txt': '||a.example^$stub=mine.js',
    'stubs/fbevents.js': 'let pixel;',
    'stubs/mine.js': 'let mine;',
    'stubs/noop.js': 'let real;',
    'stubs/prevent-bab.js': 'let other;',
    'stubs/mine.js~': 'let draft;',
    'stubs/README.md': 'words',
  });
  const { current } = loader;
  const names = ['fbevents.js', 'mine.js', 'noop.js', 'nobab.js', 'prevent-bab.js', 'mine.js~'];
  expect(names.map((name) => current.stubText(name))).toEqual([
    ...['let pixel;', 'let mine;', 'let real;', 'let other;', null, null],
  ]);
  expect(current.lists.map(({ list }) => list)).toEqual(['a.txt']);
  expect(loader.find({ list: 'stubs/mine.js', line: 1, text: 'let mine;' })).toBeNull();
});

test('a broken stand-in keeps what it said, and says where', async () => {
  const { loader, write } = await open({ 'stubs/mine.js': 'let mine;' });
  const before = loader.current.version;
  write('stubs/mine.js', 'let mine;\nlet = = 2;\n');
  await loader.reload();
  expect(loader.current.stubText('mine.js')).toBe('let mine;');
  expect(loader.current.lists).toEqual([
    {
      list: 'stubs/mine.js',
      rules: 0,
      stale: true,
      problems: [
        {
          list: 'stubs/mine.js',
          line: 2,
          text: 'let = = 2;',
          reason: expect.stringMatching(/^it is no JavaScript: /),
          severity: 'error',
        },
      ],
    },
  ]);
  write('stubs/mine.js', 'let better;');
  await loader.reload();
  expect(loader.current.stubText('mine.js')).toBe('let better;');
  expect(loader.current.lists).toEqual([]);
  expect(loader.current.version).not.toBe(before);
});

test('a stand-in that is saved is in force by itself', async () => {
  const { loader, write } = await open({ 'stubs/mine.js': 'let mine;' });
  write('stubs/mine.js', 'let other;');
  const text = () => loader.current.stubText('mine.js');
  await vi.waitFor(() => expect(text()).toBe('let other;'), { timeout: 10_000 });
});
