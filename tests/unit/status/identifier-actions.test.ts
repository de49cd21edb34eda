import { describe, expect, test } from 'vitest';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household } from '../../support/status-ports.ts';

async function open() {
  const house = household();
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const page = async () => (await browser.get('/identifiers')).text();
  const csrf = tokenIn(await page());
  const post = (path: string, form: Readonly<Record<string, string>>) =>
    browser.post(path, { csrf, back: '/identifiers', ...form });
  return { ...house, browser, page, post };
}

describe('the page', () => {
  test('says at first that nothing is looked for', async () => {
    const { page } = await open();
    expect(await page()).toContain('Nothing yet, so nothing is looked for.');
  });

  test('adds one, shows its label, and removes it', async () => {
    const { page, post } = await open();
    const added = await post('/identifiers/add', { value: 'ana@example.com', label: 'Ana <b>' });
    expect(added.status).toBe(303);
    const shown = await page();
    expect(shown).toContain('Ana &lt;b&gt;');
    expect(shown).toContain('Watching for Ana &lt;b&gt;.');
    expect(shown).not.toContain('ana@example.com');
    expect((await post('/identifiers/remove', { name: 'id0' })).status).toBe(303);
    const after = await page();
    expect(after).toContain('is no longer watched for');
    expect(after).toContain('Nothing yet');
  });

  test.each([
    ['nothing', '/identifiers/add', {}],
    ['blanks', '/identifiers/add', { value: '  ' }],
    ['too much', '/identifiers/add', { value: `${'a'.repeat(400)}@b.cd` }],
    ['what cannot be read', '/identifiers/add', { value: 'secret words' }],
    ['the removal of nothing', '/identifiers/remove', {}],
    ['the removal of one that is not there', '/identifiers/remove', { name: 'id7' }],
  ])('refuses %s, and does not repeat it', async (_what, path, form) => {
    const { post, ports } = await open();
    const response = await post(path, form);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toMatch(/(?:adding|removing) an identifier: /);
    expect(text).not.toContain('secret words');
    expect(ports.identifiers.list()).toEqual([]);
  });
});

test('programs get the labels, too', async () => {
  const { browser, ports } = await open();
  ports.identifiers.add('ana@example.com', null);
  const { identifiers } = await (await browser.get('/api/identifiers')).json();
  expect(identifiers).toMatchObject([{ id: 'id0', kind: 'email', label: 'a…@e…' }]);
  const headers = { 'x-csrf-token': tokenIn(await (await browser.get('/identifiers')).text()) };
  const response = await browser.postJson('/api/identifiers/remove', { name: 'id0' }, headers);
  expect(response.status).toBe(200);
  expect(ports.identifiers.list()).toEqual([]);
});
