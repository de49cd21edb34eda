import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, type Home, makeHome } from '../support/home.ts';
import { openWorld, type World } from '../support/world.ts';

const NAMES = ['blocked.test', 'fine.test'];
const personal = ({ path }: Home) => readFileSync(join(path, 'rules/my-rules.txt'), 'utf8');

describe('while Eyelid runs', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ names: NAMES, rules: { 'test.txt': '||blocked.test^\n' } });
  });
  afterAll(() => world?.close());

  const isBlocked = async (host: string) =>
    (await world.client.get(`http://${host}/echo`)).headers['x-eyelid'] !== undefined;

  async function until(host: string, blocked: boolean): Promise<void> {
    await expect.poll(() => isBlocked(host), { timeout: 10_000 }).toBe(blocked);
  }

  test('what is allowed goes through within seconds, without a restart', async () => {
    expect(await isBlocked('blocked.test')).toBe(true);
    const { status, stdout, stderr } = await command(
      world.home,
      ...['allow', 'blocked.test', '--for', '1h'],
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Allowed blocked\.test everywhere until \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Line 2 of my-rules\.txt: @@\|\|blocked\.test\^\$expires=.*Z\n$/,
    );
    await until('blocked.test', false);
    writeFileSync(join(world.home.path, 'rules/my-rules.txt'), '');
    await until('blocked.test', true);
  });

  test('what is allowed for another device stays blocked for this one', async () => {
    await command(world.home, 'allow', 'blocked.test', '--device', '192.168.77.20');
    await command(world.home, 'block', 'fine.test', '--device', '127.0.0.1');
    await until('fine.test', true);
    expect(await isBlocked('blocked.test')).toBe(true);
  });
});

describe('without a running Eyelid', () => {
  let home: Home;
  beforeAll(() => {
    home = makeHome({ config: {}, rules: { 'test.txt': '||blocked.test^\n' } });
  });
  afterAll(() => home?.remove());

  test('the line and its reason are in the file, and `explain` follows it', async () => {
    const url = 'https://fine.test/tr/?id=1';
    const words = ['block', url, '--site', 'shop.test', '--json'];
    const { status, stdout } = await command(home, ...words);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      action: 'block',
      list: 'my-rules.txt',
      line: 2,
      text: '||fine.test/tr^$domain=shop.test',
      device: null,
      until: null,
    });
    expect(personal(home)).toMatch(
      /^! \d{4}-\d\d-\d\d \d\d:\d\d UTC: Blocked fine\.test\/tr\/ on shop\.test, from the command line\n\|\|fine\.test\/tr\^\$domain=shop\.test\n$/,
    );
    const explained = await command(home, 'explain', url, '--source', 'https://shop.test/');
    expect(explained.stdout).toContain('my-rules.txt:2');
  });

  test.each([
    [['allow', 'a b'], 'allowing "a b": reading the host: "a b" is not a hostname'],
    [['allow', '*'], 'allowing "*": reading the host'],
    [['allow', ''], 'allowing "": reading the host'],
    [['block', 'ftp://a.test/x'], 'blocking "ftp://a.test/x": it is no host and no web address'],
    [['block', 'https://me:pw@a.test/'], 'it is no host and no web address'],
    [['block', 'a.test\n@@||b.test^'], 'blocking "a.test\\n@@||b.test^": '],
    [['block', 'a.test', '--site', 'x y'], 'reading the site: "x y" is not a hostname'],
    [['allow', 'a.test', '--for', '9d'], 'allowing for "9d": must be like 15m, 1h or 2d'],
    [['allow', 'a.test', '--device', 'Nobody'], 'looking for the device "Nobody": no device'],
    [['allow'], 'Not enough non-option arguments'],
  ])('%j says what is wrong, in one line, and writes nothing', async (words, message) => {
    const before = personal(home);
    const { status, stderr } = await command(home, ...words);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(personal(home)).toBe(before);
  });

  test.each([
    ['192.0.2.7', '||192.0.2.7^'],
    ['2001:db8::7', '||[2001:db8::7]^'],
    ['[2001:db8::7]:8443', '||[2001:db8::7]^'],
    ['HTTPS://Bücher.test/?a=1', '||xn--bcher-kva.test^'],
    ['a.test/p%20q,r?x#y', '||a.test/p%20q^r^'],
  ])('block %s writes %s', async (what, line) => {
    const { stdout } = await command(home, 'block', what, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ text: line });
  });
});
