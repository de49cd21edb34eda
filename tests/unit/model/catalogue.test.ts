import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE, LIST_GROUPS } from '../../../src/model/catalogue.ts';
import { isListName } from '../../../src/model/list-source.ts';

test.each(CATALOGUE)('$name says where it is, whose it is and what it is for', (entry) => {
  expect(isListName(entry.name)).toBe(true);
  expect(entry.urls.length).toBeGreaterThan(0);
  for (const url of [...entry.urls, entry.homepage]) {
    expect(new URL(url).href).toBe(url);
    expect(url).toMatch(/^https:/);
  }
  expect(entry.about).toMatch(/^[A-Z].*\.$/);
  expect(entry.license).not.toBe('');
  expect(entry.title).not.toBe('');
  expect(LIST_GROUPS).toContain(entry.group);
});

test('no name and no address stands twice', () => {
  const names = CATALOGUE.map(({ name }) => name);
  const urls = CATALOGUE.flatMap((entry) => entry.urls);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(urls).size).toBe(urls.length);
});

test('each group has a list', () => {
  expect(new Set(CATALOGUE.map(({ group }) => group))).toEqual(new Set(LIST_GROUPS));
});

test('docs/lists.md lists them all, as they are here', () => {
  const docs = readFileSync(new URL('../../../docs/lists.md', import.meta.url), 'utf8');
  const rows = docs.split('\n').filter((line) => /^\| `[a-z0-9-]+` \| \[/.test(line));
  expect(rows).toEqual(
    CATALOGUE.map(
      ({ name, title, homepage, group, about, license }) =>
        `| \`${name}\` | [${title}](${homepage}) | ${group} | ${about} | ${license} |`,
    ),
  );
});

test('only those are trusted that need to be', () => {
  const trusted = CATALOGUE.filter((entry) => entry.trusted === true).map(({ name }) => name);
  expect(trusted).toEqual(['ublock-privacy', 'ublock-filters', 'ublock-unbreak']);
  const docs = readFileSync(new URL('../../../docs/lists.md', import.meta.url), 'utf8');
  const section = docs.split('## Which lists are trusted')[1]?.split('\n## ')[0] ?? '';
  for (const { name } of CATALOGUE) {
    expect(section.includes(`\`${name}\``), name).toBe(trusted.includes(name));
  }
});
