import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pastText } from '../../../../src/rules/edit/past-texts.ts';
import { readRuleText } from '../../../../src/rules/edit/rule-text.ts';
import { saveText } from '../../../../src/rules/edit/save-text.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function home(files: Readonly<Record<string, string>> = { 'meta.txt': '||a.example^\n' }) {
  const root = temporaryFolder();
  const folder = join(root, 'rules');
  const history = join(root, 'history');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const hash = async (name: string) => (await readRuleText(folder, name))?.hash ?? '';
  const save = (name: string, text: string, base: string) =>
    saveText({ folder, history, name, text, base, at: 1_000 });
  const onDisk = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { folder, history, hash, save, onDisk };
}

test('a save replaces the file, keeps its mode, and what it held', async () => {
  const { folder, history, hash, save, onDisk } = home();
  chmodSync(join(folder, 'meta.txt'), 0o664);
  const saved = await save('meta.txt', '||b.example^\r\n', await hash('meta.txt'));
  expect(saved).toEqual({
    kind: 'saved',
    hash: await hash('meta.txt'),
    before: expect.stringMatching(/^0000000001000-000-saved-/),
  });
  expect(onDisk('meta.txt')).toBe('||b.example^\n');
  expect(statSync(join(folder, 'meta.txt')).mode & 0o777).toBe(0o664);
  expect(readdirSync(folder)).toEqual(['meta.txt']);
  if (saved.kind !== 'saved') return;
  expect(await pastText(history, 'meta.txt', saved.before)).toBe('||a.example^\n');
});

test('what another editor wrote meanwhile stays, and nothing else is written', async () => {
  const { folder, history, hash, save, onDisk } = home();
  const base = await hash('meta.txt');
  writeFileSync(join(folder, 'meta.txt'), '||theirs.example^\n');
  expect(await save('meta.txt', '||mine.example^\n', base)).toMatchObject({
    kind: 'conflict',
    theirs: { text: '||theirs.example^\n' },
  });
  expect(onDisk('meta.txt')).toBe('||theirs.example^\n');
  expect(() => readdirSync(history)).toThrow('ENOENT');
});

test('a file that was made meanwhile is one too', async () => {
  const { folder, hash, save } = home();
  const base = await hash('my-rules.txt');
  writeFileSync(join(folder, 'my-rules.txt'), '||theirs.example^\n');
  expect((await save('my-rules.txt', 'x', base)).kind).toBe('conflict');
});

test('the first text of my-rules.txt makes the file', async () => {
  const { hash, save, onDisk } = home();
  const base = await hash('my-rules.txt');
  expect((await save('my-rules.txt', '||a.example^\n', base)).kind).toBe('saved');
  expect(onDisk('my-rules.txt')).toBe('||a.example^\n');
});

test('what reads alike is not written, whatever line ends it came with', async () => {
  const { folder, hash, save } = home({ 'a.txt': '||a.example^\r\n||b.example^\r\n' });
  const before = statSync(join(folder, 'a.txt')).ino;
  const outcome = await save('a.txt', '||a.example^\n||b.example^\n', await hash('a.txt'));
  expect(outcome.kind).toBe('unchanged');
  expect(statSync(join(folder, 'a.txt')).ino).toBe(before);
});

test('a link within the folder stays one', async () => {
  const { folder, hash, save, onDisk } = home();
  symlinkSync('meta.txt', join(folder, 'link.txt'));
  expect((await save('link.txt', '! new\n', await hash('link.txt'))).kind).toBe('saved');
  expect(onDisk('meta.txt')).toBe('! new\n');
  expect(readdirSync(folder).toSorted()).toEqual(['link.txt', 'meta.txt']);
  expect(statSync(join(folder, 'link.txt')).ino).toBe(statSync(join(folder, 'meta.txt')).ino);
});

test.each([
  ['no.txt', 'x', 'there is no rule file of that name'],
  ['../meta.txt', 'x', 'there is no rule file of that name'],
  ['meta.txt', 'a\n\0', 'line 2: the control character U+0000 is in it'],
  ['meta.txt', 'x'.repeat(600_000), 'line 1: the text has 600000 bytes'],
])('%j is refused', async (name, text, reason) => {
  const { hash, save, onDisk } = home();
  await expect(save(name, text, await hash('meta.txt'))).rejects.toThrow(reason);
  expect(onDisk('meta.txt')).toBe('||a.example^\n');
});

test('what is written while the new text is on its way to the disk is seen, too', async () => {
  const { folder, hash, save, onDisk } = home();
  const base = await hash('meta.txt');
  let isWritten = false;
  // The draft is there for several turns of the loop: opened, written, synced, closed, moved.
  const look = (): void => {
    if (isWritten) return;
    isWritten = readdirSync(folder).some((name) => name.endsWith('.new~'));
    if (isWritten) appendFileSync(join(folder, 'meta.txt'), '||theirs.example^\n');
    else setImmediate(look);
  };
  setImmediate(look);
  const outcome = await save('meta.txt', '||mine.example^\n', base);
  expect([isWritten, outcome.kind]).toEqual([true, 'conflict']);
  expect(onDisk('meta.txt')).toBe('||a.example^\n||theirs.example^\n');
  expect(readdirSync(folder)).toEqual(['meta.txt']);
});
