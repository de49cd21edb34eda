import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { command } from '../support/home.ts';
import type { Site } from '../support/origin.ts';
import { logIn, type PageSession } from '../support/page.ts';
import { openWorld, type World } from '../support/world.ts';

const LISTS = 'lists.test';
/** Where the catalogue says that EasyPrivacy is; here it is another EasyPrivacy. */
const CATALOGUE_HOST = 'easylist.to';

/** What the server has, by path; tests change it. */
const files = new Map<string, string>();

const site: Site = (request, response) => {
  const text = files.get(request.url ?? '');
  if (text === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('no such list');
    return;
  }
  const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
  else response.writeHead(200, { etag, 'content-type': 'text/plain' }).end(text);
};

const block = (...hosts: readonly string[]) => hosts.map((host) => `||${host}^`).join('\n');

let world: World;
let page: PageSession;
beforeAll(async () => {
  files.set(
    '/mine.txt',
    `! Title: Mine\n! Expires: 1 day\n${block('mine.test')}\n!#include more/sub.txt`,
  );
  files.set('/more/sub.txt', block('sub.test'));
  files.set('/other.txt', block('other.test'));
  files.set('/easylist/easyprivacy.txt', `! Title: EasyPrivacy\n${block('privacy.test')}`);
  world = await openWorld({
    names: [LISTS, CATALOGUE_HOST, 'mine.test', 'sub.test', 'other.test', 'privacy.test'],
    sites: { [LISTS]: site, [CATALOGUE_HOST]: site },
    config: { rules: { subscriptions: [{ url: `https://${LISTS}/mine.txt`, name: 'mine' }] } },
    rules: { 'test.txt': '! none\n', 'my-rules.txt': '' },
  });
  page = await logIn(world.eyelid);
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const eyelid = (...words: readonly string[]) => command(world.home, 'lists', ...words);

/** Which rule blocks a host, or its body. */
async function answerOf(host: string): Promise<string> {
  const { headers, body } = await world.client.get(`http://${host}/`);
  return String(headers['x-eyelid'] ?? body.toString());
}

async function becomes(host: string, answer: string): Promise<void> {
  await vi.waitFor(async () => expect(await answerOf(host)).toBe(answer), {
    timeout: 10_000,
    interval: 50,
  });
}

describe('eyelid lists', () => {
  test('shows what the config names, and what is known by name, without any download', async () => {
    const shown = await eyelid();
    expect(shown).toMatchObject({ status: 0, stderr: '' });
    expect(shown.stdout).toMatch(/^mine\s+-\s+-\s+soon\s+not downloaded yet\s+-$/m);
    const { stdout } = await eyelid('available');
    expect(stdout).toMatch(/^easyprivacy\s+trackers\s/m);
    expect(world.origin.requests(LISTS)).toEqual([]);
    expect(await answerOf('mine.test')).toBe('hello');
  });

  test('downloads, and the running proxy follows; the second time nothing is sent', async () => {
    const first = await eyelid('update');
    expect(first).toEqual({ status: 0, stdout: 'mine: 2 rules, +2 -0 rules\n', stderr: '' });
    await becomes('mine.test', 'mine:3');
    expect(await answerOf('sub.test')).toBe('mine/more/sub.txt:1');
    const [asked] = world.origin.requests(LISTS);
    expect(asked?.headers['user-agent']).toMatch(/^Eyelid\/\d/);
    expect([asked?.headers.cookie, asked?.headers.referer]).toEqual([undefined, undefined]);
    expect((await eyelid('update', 'mine')).stdout).toBe('mine: 2 rules, unchanged\n');
    const explained = await command(world.home, 'explain', 'http://sub.test/', '--json');
    expect(JSON.parse(explained.stdout)).toMatchObject({
      rule: { list: 'mine/more/sub.txt', line: 1 },
    });
  });

  test('an added list is trusted where it is said, and shown so', async () => {
    files.set('/edits.txt', `||edits.test/a?$urlskip=?u\n${block('edits-host.test')}`);
    const edited = async () => {
      const explained = await command(
        world.home,
        'explain',
        'http://edits.test/a?u=http://x.test/',
        '--type',
        'document',
        '--json',
      );
      return JSON.parse(explained.stdout).action;
    };
    const url = `https://${LISTS}/edits.txt`;
    expect((await eyelid('add', url, '--name', 'edits')).status).toBe(0);
    expect(await edited()).toBe('pass');
    const checked = await command(world.home, 'check', '--all');
    expect(checked.stdout).toMatch(
      /^edits:1: ineffective: .*only a trusted list may change where a visit/m,
    );
    expect((await eyelid('show', 'edits', '--json')).stdout).toContain('"trusted":false');
    expect((await eyelid('remove', 'edits')).status).toBe(0);
    expect((await eyelid('add', url, '--name', 'edits', '--trusted')).status).toBe(0);
    expect(await edited()).toBe('rewrite');
    expect((await eyelid('show', 'edits')).stdout).toMatch(/^edits\s+2\s.*\syes\s+good\s/m);
    expect((await eyelid('show', 'edits', '--json')).stdout).toContain('"trusted":true');
    expect((await eyelid('remove', 'edits')).status).toBe(0);
  });

  test('adds by name and by address, and removes, in force within seconds', async () => {
    const added = await eyelid('add', 'easyprivacy', `http://${LISTS}/other.txt`);
    expect(added.stderr).toBe('');
    expect(added.stdout).toMatch(/^easyprivacy: 1 rule, \+1 -0 rules\nother-[0-9a-f]{8}: 1 rule,/);
    await becomes('privacy.test', 'easyprivacy:2');
    const table = (await eyelid()).stdout;
    expect(table).toMatch(/^easyprivacy\s+1\s+0 min\s+4 d\s+good\s+[0-9a-f]{12}$/m);
    const lines = (await eyelid('--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ name, from }) => [name.slice(0, 6), from])).toEqual([
      ['mine', 'config'],
      ['easypr', 'added'],
      ['other-', 'added'],
    ]);
    expect((await eyelid('show', 'easyprivacy')).stdout.split('\n')).toHaveLength(3);
    expect(await eyelid('remove', 'easyprivacy')).toMatchObject({ status: 0, stderr: '' });
    await becomes('privacy.test', 'hello');
    const folder = join(world.home.path, 'data/lists');
    expect(existsSync(join(folder, 'easyprivacy.txt'))).toBe(false);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test.each([
    [
      ['update', 'mien'],
      'eyelid: updating a list: "mien" is not subscribed to, did you mean "mine"?\n',
    ],
    [['remove', 'mine'], 'is named in config/eyelid.yaml under rules.subscriptions'],
    [['add', 'easyprivcy'], 'no list is known as "easyprivcy", did you mean "easyprivacy"?'],
    [
      ['show', 'mien'],
      'eyelid: showing a list: "mien" is not subscribed to, did you mean "mine"?\n',
    ],
    [['mine'], 'Invalid values: Argument: action, Given: "mine", Choices: "show", '],
    [['add'], 'adding a list: name one, or give its address'],
    [['add', 'http://127.0.0.1:9/x.txt'], 'downloading "http://127.0.0.1:9/x.txt": '],
  ])('%j ends with one line that says why', async (words, message) => {
    const { status, stderr } = await eyelid(...words);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('a list that cannot be had is not added', async () => {
    const { status, stdout } = await eyelid('add', `https://${LISTS}/mistyped.txt`);
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(/^mistyped-[0-9a-f]{8}: failed, there is no copy\n$/),
    ]);
    expect((await eyelid()).stdout).not.toContain('mistyped');
  });
});

describe('what stays in force', () => {
  test('a login page in the place of a list changes nothing', async () => {
    const good = files.get('/mine.txt') as string;
    files.set('/mine.txt', '<!doctype html><title>Welcome to our hotel</title>');
    const { status, stdout, stderr } = await eyelid('update', 'mine');
    expect([status, stdout]).toEqual([1, 'mine: failed, the copy before with 2 rules stays\n']);
    expect(stderr).toMatch(/mine\.txt": .*a web page/);
    expect(await answerOf('mine.test')).toBe('mine:3');
    files.set('/mine.txt', good);
    expect((await eyelid('update', 'mine')).status).toBe(0);
  });
});

describe('the page', () => {
  type Shown = { readonly name: string; readonly activity: unknown; readonly rules: number | null };
  const shown = async (name: string): Promise<Shown | undefined> => {
    const { lists } = (await (await page.get('/api/lists')).json()) as { lists: readonly Shown[] };
    return lists.find((list) => list.name === name);
  };

  test('adds, updates and removes as the command line does', async () => {
    const url = `https://${LISTS}/later.txt`;
    files.set('/later.txt', block('other.test', 'privacy.test'));
    expect((await page.post('/api/lists/add', { source: url, name: 'later' })).status).toBe(200);
    await becomes('privacy.test', 'later:2');
    await vi.waitFor(async () =>
      expect(await shown('later')).toMatchObject({ activity: null, rules: 2 }),
    );
    files.set('/later.txt', block('privacy.test'));
    expect((await page.post('/api/lists/update', { name: 'later' })).status).toBe(200);
    await becomes('privacy.test', 'later:1');
    expect((await page.post('/api/lists/remove', { name: 'later' })).status).toBe(200);
    expect(await answerOf('privacy.test')).toBe('hello');
    const refused = await page.post('/api/lists/remove', { name: 'mine' });
    expect([refused.status, JSON.stringify(await refused.json())]).toEqual([
      400,
      expect.stringContaining('config/eyelid.yaml'),
    ]);
  });

  test('shows a person what there is', async () => {
    const html = await (await page.get('/lists')).text();
    expect(html).toContain('>Mine<');
    expect(html).toContain('named in <code>config/eyelid.yaml</code>');
  });
});
