import { describe, expect, test } from 'vitest';
import { SETTING_KEYS, type SettingView } from '../../../src/model/setting.ts';
import { settingName } from '../../../src/status/views/setting-form.tsx';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household, NOW, row, SETTINGS } from '../../support/status-ports.ts';

const DAY = 86_400_000;
const OLD = [row(1, { at: NOW - 25 * DAY }), row(2, { at: NOW - DAY })];

async function loggedIn(rows = OLD) {
  const home = household({ rows });
  const browser = browse(home.ports);
  await browser.logIn(CODE);
  const page = async () => (await browser.get('/settings')).text();
  const post = async (fields: Record<string, string>) =>
    browser.post('/settings', { csrf: tokenIn(await page()), back: '/settings', ...fields });
  const value = (key: string) => home.ports.runtime.list().find((one) => one.key === key)?.value;
  return { ...home, browser, page, post, value };
}

describe('the page', () => {
  test('shows each setting, who says so, and where it is read-only', async () => {
    const text = await (await loggedIn()).page();
    for (const words of [
      'The default.',
      'Set in config/eyelid.yaml, line 12',
      settingName('log.days'),
      'value="30"',
    ]) {
      expect(text).toContain(words);
    }
    const guest = text.slice(text.indexOf('id="status.guest"'));
    expect(guest.slice(0, guest.indexOf('</li>'))).toMatch(/<select[^>]*disabled/);
    expect(guest.slice(0, guest.indexOf('</li>'))).not.toContain('<button');
  });

  test('has a form for every setting there is', async () => {
    const { ports } = household({
      settings: SETTING_KEYS.map((key) => ({ ...(SETTINGS[0] as SettingView), key })),
    });
    const browser = browse(ports);
    await browser.logIn(CODE);
    const text = await (await browser.get('/settings')).text();
    for (const key of SETTING_KEYS) expect(text).toContain(`name="key" value="${key}"`);
  });

  test('has a name for every setting there is', () => {
    expect(new Set(SETTING_KEYS.map(settingName)).size).toBe(SETTING_KEYS.length);
  });

  test('says what was wrong with the file', async () => {
    const { ports, browser } = await loggedIn();
    Object.assign(ports.runtime, { problems: () => ['it was set aside'] });
    expect(await (await browser.get('/settings')).text()).toContain('it was set aside');
  });
});

describe('a change', () => {
  test('is made, told, and undone by its notice', async () => {
    const { post, page, value, browser } = await loggedIn();
    expect((await post({ key: 'mode', value: 'observe' })).status).toBe(303);
    expect(value('mode')).toBe('observe');
    const text = await page();
    expect(text).toContain('Changed mode from enforce to observe');
    const undo = /<form method="post" action="\/settings">(?:(?!<\/form>).)*Undo/s.exec(text)?.[0];
    const fields = [...(undo ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)];
    const form = Object.fromEntries(fields.map(([, name, written]) => [name, written]));
    expect(form).toMatchObject({ key: 'mode', value: '' });
    expect((await browser.post('/settings', form)).status).toBe(303);
    expect(value('mode')).toBe('enforce');
  });

  test('that makes the log shorter asks first, and says how much goes', async () => {
    const { post, value } = await loggedIn();
    const asked = await post({ key: 'log.days', value: '7' });
    expect(asked.status).toBe(200);
    const text = await asked.text();
    expect(text).toContain('<data value="18">18</data> days of the log would go');
    expect(value('log.days')).toBe(30);
    await post({ key: 'log.days', value: '7', sure: 'yes' });
    expect(value('log.days')).toBe(7);
  });

  test('to fewer megabytes asks too, where the log is larger than that', async () => {
    const { post, value } = await loggedIn();
    // 300 of 512 are in use: 400 leave it as it is, 150 halve it.
    expect((await post({ key: 'log.megabytes', value: '400' })).status).toBe(303);
    expect(value('log.megabytes')).toBe(400);
    const asked = await post({ key: 'log.megabytes', value: '150' });
    expect(await asked.text()).toContain('About');
    expect(value('log.megabytes')).toBe(400);
  });

  test('that deletes nothing does not ask', async () => {
    const { post, value } = await loggedIn([row(2, { at: NOW - DAY })]);
    expect((await post({ key: 'log.days', value: '7' })).status).toBe(303);
    expect(value('log.days')).toBe(7);
    expect((await post({ key: 'log.days', value: '90' })).status).toBe(303);
    expect(value('log.days')).toBe(90);
  });

  test.each([
    [{ key: 'mode', value: 'wrong' }, 400],
    [{ key: 'status.guest', value: 'on' }, 400],
    [{ key: 'listen.proxy', value: '0.0.0.0:1' }, 404],
    [{ key: '__proto__', value: 'x' }, 404],
    [{ key: 'mode' }, 404],
  ])('%j is refused with %d', async (fields, status) => {
    const { post } = await loggedIn();
    expect((await post(fields as unknown as Record<string, string>)).status).toBe(status);
  });
});

test('the interface lists and changes them, and asks before it deletes', async () => {
  const { browser, value } = await loggedIn();
  const { csrf } = (await (await browser.get('/api/session')).json()) as { csrf: string };
  const headers = { 'x-csrf-token': csrf };
  const listed = (await (await browser.get('/api/settings')).json()) as {
    settings: readonly unknown[];
  };
  expect(listed.settings).toHaveLength(4);
  const less = { key: 'log.days', value: 7 };
  const asked = await browser.postJson('/api/settings', less, headers);
  expect([asked.status, await asked.json()]).toMatchObject([409, { days: 18 }]);
  const sure = await browser.postJson('/api/settings', { ...less, sure: 'yes' }, headers);
  expect(sure.status).toBe(200);
  expect(value('log.days')).toBe(7);
  await browser.postJson('/api/settings', { key: 'log.days', value: null }, headers);
  expect(value('log.days')).toBe(30);
});
