import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, makeHome, readLog, run } from '../support/home.ts';
import { logIn } from '../support/page.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'tracker.test'],
    rules: { 'test.txt': '||tracker.test^\n' },
    config: { devices: [], log: { scope: 'all' } },
  });
});
afterAll(() => world?.close());

const set = async (key: string, value: string) => command(world.home, 'settings', key, value);
const pixel = async () =>
  (await world.clientOf({}).get('http://tracker.test/p.gif')).headers['x-eyelid'] ?? 'forwarded';

describe('a setting that is chosen while the program runs', () => {
  test('is in force within a second, without a restart', async () => {
    expect(await pixel()).toBe('test.txt:1');
    expect((await set('mode', 'observe')).stdout).toMatch(/mode +observe +chosen; default enforce/);
    await expect.poll(pixel, { timeout: 10_000 }).toBe('forwarded');
    expect((await set('mode', 'default')).stdout).toMatch(/mode +enforce +default/);
    await expect.poll(pixel, { timeout: 10_000 }).toBe('test.txt:1');
  });

  test('on the page is in force when it answers, and the log tells less from then on', async () => {
    const page = await logIn(world.eyelid);
    const path = '/late?mail=anna@shop.test';
    expect((await page.post('/api/settings', { key: 'log.detail', value: 'counts' })).status).toBe(
      200,
    );
    await world.clientOf({}).get(`http://shop.test${path}`);
    expect((await page.post('/api/settings', { key: 'log.detail', value: 'values' })).status).toBe(
      200,
    );
    await world.clientOf({}).get(`http://shop.test${path}&again`);
    await expect
      .poll(async () => (await readLog(world.home)).map((row) => row['path']), { timeout: 10_000 })
      .toContain(`${path}&again`);
    expect((await readLog(world.home)).map((row) => row['path'])).not.toContain(path);
  });

  test('is refused where the config file says otherwise, with its line', async () => {
    const { status, stderr } = await set('log.scope', 'acted');
    expect(status).toBe(1);
    expect(stderr).toMatch(/config\/eyelid\.yaml:\d+ says "all"; change it there/);
    expect((await command(world.home, 'settings', 'log.scope')).stdout).toMatch(/eyelid\.yaml:\d+/);
  });

  test('is refused where it does not fit, or is none', async () => {
    expect((await set('log.days', 'many')).stderr).toContain(
      'must be a whole number from 1 to 3650',
    );
    expect((await set('log.day', '3')).stderr).toContain('did you mean "log.days"');
  });
});

test('logins and choices outlive a restart, and a damaged file does not stop the start', async () => {
  const listen = { proxy: '127.0.0.1:0', status: '127.0.0.1:0' };
  const home = makeHome({ config: { listen }, rules: {} });
  const data = join(home.path, 'data');
  /** Starts the program, asks it for its settings with a cookie, and stops it. */
  const settingsNow = async (cookie: string): Promise<Answer> => {
    const eyelid = await run(home);
    try {
      const answer = await fetch(new URL('/api/settings', eyelid.pageUrl), { headers: { cookie } });
      expect(answer.status).toBe(200);
      return (await answer.json()) as Answer;
    } finally {
      await eyelid.stop();
    }
  };
  try {
    const eyelid = await run(home);
    const page = await logIn(eyelid);
    const longer = await page.post('/api/settings', { key: 'status.sessionDays', value: 7 });
    expect(longer.status).toBe(200);
    await eyelid.stop();
    for (const name of ['settings.json', 'sessions.json']) {
      expect(statSync(join(data, name)).mode & 0o777, name).toBe(0o600);
    }
    const [, id = ''] = page.cookie.split('=');
    expect(readFileSync(join(data, 'sessions.json'), 'utf8')).not.toContain(id);

    const { settings } = await settingsNow(page.cookie);
    expect(settings.find(({ key }) => key === 'status.sessionDays')?.value).toBe(7);

    writeFileSync(join(data, 'settings.json'), '{"version": 1, "val');
    const { problems } = await settingsNow(page.cookie);
    expect(problems).toEqual([expect.stringContaining('it was set aside as')]);
    const aside = readdirSync(data).filter((name) => name.startsWith('settings.json.broken'));
    expect(aside).toHaveLength(1);
  } finally {
    home.remove();
  }
});

interface Answer {
  readonly settings: readonly { readonly key: string; readonly value: unknown }[];
  readonly problems: readonly string[];
}
