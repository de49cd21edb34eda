import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/model/errors.ts';
import { appendRule, removeRule } from '../../../src/rules/my-rules.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WHEN = new Date('2026-03-04T05:06:07Z');

function home(text?: string) {
  const folder = temporaryFolder();
  const path = join(folder, 'my-rules.txt');
  if (text !== undefined) writeFileSync(path, text);
  return { folder, text: () => readFileSync(path, 'utf8'), path };
}

describe('a rule is appended with when and why', () => {
  test('to a file that is not there', async () => {
    const { folder, text } = home();
    const ref = await appendRule(folder, '||a.example^', 'blocked from the page', WHEN);
    expect(text()).toBe('! 2026-03-04 05:06 UTC: blocked from the page\n||a.example^\n');
    expect(ref).toEqual({ list: 'my-rules.txt', line: 2, text: '||a.example^' });
  });

  test.each([
    ['! mine\n', '! mine\n', 3],
    ['! mine', '! mine\n', 3],
    ['', '', 2],
    ['! a\r\n! b\r\n', '! a\r\n! b\r\n', 4],
  ])('to %j', async (before, kept, line) => {
    const { folder, text } = home(before);
    const ref = await appendRule(folder, '  @@||a.example^  ', 'why', WHEN);
    expect(text()).toBe(`${kept}! 2026-03-04 05:06 UTC: why\n@@||a.example^\n`);
    expect(ref.line).toBe(line);
    expect(text().split('\n')[ref.line - 1]).toBe(ref.text);
  });

  test('whose words cannot add lines of their own', async () => {
    const { folder, text } = home();
    await appendRule(folder, '||a.example^', 'x\n||b.example^\r\u2028y', WHEN);
    expect(text().split('\n')).toEqual([
      '! 2026-03-04 05:06 UTC: x ||b.example^  y',
      '||a.example^',
      '',
    ]);
  });

  test('and ten at a time all arrive whole', async () => {
    const { folder, text } = home();
    const hosts = Array.from({ length: 10 }, (_, i) => `||a${i}.example^`);
    await Promise.all(hosts.map((rule) => appendRule(folder, rule, 'why', WHEN)));
    expect(
      text()
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('!'))
        .toSorted(),
    ).toEqual(hosts);
  });
});

describe('what is no rule is refused, and the file stays as it is', () => {
  test.each([
    ['||a.example^\n||b.example^', 'it has a line break or control character in it'],
    ['||a.example^\u0000', 'it has a line break or control character in it'],
    ['||a.example^\u2028x', 'it has a line break or control character in it'],
    ['', 'it is a comment'],
    ['! words', 'it is a comment'],
    ['!#if x', 'it is a directive'],
    ['||a.example^$foo', 'unknown option "foo"'],
    ['a.example##.ad', 'it hides or changes elements'],
    ['*', 'would block everything'],
    [`||a.example/${'x'.repeat(4_000)}`, 'longer than 4000 characters'],
  ])('%j', async (rule, reason) => {
    const { folder, path } = home();
    const adding = appendRule(folder, rule, 'why', WHEN);
    await expect(adding).rejects.toThrow(AppError);
    await expect(adding).rejects.toThrow(reason);
    expect(existsSync(path)).toBe(false);
  });
});

describe('a rule is taken out again', () => {
  const rule = { list: 'my-rules.txt', line: 4, text: '||b.example^' };
  test('with the comment that came with it', async () => {
    const { folder, text } = home();
    await appendRule(folder, '||a.example^', 'one', WHEN);
    const before = text();
    const ref = await appendRule(folder, '||b.example^', 'two', WHEN);
    expect(ref).toEqual(rule);
    expect(await removeRule(folder, ref)).toBe(true);
    expect(text()).toBe(before);
    expect(readdirSync(folder)).toEqual(['my-rules.txt']);
  });

  test('alone, where a person wrote it', async () => {
    const { folder, text } = home('! mine\n\n! shop\n||b.example^\n||c.example^\n');
    expect(await removeRule(folder, rule)).toBe(true);
    expect(text()).toBe('! mine\n\n! shop\n||c.example^\n');
  });

  test('not where the line reads otherwise by now', async () => {
    const { folder, text } = home('||b.example^\n\n\n||c.example^\n');
    expect(await removeRule(folder, rule)).toBe(false);
    expect(await removeRule(folder, { ...rule, line: 99 })).toBe(false);
    expect(await removeRule(folder, { ...rule, line: 1, list: 'other.txt' })).toBe(false);
    expect(text()).toBe('||b.example^\n\n\n||c.example^\n');
  });

  test('not from a file that is not there', async () => {
    expect(await removeRule(temporaryFolder(), rule)).toBe(false);
  });
});

test('a folder that cannot be written to is an error for the person', async () => {
  const adding = appendRule('/nowhere', '||a.example^', 'why', WHEN);
  await expect(adding).rejects.toThrow('writing "/nowhere/my-rules.txt": ENOENT');
});
