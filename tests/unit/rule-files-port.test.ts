import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Hostname } from '../../src/model/terms.ts';
import { openRuleFiles } from '../support/open-rule-files.ts';

const NOW = Date.UTC(2026, 2, 3, 14, 30);
const SIGNATURE = (id: string) =>
  `  - id: ${id}\n    title: One\n    action: block\n    when: { host: ${id}.example }\n`;

async function open(files: Readonly<Record<string, string>>, list = '') {
  const opened = await openRuleFiles(files, NOW, list);
  const onDisk = (name: string) => readFileSync(join(opened.home.rules, name), 'utf8');
  return { ...opened, onDisk };
}

test('each file is told with its rules, and what is wrong in it by line', async () => {
  const { port } = await open({
    'meta.txt': '||a.example^\n||b.example^$foo\nx##.ad\n||c.example^$stub=none.js\n',
    'my-rules.txt': '||old.example^$expires=2026-01-01\n@@||nobody.example^\n',
    'off.yaml': `enabled: false\nsignatures:\n${SIGNATURE('one')}`,
    'stubs/x-pixel.js': 'void 0;',
  });
  const files = await port.list();
  expect(files.map(({ name, rules, off, shipped }) => [name, rules, off, shipped])).toEqual([
    ['my-rules.txt', 2, 0, false],
    ['meta.txt', 2, 0, true],
    ['off.yaml', 0, 1, false],
  ]);
  const [own, meta] = files;
  expect(meta?.remarks.map(({ line, severity }) => [line, severity])).toEqual([
    [2, 'error'],
    [4, 'warning'],
  ]);
  expect(meta?.remarks[1]?.reason).toContain('there is no stand-in "none.js"');
  expect(meta?.ineffective).toBe(1);
  expect([own?.expired.map(({ line }) => line), own?.ineffective]).toEqual([[1], 0]);
  // An exception without a block is no news: the block may be in a list.
  expect(own?.remarks).toHaveLength(1);
});

test('lines of a file and of a list, and of nothing else', async () => {
  const list = Array.from({ length: 30 }, (_, at) => `||${at + 1}.example^`).join('\r\n');
  const { port } = await open({ 'meta.txt': '||a.example^\n||b.example^\n' }, `${list}\r\n`);
  expect(await port.part('easy', 11, 3)).toEqual({
    ...{ name: 'easy', own: false, total: 30, from: 11, locked: null },
    lines: ['||11.example^', '||12.example^', '||13.example^'],
  });
  expect((await port.part('easy', 900, 3))?.from).toBe(30);
  expect(await port.part('meta.txt', 2, 10)).toMatchObject({ total: 2, lines: ['||b.example^'] });
  expect((await port.part('my-rules.txt', 1, 10))?.total).toBe(0);
  for (const name of ['easy.txt', '../data/lists/easy.txt', 'stubs/x.js', 'x']) {
    expect(await port.part(name, 1, 10)).toBeNull();
  }
});

test('a saved text is in force, and the one before can be had back', async () => {
  const { port, loader, onDisk } = await open({ 'meta.txt': '||a.example^\r\n' });
  const before = await port.read('meta.txt');
  expect(before?.text).toBe('||a.example^\n');
  const saved = await port.save('meta.txt', '||b.example^\n', before?.hash ?? '');
  expect(loader.current.matchHost('b.example' as Hostname)?.text).toBe('||b.example^');
  expect(onDisk('meta.txt')).toBe('||b.example^\r\n');
  const [entry] = await port.history('meta.txt');
  expect(saved).toMatchObject({ kind: 'saved', before: entry?.id });
  expect(await port.past('meta.txt', entry?.id ?? '')).toBe('||a.example^\n');
});

test('of those who began with the same text one saves, and the others are told', async () => {
  const { port, onDisk } = await open({ 'meta.txt': '' });
  const hash = (await port.read('meta.txt'))?.hash ?? '';
  const texts = ['one', 'two', 'three'];
  const all = await Promise.all(texts.map((text) => port.save('meta.txt', text, hash)));
  expect(all.map(({ kind }) => kind)).toEqual(['saved', 'conflict', 'conflict']);
  expect(onDisk('meta.txt')).toBe('one');
});

test('what is typed is judged beside the other files, and with the lists where that is asked', async () => {
  const { port } = await open({ 'meta.txt': '||a.example^\n' });
  const text = '||a.example^\n@@||easy.example^\n||b.example^$imgae\n';
  const typing = await port.lint('my-rules.txt', text, 'typing');
  expect(typing.findings.map(({ line, severity }) => [line, severity])).toEqual([[3, 'error']]);
  expect(typing.findings[0]?.reason).toBe('unknown option "imgae", did you mean "image"?');
  const saving = await port.lint('my-rules.txt', text, 'saving');
  expect(saving.findings.map(({ line, severity }) => [line, severity])).toEqual([
    [2, 'remark'],
    [3, 'error'],
  ]);
  expect(saving.rules).toBe(2);
});

test('there must be such a file', async () => {
  const { port } = await open({});
  for (const ask of [
    () => port.save('no.txt', '', ''),
    () => port.lint('../x.txt', '', 'typing'),
    () => port.preview('no.txt', '', 0),
    () => port.history('no.txt'),
    () => port.putAside('no.txt', '', 'saved'),
  ]) {
    await expect(ask()).rejects.toThrow('there is no rule file of that name');
  }
  expect(port.rules('no.txt')).toEqual([]);
});

test('without a log nothing can be said of the past, in words', async () => {
  const { port } = await open({ 'meta.txt': '' });
  await expect(port.preview('meta.txt', '||a.example^', 0)).rejects.toThrow(/events\.db/);
});
