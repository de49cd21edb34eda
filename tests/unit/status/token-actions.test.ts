import { expect, test } from 'vitest';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household } from '../../support/status-ports.ts';

const PAGE = '/settings/tokens';

async function open() {
  const house = household();
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const csrf = tokenIn(await (await browser.get(PAGE)).text());
  const post = (word: string, form: Readonly<Record<string, string>>) =>
    browser.post(`${PAGE}/${word}`, { csrf, back: PAGE, ...form });
  const api = (word: string, body: unknown) =>
    browser.postJson(`/api/tokens/${word}`, body, { 'x-csrf-token': csrf });
  return { ...house, browser, post, api };
}

test('a person makes one, sees it once, and removes it', async () => {
  const { browser, post, ports } = await open();
  const made = await (await post('add', { name: 'Küche 1', scope: 'read' })).text();
  const token = /<code>(eyelid_[\w-]+)<\/code>/.exec(made)?.[1] ?? '';
  expect(ports.tokens.find(token)?.name).toBe('Küche 1');
  const after = await (await browser.get(PAGE)).text();
  expect(after).toContain('Küche 1');
  expect(after).not.toContain(token);
  expect((await post('remove', { name: 'Küche 1' })).status).toBe(303);
  expect(await (await browser.get(PAGE)).text()).toContain('opens nothing any more');
  expect(ports.tokens.find(token)).toBeNull();
});

test.each([
  [{ name: 'a', scope: 'admin' }],
  [{ name: 'a' }],
  [{ name: '<script>', scope: 'read' }],
  [{ scope: 'read' }],
])('%j makes none', async (form) => {
  const { post, api, ports } = await open();
  const refused = await post('add', form as Readonly<Record<string, string>>);
  expect(refused.status).toBe(400);
  expect(await refused.text()).not.toContain('<script>"');
  expect((await api('add', form)).status).toBe(400);
  expect(ports.tokens.list()).toEqual([]);
});

test('so does the API', async () => {
  const { api, browser } = await open();
  const made = (await (await api('add', { name: 'script', scope: 'write' })).json()) as object;
  expect(made).toEqual({
    name: 'script',
    scope: 'write',
    token: expect.stringMatching(/^eyelid_/),
  });
  const { tokens } = (await (await browser.get('/api/tokens')).json()) as { tokens: unknown[] };
  expect(tokens).toEqual([
    { name: 'script', scope: 'write', createdAt: expect.any(Number), lastUsed: null },
  ]);
  expect((await api('remove', { name: 'other' })).status).toBe(400);
  expect((await api('remove', {})).status).toBe(400);
  expect(await (await api('remove', { name: 'script' })).json()).toEqual({
    done: 'The token script opens nothing any more',
    rule: null,
  });
});

test('a damaged file is said on the page', async () => {
  const { browser, ports } = await open();
  const { AppError } = await import('../../../src/model/errors.ts');
  ports.tokens.list = () => {
    throw new AppError('HOME_UNUSABLE', 'keeping the API tokens in "x": it is damaged');
  };
  expect(await (await browser.get(PAGE)).text()).toContain('it is damaged');
});
