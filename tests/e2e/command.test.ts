import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, commandReading } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

const RULES = `! rules of these tests
||blocked.test^
@@||blocked.test/needed/
||shop.test^$removeparam=fbclid
||scripts.test^$script,third-party
`;
const NAMES = ['shop.test', 'blocked.test', 'scripts.test'];

let world: World;
beforeAll(async () => {
  world = await openWorld({ names: NAMES, rules: { 'test.txt': RULES } });
});
afterAll(() => world?.close());

const run = (...words: readonly string[]) => command(world.home, ...words);

interface Question {
  readonly url: string;
  readonly sourceUrl: string;
  readonly type: string;
}

describe('explain', () => {
  // The `Sec-Fetch-Dest` that a browser sends for each type.
  const DESTINATIONS: Readonly<Record<string, string>> = {
    script: 'script',
    image: 'image',
    xhr: 'empty',
  };
  const QUESTIONS: readonly Question[] = [
    'https://shop.test/echo?a=1',
    'https://shop.test/echo?a=1&fbclid=x&b=%2f',
    'https://blocked.test/p.gif',
    'https://blocked.test/needed/p.gif',
    'https://scripts.test/lib.js',
  ].flatMap((url) =>
    Object.keys(DESTINATIONS).map((type) => ({ url, sourceUrl: 'https://news.test/', type })),
  );

  test('a batch says, line by line, what the running proxy then does', async () => {
    const file = join(world.home.path, 'batch.jsonl');
    writeFileSync(file, QUESTIONS.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const { status, stdout, stderr } = await run('explain', '--batch', file);
    expect([status, stderr]).toEqual([0, '']);
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(said).toHaveLength(QUESTIONS.length);

    for (const [at, { url, type }] of QUESTIONS.entries()) {
      world.origin.forget();
      const reply = await world.client.get(url, {
        headers: [
          ...['Sec-Fetch-Dest', DESTINATIONS[type] as string, 'Sec-Fetch-Site', 'cross-site'],
          ...['Sec-Fetch-Mode', 'no-cors', 'Referer', 'https://news.test/'],
        ],
      });
      const { action, rule, answer, url: sent } = said[at];
      const { host, pathname, search } = new URL(sent);
      const reached = world.origin.requests(host).map(({ target }) => target);
      expect(reached, url).toEqual(action === 'block' ? [] : [pathname + search]);
      if (action !== 'block') continue;
      expect(reply.headers['x-eyelid']).toBe(`${rule.list}:${rule.line}`);
      expect([reply.status, reply.headers['content-type'] ?? null]).toEqual([
        answer.status,
        answer.type,
      ]);
    }
    const actions = new Set(said.map(({ action }) => action));
    expect([...actions].toSorted()).toEqual(['allow', 'block', 'pass', 'strip']);
  });

  test.each([
    ['explain', '--batch', '-'],
    ['explain', '--batch=-'],
    ['explain', '--batch', '-', '--json'],
  ])('a batch can come by the standard input: %s %s', async (...words) => {
    const question = `${JSON.stringify({ url: 'https://blocked.test/p.gif', type: 'image' })}\n`;
    const { status, stdout, stderr } = await commandReading(question, world.home, ...words);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).action).toBe('block');
  });

  test('one address is told in words, with rule, file and line', async () => {
    const { status, stdout } = await run('explain', 'https://blocked.test/p.gif');
    expect(status).toBe(0);
    expect(stdout).toContain('test.txt:2');
    expect(stdout).toContain('||blocked.test^');
  });

  test('what is no address is one clear line', async () => {
    const { status, stderr } = await run('explain', 'nonsense');
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('"nonsense"');
  });
});

describe('check', () => {
  test('is content with good rules', async () => {
    expect((await run('check')).status).toBe(0);
  });

  test('names file, line and reason of a bad one', async () => {
    const file = join(world.home.path, 'bad.txt');
    writeFileSync(file, '||fine.test^\n||bad.test^$no-such-option\n');
    const { status, stdout } = await run('check', file);
    expect(status).toBe(1);
    expect(stdout).toMatch(/bad\.txt:2: .*no-such-option/);
    expect(stdout).not.toMatch(/bad\.txt:1:/);
  });
});

test('ca shows the fingerprint that start printed, and exports the certificate', async () => {
  const shown = await run('ca', 'show');
  expect(shown.stdout).toContain(world.eyelid.fingerprint);
  const exported = await run('ca', 'export');
  expect(new X509Certificate(exported.stdout).fingerprint256).toBe(
    new X509Certificate(world.eyelid.ca).fingerprint256,
  );
  expect(exported.stdout).not.toContain('PRIVATE KEY');
});

test('an unknown command is one clear line', async () => {
  const { status, stderr } = await run('fly');
  expect(status).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
