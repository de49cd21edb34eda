import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { command, makeHome, REPOSITORY, readLog } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

const RULES = `||blocked.test^
||www.shop.test/pixel
`;
const NAMES = ['shop.test', 'www.shop.test', 'blocked.test', 'quiet.test'];

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: NAMES,
    rules: { 'test.txt': RULES, 'my-rules.txt': '! mine\n' },
    config: { groups: { mine: ['127.0.0.1'] }, log: { scope: 'acted' } },
  });
});
afterAll(() => world?.close());

const run = (...words: readonly string[]) => command(world.home, ...words);

function file(name: string, text: string): string {
  const path = join(world.home.path, name);
  writeFileSync(path, text);
  return path;
}

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('check', () => {
  test('compares a file with the rules in force, unless it is to stand alone', async () => {
    const path = file('draft.txt', '||blocked.test^$script\n||shop.test^\n|slip.test\n');
    const { status, stdout } = await run('check', path);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^draft\.txt:1: remark: "\|\|blocked\.test\^\$script": .* at test\.txt:1/m,
    );
    expect(stdout).toMatch(/^draft\.txt:3: warning: .*\|slip\.test/m);
    expect(stdout).toMatch(/^draft\.txt: 3 rules, 0 errors, 1 warning, 1 remark$/m);
    // The home's own files are compared with, and not told of.
    expect(stdout).not.toMatch(/^test\.txt/m);
    const alone = await run('check', '--alone', path);
    expect(alone.stdout).not.toContain('remark');
  });

  test('a file that is called as one of the home stands for it', async () => {
    const { stdout } = await run('check', file('test.txt', RULES));
    expect(stdout).toBe('test.txt: 2 rules, 0 errors\n');
  });

  test('says what is switched off', async () => {
    const signature = (id: string, more = '') =>
      `  - id: ${id}\n    title: One\n    action: block\n${more}    when: { host: ${id}.test }\n`;
    const off = file('off.yaml', `enabled: false\nsignatures:\n${signature('one')}`);
    expect((await run('check', off)).stdout).toBe(
      'off.yaml: switched off, 0 rules, 0 errors, 1 signature switched off\n',
    );
    const some = signature('one') + signature('two', '    enabled: false\n');
    expect((await run('check', file('some.yaml', `signatures:\n${some}`))).stdout).toBe(
      'some.yaml: 1 rule, 0 errors, 1 signature switched off\n',
    );
  });

  test('ends quietly where nobody reads on', async () => {
    const lines = Array.from({ length: 5_000 }, (_, at) => `|slip${at}.test\n`).join('');
    const path = file('long.txt', lines);
    const words = ['dist/main.js', 'check', '--alone', path, '--home', world.home.path];
    const child = spawn(process.execPath, words, {
      cwd: REPOSITORY,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.once('data', () => child.stdout.destroy());
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    const [status] = await once(child, 'close');
    expect([status, errors]).toEqual([0, '']);
  });

  test('is one object a line as JSON', async () => {
    const path = file('draft.txt', '||blocked.test^\n||bad.test^$scirpt\n');
    const { status, stdout } = await run('check', '--json', path);
    expect(status).toBe(1);
    expect(jsonLines(stdout).map(({ line, code, severity }) => [line, code, severity])).toEqual([
      [1, 'duplicate', 'remark'],
      [2, 'not-in-force', 'error'],
    ]);
  });
});

test('a mistake in a subscribed list is shown, and does not fail the check', async () => {
  const home = makeHome({
    config: { rules: { subscriptions: ['easyprivacy'] } },
    rules: { 'a.txt': '||a.test^\n' },
  });
  try {
    home.write('data/lists/easyprivacy.txt', '||b.test^$scirpt\n||a.test^\n');
    const { status, stdout } = await command(home, 'check');
    expect(stdout).toMatch(/^easyprivacy:1: error: .*"script"/m);
    expect(status).toBe(0);
    home.write('rules/b.txt', '||b.test^$scirpt\n');
    expect((await command(home, 'check')).status).toBe(1);
  } finally {
    home.remove();
  }
});

describe('check --replay', () => {
  beforeAll(async () => {
    await world.client.get('https://blocked.test/p.gif');
    await world.client.get('https://blocked.test/q.gif');
    for (let i = 0; i < 3; i++) await world.client.get('https://quiet.test/page');
    // Events are written a moment later; what is only counted, with the rows.
    await vi.waitFor(
      async () => {
        expect(await readLog(world.home)).toHaveLength(2);
        const none = file('none.txt', '! none');
        const { stdout } = await run('check', '--replay', '1h', '--json', none);
        expect(JSON.parse(stdout).counted.total).toBe(3);
      },
      { timeout: 30_000, interval: 300 },
    );
  }, 60_000);

  test('tells what new lines would have changed, while the proxy runs', async () => {
    const path = file('draft.txt', '@@||blocked.test/q.gif\n||quiet.test^\n||www.quiet.test^\n');
    const { status, stdout } = await run('check', '--replay', '1h', path);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^2 exchanges since .* judged again/m);
    expect(stdout).toMatch(
      /^ {2}block -> allow {2}1 {2}draft\.txt:1 {2}@@\|\|blocked\.test\/q\.gif$/m,
    );
    expect(stdout).toMatch(/^ {2}3 to quiet\.test {2}draft\.txt:2 {2}\|\|quiet\.test\^$/m);
    expect(stdout).not.toMatch(/ to quiet\.test {2}draft\.txt:3/);
    world.eyelid.assertAlive();
  });

  test('tells it as JSON, and of a changed file what its lines were', async () => {
    const { stdout } = await run('check', '--replay', '1h', '--json', file('test.txt', '! empty'));
    expect(JSON.parse(stdout)).toMatchObject({
      judged: 2,
      changed: 2,
      changes: [
        {
          rule: { list: 'test.txt', line: 1, text: '||blocked.test^' },
          from: 'block',
          to: 'pass',
          count: 2,
          hosts: [{ name: 'blocked.test', count: 2 }],
        },
      ],
    });
  });

  test.each([
    [['--replay', 'soon', 'draft.txt'], '"soon"'],
    [['--replay', '7d'], 'name the files'],
  ])('%j is one clear line', async (words, message) => {
    file('draft.txt', '||x.test^');
    const paths = words.map((word) => (word.endsWith('.txt') ? join(world.home.path, word) : word));
    const { status, stderr } = await run('check', ...paths);
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(message);
  });
});

describe('explain', () => {
  test('--all does not bury what matters under hundreds of rules that lost alike', async () => {
    const cookies = Array.from({ length: 40 }, (_, at) => `$cookie=c${at}\n`).join('');
    const rules = file('many.txt', `||a.test^\n${cookies}`);
    const words = ['explain', 'https://a.test/x', '--rules', rules, '--all'];
    const { stdout } = await run(...words);
    const reason = 'the request is not sent, because of many.txt:1';
    expect(stdout.split(`     ${reason}`)).toHaveLength(11);
    expect(stdout).toContain(`  30 more, which --json tells: ${reason}\n`);
    expect(JSON.parse((await run(...words, '--json')).stdout).candidates).toHaveLength(41);
  });

  test('--all tells the rules that lost, and why', async () => {
    const rules = file('two.txt', '||a.test^\n||a.test/x\n@@||a.test/x\n');
    const words = ['explain', 'https://a.test/x', '--type', 'script', '--rules', rules];
    expect((await run(...words)).stdout).not.toContain('two.txt:2');
    const { stdout } = await run(...words, '--all');
    expect(stdout).toMatch(/^ {2}3 {2}allow {2}two\.txt:3 .*\n {5}in force$/m);
    expect(stdout).toMatch(/^ {2}4 {2}block {2}two\.txt:2 .*\n {5}.*two\.txt:3/m);
    const json = JSON.parse((await run(...words, '--all', '--json')).stdout);
    expect(json.candidates).toHaveLength(3);
  });

  test('--device judges as that device, by the log and the config', async () => {
    const rules = file('own.txt', '||a.test^$group=mine\n');
    const words = ['explain', 'https://a.test/x', '--type', 'script', '--rules', rules];
    expect((await run(...words)).stdout).toMatch(/^pass/);
    expect((await run(...words, '--device', '127.0.0.1')).stdout).toMatch(/^block/);
    expect((await run(...words, '--device', '10.9.9.9')).stdout).toMatch(/^pass/);
    const { status, stderr } = await run(...words, '--device', 'nobody');
    expect(status).toBe(1);
    expect(stderr).toContain('"nobody"');
  });
});

test('what a list holds for a terminal is shown, not carried out', async () => {
  const rules = file(
    'sly.txt',
    '||a.test^$script,what\x1b]0;title\x07\n||b.test/\x9b2J$badfilter\n',
  );
  const { stdout } = await run('check', rules);
  expect(stdout).toContain('\\x1b]0;title\\x07');
  expect(stdout).not.toMatch(/[^\P{Cc}\n\t]/u);
});
