import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ListActivity, Subscription } from '../../../../src/model/subscription.ts';
import { createRoster } from '../../../../src/rules/subscribe/roster.ts';
import { Subscriptions } from '../../../../src/rules/subscribe/subscriptions.ts';
import { listServer } from '../../../support/list-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const BASE = 'https://lists.example/';
const URL_A = `${BASE}a.txt`;
const A: Subscription = { name: 'a', urls: [URL_A], trusted: false };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 3);

const rules = (count: number, prefix = 'h') =>
  Array.from({ length: count }, (_, i) => `||${prefix}${i}.example^`).join('\n');

function open(files: Readonly<Record<string, string>>, configured: readonly Subscription[] = [A]) {
  const folder = join(temporaryFolder(), 'lists');
  const server = listServer(files);
  let now = START;
  let reloads = 0;
  const told: string[] = [];
  const log = {
    info: (_: object, message: string) => void told.push(message),
    warn: (_: object, message: string) => void told.push(message),
  };
  const roster = createRoster({ folder, configured, warn: (message) => told.push(message) });
  const lists = new Subscriptions({
    roster,
    download: server.download,
    now: () => now,
    chance: () => 0,
    log,
    changed: async () => void reloads++,
  });
  onTestFinished(() => lists.close());
  return {
    folder,
    server,
    lists,
    roster,
    told,
    stored: (name: string) => readFileSync(join(folder, name), 'utf8'),
    one: async () => (await lists.list())[0],
    pass: (time: number) => (now += time),
    reloads: () => reloads,
  };
}

test('a list is downloaded, described, stored for its owner alone, and then in force', async () => {
  const text = `! Title: The A list\n! Last modified: 3 Mar 2026\n! Expires: 2 days\n! Homepage: ${BASE}\n${rules(3)}\n`;
  const { lists, folder, stored, one, reloads } = open({ [URL_A]: text });
  expect(await one()).toMatchObject({
    name: 'a',
    title: 'a',
    rules: null,
    next: null,
    error: null,
  });
  const seen: ListActivity[] = [];
  const outcomes = await lists.update(null, { onActivity: (_, activity) => seen.push(activity) });
  const change = { at: START, added: 3, removed: 0 };
  expect(outcomes).toEqual([{ name: 'a', result: 'updated', change, error: null }]);
  expect(await one()).toEqual({
    name: 'a',
    urls: [URL_A],
    trusted: false,
    from: 'config',
    title: 'The A list',
    homepage: BASE,
    license: null,
    version: null,
    lastModified: '3 Mar 2026',
    rules: 3,
    fetched: START,
    checked: START,
    next: START + 2 * DAY,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    change,
    failing: false,
    error: null,
    activity: null,
  });
  expect(stored('a.txt')).toBe(text);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
  }
  expect(readdirSync(folder).sort()).toEqual(['a.state.json', 'a.txt']);
  expect(seen).toEqual([
    { phase: 'downloading', received: 0, total: null },
    { phase: 'downloading', received: text.length, total: text.length },
    { phase: 'reading' },
  ]);
  expect(reloads()).toBe(1);
});

test('a disk that remembers nothing keeps no other list back, and no server busy', async () => {
  const B: Subscription = { name: 'b', urls: [`${BASE}b.txt`], trusted: false };
  const { folder, lists, server, pass } = open({ [URL_A]: rules(3), [`${BASE}b.txt`]: rules(4) }, [
    A,
    B,
  ]);
  mkdirSync(join(folder, 'a.state.json'), { recursive: true });
  const looked = await lists.look();
  expect(looked.map(({ name, result, error }) => [name, result, error])).toEqual([
    ['a', 'failed', 'updating "a": EISDIR'],
    ['b', 'updated', null],
  ]);
  pass(60_000);
  expect(await lists.look()).toEqual([]);
  expect(server.asked).toHaveLength(2);
  pass(5 * 60_000);
  expect(await lists.look()).toHaveLength(1);
});

test('the second time only what changed is downloaded, and the change is counted', async () => {
  const { lists, server, one, pass, reloads } = open({ [URL_A]: rules(30) });
  await lists.update(null);
  pass(DAY);
  expect(await lists.update(['a'])).toMatchObject([{ result: 'unchanged', change: null }]);
  expect(await one()).toMatchObject({ fetched: START, checked: START + DAY, rules: 30 });
  expect(reloads()).toBe(1);
  server.files.set(URL_A, `${rules(28)}\n${rules(5, 'new')}`);
  pass(DAY);
  expect(await lists.update(['a'])).toMatchObject([
    { result: 'updated', change: { at: START + 2 * DAY, added: 5, removed: 2 } },
  ]);
  expect(await one()).toMatchObject({ fetched: START + 2 * DAY, rules: 33 });
  expect(server.asked).toEqual([URL_A, `${URL_A} 304`, URL_A]);
  expect(reloads()).toBe(2);
});

test('a list that is not subscribed to is not updated', async () => {
  const { lists, server } = open({});
  await expect(lists.update(['b'])).rejects.toThrow('updating a list: "b" is not subscribed to');
  await expect(lists.begin(['b'])).rejects.toThrow('updating a list: "b" is not subscribed to');
  expect(server.asked).toEqual([]);
});

describe('the copy before stays, and it is said why', () => {
  test.each([
    ['nothing answers', null, 'the server answered 404 Not Found'],
    [
      'it is a login page',
      '<!doctype html><title>Hotel</title>',
      'it is a web page, as a login page or an error page is',
    ],
    ['it is empty', '', 'it is empty'],
    [
      'no rule is left',
      '! we have moved',
      'none of its lines is a rule that a proxy can carry out',
    ],
    ['most rules are gone', rules(40), 'it has only 40 of 100 rules left'],
  ])('where %s', async (_, text, reason) => {
    const { lists, server, stored, one, pass, reloads } = open({ [URL_A]: rules(100) });
    await lists.update(null);
    const before = await one();
    server.files.set(URL_A, text);
    pass(DAY);
    const [outcome] = await lists.update(null);
    expect(outcome).toMatchObject({
      result: 'failed',
      change: null,
      error: expect.stringContaining(reason),
    });
    expect(outcome?.error).toContain(URL_A);
    expect(stored('a.txt')).toBe(rules(100));
    expect(reloads()).toBe(1);
    expect(await one()).toEqual({
      ...before,
      checked: START + DAY,
      next: START + DAY + 300_000,
      failing: true,
      error: outcome?.error,
    });
    server.files.set(URL_A, rules(101));
    expect(await lists.update(null)).toMatchObject([{ result: 'updated' }]);
    expect(await one()).toMatchObject({ failing: false, error: null, rules: 101 });
  });

  test('unless a person says that it is right', async () => {
    const { lists, server, one } = open({ [URL_A]: rules(100) });
    await lists.update(null);
    server.files.set(URL_A, rules(40));
    expect(await lists.update(null, { force: true })).toMatchObject([{ result: 'updated' }]);
    expect(await one()).toMatchObject({ rules: 40, change: { added: 0, removed: 60 } });
  });

  test('also where there was none', async () => {
    const { lists, folder, one } = open({ [URL_A]: '<html>' });
    expect(await lists.update(null)).toMatchObject([{ result: 'failed' }]);
    expect(existsSync(join(folder, 'a.txt'))).toBe(false);
    expect(await one()).toMatchObject({ rules: null, failing: true });
  });
});

test('of several addresses the first that has a list counts', async () => {
  const mirror = `${BASE}mirror.txt`;
  const { lists, server } = open({ [mirror]: rules(1) }, [
    { name: 'a', urls: [URL_A, mirror], trusted: false },
  ]);
  expect(await lists.update(null)).toMatchObject([{ result: 'updated', error: null }]);
  // What the mirror said of its copy is not said to the other address.
  server.files.set(URL_A, rules(1));
  expect(await lists.update(null)).toMatchObject([{ result: 'unchanged' }]);
  expect(server.asked).toEqual([`${URL_A} 404`, mirror, URL_A]);
});

test('a file that was edited or damaged is downloaded anew', async () => {
  const { lists, folder, stored } = open({ [URL_A]: rules(3) });
  await lists.update(null);
  writeFileSync(join(folder, 'a.txt'), '||edited.example^');
  await lists.update(null);
  expect(stored('a.txt')).toBe(rules(3));
  rmSync(join(folder, 'a.state.json'));
  await lists.update(null);
  writeFileSync(join(folder, 'a.state.json'), 'broken');
  expect(await lists.update(null)).toMatchObject([{ change: { added: 0, removed: 0 } }]);
});

test('a disk that refuses is told of, and the copy before stays', async () => {
  const { lists, server, folder, stored, one } = open({ [URL_A]: rules(3) });
  await lists.update(null);
  server.files.set(URL_A, rules(4));
  // A folder in the way of the draft: not even the superuser can write there.
  mkdirSync(join(folder, `a.txt.${process.pid}.new`));
  expect(await lists.update(null)).toMatchObject([
    { result: 'failed', error: expect.stringContaining('EISDIR') },
  ]);
  expect(stored('a.txt')).toBe(rules(3));
  expect(await one()).toMatchObject({ rules: 3, failing: true });
});

describe('what a list includes', () => {
  const LIST = `||a.example^\n!#include sub/b.txt\n!#if adguard\n!#include no.txt\n!#endif\n!#include ../up.txt\n!#include https://evil.example/x.txt`;
  const FILES = {
    [URL_A]: LIST,
    [`${BASE}sub/b.txt`]: `||b.example^\n!#include c.txt\n!#include ../a.txt`,
    [`${BASE}sub/c.txt`]: `||c.example^\n!#include c.txt`,
    [`${BASE}no.txt`]: rules(9),
    [`${BASE}up.txt`]: rules(9),
  };

  test('comes from the same folder and below, and is kept beside it', async () => {
    const { lists, server, folder, one } = open(FILES);
    await lists.update(null);
    expect(server.asked).toEqual([URL_A, `${BASE}sub/b.txt`, `${BASE}sub/c.txt`]);
    expect(readdirSync(join(folder, 'a.includes')).sort()).toEqual(['sub%2Fb.txt', 'sub%2Fc.txt']);
    expect(await one()).toMatchObject({ rules: 3, error: null });
  });

  test('is asked for each time, and its change is the change of the list', async () => {
    const { lists, server, folder } = open(FILES);
    await lists.update(null);
    server.asked.length = 0;
    server.files.set(`${BASE}sub/c.txt`, '||c.example^\n||d.example^');
    expect(await lists.update(null)).toMatchObject([{ change: { added: 1, removed: 0 } }]);
    expect(server.asked).toEqual([`${URL_A} 304`, `${BASE}sub/b.txt 304`, `${BASE}sub/c.txt`]);
    server.files.set(URL_A, '||a.example^');
    expect(await lists.update(null)).toMatchObject([{ change: { added: 0, removed: 3 } }]);
    expect(readdirSync(join(folder, 'a.includes'))).toEqual([]);
  });

  test('and cannot be had: the copy before is used, or it goes without, and says so', async () => {
    const { lists, server, one } = open(FILES);
    await lists.update(null);
    server.files.set(`${BASE}sub/c.txt`, null);
    expect(await lists.update(null)).toMatchObject([
      { result: 'unchanged', error: expect.stringContaining(`${BASE}sub/c.txt`) },
    ]);
    expect(await one()).toMatchObject({ rules: 3, failing: false });
    server.files.set(URL_A, `${LIST}\n!#include gone.txt\n||more.example^`);
    expect(await lists.update(null)).toMatchObject([{ result: 'updated', change: { added: 1 } }]);
    expect((await one())?.error).toMatch(/^2 lists that it includes could not be had/);
  });

  test('is bounded in depth and number', async () => {
    const deep = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [
        `${BASE}d${i}.txt`,
        `||d${i}.example^\n!#include d${i + 1}.txt`,
      ]),
    );
    const { lists, server, one } = open({ ...deep, [URL_A]: '||a.example^\n!#include d0.txt' });
    await lists.update(null);
    expect(server.asked).toHaveLength(6);
    const wide = Array.from({ length: 80 }, (_, i) => `!#include w${i}.txt`).join('\n');
    server.files.set(URL_A, `||a.example^\n${wide}`);
    for (let i = 0; i < 80; i++) server.files.set(`${BASE}w${i}.txt`, `||w${i}.example^`);
    await lists.update(null);
    expect(await one()).toMatchObject({ rules: 51 });
  });
});

describe('the schedule', () => {
  test('asks when a copy expires, and later and later after failures', async () => {
    const { lists, server, pass, one } = open({ [URL_A]: `! Expires: 6 hours\n${rules(3)}` });
    expect(await lists.look()).toMatchObject([{ result: 'updated' }]);
    pass(6 * HOUR - 1);
    expect(await lists.look()).toEqual([]);
    pass(1);
    server.offline = true;
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      expect(await lists.look()).toMatchObject([{ result: 'failed' }]);
      const { checked, next } = (await one()) ?? {};
      waits.push((next as number) - (checked as number));
      pass((next as number) - (checked as number));
    }
    expect(waits.map((wait) => wait / 60_000)).toEqual([5, 10, 20, 40]);
    server.offline = false;
    expect(await lists.look()).toMatchObject([{ result: 'unchanged' }]);
    expect(await one()).toMatchObject({ failing: false, error: null });
  });

  test('asks for a copy that somebody deleted, and not again and again', async () => {
    const { lists, server, folder, pass } = open({ [URL_A]: rules(3) });
    await lists.look();
    rmSync(join(folder, 'a.txt'));
    server.offline = true;
    expect(await lists.look()).toMatchObject([{ result: 'failed' }]);
    expect(await lists.look()).toEqual([]);
    pass(HOUR);
    server.offline = false;
    expect(await lists.look()).toMatchObject([{ result: 'updated', change: { added: 3 } }]);
    expect(await lists.look()).toEqual([]);
  });

  test('begins some time after the start, goes on, and ends with the program', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { lists, server, pass } = open({ [URL_A]: rules(3) });
    lists.start();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(server.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(server.asked).toEqual([URL_A]));
    await vi.waitFor(async () => expect((await lists.list())[0]?.rules).toBe(3));
    pass(5 * DAY);
    await lists.close();
    expect(await lists.look()).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });
});

test('one at a time; whoever waits is not asked twice, and all can see it', async () => {
  const B: Subscription = { name: 'b', urls: [`${BASE}b.txt`], trusted: false };
  const { lists, server } = open({ [URL_A]: rules(3), [`${BASE}b.txt`]: rules(3) }, [A, B]);
  let release = (): void => {};
  server.onAsk = () => new Promise((resolve) => (release = resolve));
  const first = lists.update(null);
  await vi.waitFor(async () => {
    const phases = (await lists.list()).map(({ activity }) => activity?.phase);
    expect(phases).toEqual(['downloading', 'waiting']);
  });
  expect(await Promise.race([lists.update(['b']).then(() => 'done'), 'waits'])).toBe('waits');
  await lists.begin(null);
  server.onAsk = () => {};
  release();
  expect(await first).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  expect(server.asked).toHaveLength(2);
  expect((await lists.list()).map(({ activity }) => activity)).toEqual([null, null]);
});

test('a list that is removed while it is downloaded is not written', async () => {
  const { lists, server, folder } = open({ [`${BASE}n.txt`]: rules(3) }, []);
  await lists.add(`${BASE}n.txt`, 'n');
  let release = (): void => {};
  server.onAsk = () => new Promise((resolve) => (release = resolve));
  const update = lists.update(['n']);
  await vi.waitFor(async () =>
    expect((await lists.list())[0]?.activity?.phase).toBe('downloading'),
  );
  await lists.remove('n');
  release();
  expect(await update).toMatchObject([{ result: 'failed' }]);
  expect(readdirSync(folder)).toEqual(['added.json']);
});

test('closing ends a download, and says nothing of the list', async () => {
  const { lists, server, folder } = open({ [URL_A]: rules(3) });
  server.onAsk = (_, { signal }) =>
    new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason)),
    );
  const update = lists.update(null);
  await vi.waitFor(async () =>
    expect((await lists.list())[0]?.activity?.phase).toBe('downloading'),
  );
  await lists.close();
  expect(await update).toMatchObject([{ result: 'failed' }]);
  expect(existsSync(join(folder, 'a.state.json'))).toBe(false);
});
