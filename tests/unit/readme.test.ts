import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../../src/home.ts';

const PAGES = [
  'README.md',
  'rules/README.md',
  'certs/README.md',
  ...pagesOf('docs'),
  ...pagesOf('docs/lan'),
];

function pagesOf(folder: string): readonly string[] {
  return readdirSync(join(PROJECT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

function textOf(page: string): string {
  return readFileSync(join(PROJECT, page), 'utf8');
}

test.each(PAGES)('what %s links to is there', (page) => {
  const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, to]) => to);
  const missing = links.filter((to) => !existsSync(join(PROJECT, dirname(page), to as string)));
  expect(missing).toEqual([]);
});

describe('README.md', () => {
  const readme = textOf('README.md');

  // Each file of src/cli/ that adds a command is named after it.
  const commands = readdirSync(join(PROJECT, 'src/cli'))
    .filter((name) => /export const add[A-Z]/.test(textOf(`src/cli/${name}`)))
    .map((name) => name.replace('.ts', ''));

  test.each(commands.filter((name) => name !== 'start'))('tells of the command %s', (name) => {
    expect(readme).toMatch(new RegExp(`npm run eyelid -- ${name}\\b`));
  });

  test('names scripts that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, script]) => script as string);
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });
});
