import { describe, expect, test } from 'vitest';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household } from '../../support/status-ports.ts';

const FIREFOX = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
};

async function two() {
  const home = household();
  const mine = browse(home.ports);
  await mine.logIn(CODE);
  const other = mine.another();
  const csrf = tokenIn(await (await other.get('/login')).text());
  await other.post('/login', { csrf, secret: CODE }, FIREFOX, { clientAddress: '192.168.1.20' });
  const text = async () => (await mine.get('/settings')).text();
  const end = async (key: string) =>
    mine.post('/settings/logins', { csrf: tokenIn(await text()), key, back: '/settings' });
  const sessions = async () =>
    ((await (await mine.get('/api/sessions')).json()) as { sessions: { key: string }[] }).sessions;
  return { home, mine, other, text, end, sessions };
}

describe('the logins', () => {
  test('are listed with when, from where and by what, and the own one is marked', async () => {
    const { text } = await two();
    const page = await text();
    expect(page).toContain('Firefox on Linux');
    expect(page).toContain('192.168.1.20');
    expect(page.match(/this one/g)).toHaveLength(1);
    expect(page).not.toContain('Gecko');
  });

  test('one is ended by its key, which opens nothing', async () => {
    const { mine, other, end, sessions, home } = await two();
    const own = home.ports.sessions.load()[0]?.key;
    const key = (await sessions()).map((one) => one.key).find((one) => one !== own) ?? '';
    other.cookies.set('eyelid', key);
    expect((await other.get('/log')).status).toBe(303);
    expect((await end(key)).status).toBe(303);
    expect((await end(key)).status).toBe(404);
    expect((await mine.get('/log')).status).toBe(200);
    expect(await sessions()).toHaveLength(1);
  });

  test('all others are ended at once', async () => {
    const { mine, other, end, text } = await two();
    expect((await other.get('/log')).status).toBe(200);
    await end('others');
    expect(await text()).toContain('Ended one other login');
    expect((await other.get('/log')).status).toBe(303);
    expect((await mine.get('/log')).status).toBe(200);
  });

  test('a change of the password ends the others', async () => {
    const { mine, other, text } = await two();
    const password = 'a long enough one';
    const fields = { csrf: tokenIn(await text()), current: CODE, password };
    expect((await mine.post('/settings/password', fields)).status).toBe(303);
    expect((await other.get('/log')).status).toBe(303);
    expect((await mine.get('/log')).status).toBe(200);
  });

  test('survive a restart of the page', async () => {
    const { home, mine } = await two();
    const again = browse(home.ports);
    for (const [name, value] of mine.cookies) again.cookies.set(name, value);
    expect((await again.get('/log')).status).toBe(200);
    // The forms of a page from before the restart still fit.
    const csrf = tokenIn(await (await mine.get('/settings')).text());
    expect((await again.post('/pauses', { csrf, target: 'all', for: '10m' })).status).toBe(303);
  });

  test('an id that was planted before the login opens nothing after it', async () => {
    const home = household();
    const browser = browse(home.ports);
    browser.cookies.set('eyelid', 'planted');
    await browser.logIn(CODE);
    expect(browser.cookies.get('eyelid')).not.toBe('planted');
    const thief = browser.another();
    thief.cookies.set('eyelid', 'planted');
    expect((await thief.get('/log')).status).toBe(303);
  });

  test.each(['', 'nobody'])('nobody is ended by the key %j', async (key) => {
    const { end, sessions } = await two();
    expect((await end(key)).status).toBe(404);
    expect(await sessions()).toHaveLength(2);
  });
});
