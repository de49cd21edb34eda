import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Subscription } from '../../../../src/model/subscription.ts';
import { createRoster, type Roster } from '../../../../src/rules/subscribe/roster.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const MINE: Subscription = {
  name: 'mine',
  urls: ['https://lists.example/mine.txt'],
  trusted: false,
};

const namesOf = async (roster: Roster) => (await roster.entries()).map(({ name }) => name);

function open(configured: readonly Subscription[] = []) {
  const folder = join(temporaryFolder(), 'lists');
  const warnings: string[] = [];
  const roster = createRoster({ folder, configured, warn: (message) => warnings.push(message) });
  return { folder, roster, warnings, file: join(folder, 'added.json') };
}

test('what the config names and what was added, in that order', async () => {
  const { roster, file } = open([MINE]);
  expect(await namesOf(roster)).toEqual(['mine']);
  expect(await roster.add('EasyPrivacy', null)).toMatchObject({
    name: 'easyprivacy',
    from: 'added',
  });
  await roster.add('https://lists.example/other.txt', 'other');
  expect(await roster.entries()).toEqual([
    { ...MINE, from: 'config' },
    expect.objectContaining({ name: 'easyprivacy', from: 'added' }),
    { name: 'other', urls: ['https://lists.example/other.txt'], trusted: false, from: 'added' },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    lists: [
      { source: 'EasyPrivacy', name: null, trusted: false },
      { source: 'https://lists.example/other.txt', name: 'other', trusted: false },
    ],
  });
});

test('a list is trusted where a person says so, or the catalogue does by its address', async () => {
  const { roster, folder, file } = open([{ ...MINE, trusted: true }]);
  const url = (name: string) => `https://lists.example/${name}.txt`;
  mkdirSync(folder);
  // As it was written before anybody could be trusted.
  writeFileSync(file, JSON.stringify({ lists: [{ source: url('old'), name: 'old' }] }));
  expect(await roster.add(url('a'), 'a', true)).toMatchObject({ name: 'a', trusted: true });
  await roster.add(url('b'), 'ublock-filters');
  await roster.add('ublock-privacy', null);
  await roster.add('easylist', null);
  await roster.add('easyprivacy', null, true);
  const other = createRoster({ folder, configured: [], warn: () => {} });
  for (const one of [roster, other]) {
    const trust = (await one.entries()).map(({ name, trusted }) => [name, trusted]);
    expect(Object.fromEntries(trust)).toEqual({
      ...(one === roster ? { mine: true } : {}),
      old: false,
      a: true,
      'ublock-filters': false,
      'ublock-privacy': true,
      easylist: false,
      easyprivacy: true,
    });
  }
});

test.each([1, 'true', 'yes', null, {}, [true]])(
  '%j in the file is no word of trust',
  async (trusted) => {
    const { roster, folder, file } = open();
    mkdirSync(folder);
    const lists = [{ source: 'https://lists.example/a', name: 'a', trusted }];
    writeFileSync(file, JSON.stringify({ lists }));
    expect(await roster.entries()).toEqual([
      expect.objectContaining({ name: 'a', trusted: false }),
    ]);
  },
);

test('of changes at the same moment none is lost', async () => {
  const { roster } = open();
  const added = ['easylist', 'easyprivacy', 'easylist', 'peter-lowe'].map((name) =>
    roster.add(name, null).catch((error: Error) => error.message),
  );
  expect((await Promise.all(added))[2]).toBe('adding a list: "easylist" is subscribed to already');
  await Promise.all([roster.remove('easylist'), roster.add('oisd-small', null)]);
  expect(await namesOf(roster)).toEqual(['easyprivacy', 'peter-lowe', 'oisd-small']);
});

test('of changes of several processes at the same moment none is lost', async () => {
  const { folder, roster } = open();
  const other = () => createRoster({ folder, configured: [], warn: () => {} });
  const names = ['easylist', 'easyprivacy', 'oisd-small', 'peter-lowe'];
  await Promise.all(names.map((name) => other().add(name, null)));
  expect((await namesOf(roster)).toSorted()).toEqual(names);
  await Promise.all(names.slice(1).map((name) => other().remove(name)));
  expect(await namesOf(roster)).toEqual(['easylist']);
});

test('another process sees what was added, and removes it with its files', async () => {
  const { folder, roster } = open();
  await roster.add('easylist', null);
  mkdirSync(join(folder, 'easylist.includes'));
  for (const name of [
    'easylist.txt',
    'easylist.state.json',
    'easylist.includes/x.txt',
    'easylist2.txt',
  ]) {
    writeFileSync(join(folder, name), 'x');
  }
  const other = createRoster({ folder, configured: [], warn: () => {} });
  expect(await namesOf(other)).toEqual(['easylist']);
  await other.remove('easylist');
  expect(await namesOf(roster)).toEqual([]);
  for (const name of ['easylist.txt', 'easylist.state.json', 'easylist.includes']) {
    expect(existsSync(join(folder, name)), name).toBe(false);
  }
  expect(existsSync(join(folder, 'easylist2.txt'))).toBe(true);
});

test.each([
  [
    'easyprivcy',
    null,
    'adding a list: no list is known as "easyprivcy", did you mean "easyprivacy"?',
  ],
  ['mine', null, 'adding a list: no list is known as "mine", write its address'],
  ['https://lists.example/x', 'mine', 'adding a list: "mine" is subscribed to already'],
  ['https://lists.example/mine.txt', 'x', 'adding a list: "mine" is subscribed to already'],
  ['https://lists.example/x', '../x', 'adding a list: "../x" is no name for a list'],
])('adding %s as %j is refused', async (source, name, message) => {
  const { roster, file } = open([MINE]);
  await expect(roster.add(source, name)).rejects.toThrow(message);
  expect(existsSync(file)).toBe(false);
});

test('what the config names cannot be removed here; it is said where it stands', async () => {
  const { roster } = open([MINE]);
  await expect(roster.remove('mine')).rejects.toThrow(
    'removing a list: "mine" is named in config/eyelid.yaml under rules.subscriptions; take it out there',
  );
  await expect(roster.remove('mien')).rejects.toThrow(
    'removing a list: "mien" is not subscribed to, did you mean "mine"?',
  );
});

test('a damaged file leaves the lists as they were, and is told of once', async () => {
  const { roster, file, warnings } = open();
  await roster.add('easylist', null);
  const good = readFileSync(file);
  writeFileSync(file, '{');
  expect(await namesOf(roster)).toEqual(['easylist']);
  expect(await namesOf(roster)).toEqual(['easylist']);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(file);
  await expect(roster.add('easyprivacy', null)).rejects.toThrow(`changing "${file}"`);
  expect(readFileSync(file, 'utf8')).toBe('{');
  writeFileSync(file, good);
  expect(await namesOf(roster)).toEqual(['easylist']);
});

test('names that came into the file by hand lead nowhere else', async () => {
  const { roster, file, folder } = open([MINE]);
  mkdirSync(folder);
  const lists = [
    { source: 'https://lists.example/a', name: '../../a' },
    { source: 'https://lists.example/a', name: 'mine' },
    { source: 'file:///etc/passwd', name: 'passwd' },
    { source: 7 },
    null,
    { source: 'easylist', name: 5 },
  ];
  writeFileSync(file, JSON.stringify({ lists }));
  expect(await roster.entries()).toEqual([
    { ...MINE, from: 'config' },
    expect.objectContaining({ name: 'easylist' }),
  ]);
});

test('any bytes in the file never fail', async () => {
  const { roster, file, folder } = open([MINE]);
  mkdirSync(folder);
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((value) => `{"lists":[${value}]}`),
  );
  await fc.assert(
    fc.asyncProperty(text, async (written) => {
      writeFileSync(file, written);
      for (const name of await namesOf(roster)) expect(name).toMatch(/^[a-z0-9][a-z0-9_.-]*$/);
    }),
    { numRuns: 50 },
  );
});
