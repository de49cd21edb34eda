import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRuleText, ruleTextNames } from '../../../../src/rules/edit/rule-text.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function home() {
  const root = temporaryFolder();
  const rules = join(root, 'rules');
  mkdirSync(join(rules, 'sub'), { recursive: true });
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(join(rules, name), content);
  write('meta.txt', '||a.example^\n');
  write('sub/more.txt', '||b.example^\n');
  writeFileSync(join(root, 'secret.txt'), 'not for the page\n');
  return { root, rules, write };
}

test('the files of the folder, and the person’s own before it is made', async () => {
  const { rules, write } = home();
  for (const name of ['README.md', 'meta.txt~', '.hidden.txt', 'a.yaml']) write(name, '');
  expect(await ruleTextNames(rules)).toEqual(['a.yaml', 'meta.txt', 'my-rules.txt']);
  const own = await readRuleText(rules, 'my-rules.txt');
  expect([own?.text, own?.kept, own?.locked]).toEqual(['', null, null]);
});

test.each([
  '../secret.txt',
  'sub/more.txt',
  'sub/../meta.txt',
  './meta.txt',
  '/etc/passwd',
  'meta.txt\0',
  'META.TXT',
  'sub',
  '',
  '..',
  'README.md',
])('the name %j opens nothing', async (name) => {
  expect(await readRuleText(home().rules, name)).toBeNull();
});

test('no name whatever opens a file that is not listed', async () => {
  const { rules } = home();
  const names = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('..', '.', 'sub', 'more.txt', 'secret.txt', 'meta.txt', ''))
      .map((p) => p.join('/')),
  );
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      const found = await readRuleText(rules, name);
      expect(found === null || ['meta.txt', 'my-rules.txt'].includes(found.name)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a link that leads out is refused, one within is followed', async () => {
  const { root, rules } = home();
  symlinkSync(join(root, 'secret.txt'), join(rules, 'out.txt'));
  symlinkSync(join(rules, 'sub/more.txt'), join(rules, 'in.txt'));
  symlinkSync(join(rules, 'nowhere.txt'), join(rules, 'broken.txt'));
  await expect(readRuleText(rules, 'out.txt')).rejects.toThrow(
    /reading ".*out\.txt": it is a link that leads out of the rules folder/,
  );
  expect((await readRuleText(rules, 'in.txt'))?.text).toBe('||b.example^\n');
  expect(await readRuleText(rules, 'broken.txt')).toBeNull();
});

test('what would be lost by an editor is not edited', async () => {
  const { rules, write } = home();
  write('latin.txt', Uint8Array.of(0x21, 0xe9, 0x0a));
  write('long.txt', 'x\n'.repeat(300_000));
  mkdirSync(join(rules, 'folder.txt'));
  const locked = async (name: string) => (await readRuleText(rules, name))?.locked;
  expect(await locked('latin.txt')).toContain('not UTF-8');
  expect(await locked('long.txt')).toContain('it has 600000 bytes');
  expect(await readRuleText(rules, 'folder.txt')).toBeNull();
});
