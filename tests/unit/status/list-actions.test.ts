import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/model/catalogue.ts';
import type { ListStatus } from '../../../src/model/subscription.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household, NOW, subscribed } from '../../support/status-ports.ts';

async function open(lists: readonly ListStatus[] = [subscribed()]) {
  const house = household({ subscribed: lists });
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const response = await browser.get('/lists');
  const html = await response.text();
  const csrf = tokenIn(html);
  /** The page as words: no markup, one blank. */
  const words = html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return { ...house, browser, csrf, html, words, refresh: response.headers.get('refresh') };
}

describe('the page', () => {
  test('says of each list what it is, how old, when it changes and what changed', async () => {
    const { html, words, refresh } = await open();
    expect(html).toContain('href="https://easylist.to/"');
    expect(html).toContain(`title="SHA-256 ${subscribed().sha256}"`);
    for (const part of [
      'EasyPrivacy',
      'good',
      '55,327 rules',
      '+120 −33 rules',
      'of 3 Mar 2026 05:20 UTC',
      'd0b04edb90a4',
    ]) {
      expect(words).toContain(part);
    }
    expect(html).toContain(new Date(NOW + 90 * 3_600_000).toISOString());
    expect(refresh).toBeNull();
  });

  test('offers what is known by name and not subscribed to, in one click', async () => {
    const { html, words } = await open([]);
    expect(words).toContain('nothing is downloaded until you add one');
    for (const { name, homepage } of CATALOGUE) {
      expect(html).toContain(`name="source" value="${name}"`);
      expect(html).toContain(`href="${homepage}"`);
    }
    expect((await open()).html).not.toContain('name="source" value="easyprivacy"');
    const may = words.match(/It may change the text of pages/g);
    expect(may).toHaveLength(CATALOGUE.filter(({ trusted }) => trusted === true).length);
  });

  test.each<readonly [Partial<ListStatus>, string]>([
    [{ rules: null, fetched: null, next: null, sha256: null, change: null }, 'not downloaded yet'],
    [{ failing: true, error: 'downloading "x": no answer' }, 'last good copy'],
    [{ error: 'a list that it includes could not be had' }, 'incomplete'],
    [{ next: NOW - 1 }, 'due'],
    [{ trusted: true }, 'trusted'],
    [{ from: 'config' }, 'named in config/eyelid.yaml'],
    [{ version: null, homepage: null }, 'good'],
  ])('a list with %j is %s', async (changes, state) => {
    const { words, html } = await open([subscribed(changes)]);
    expect(words).toContain(state);
    if (changes.error !== undefined) expect(html).toContain('class="error"');
    expect(html.includes('action="/lists/remove"')).toBe(changes.from !== 'config');
  });

  test('asks for trust where an address is given, and not by itself', async () => {
    const { html } = await open([subscribed({ trusted: false })]);
    expect(html).toContain('<input name="trusted" type="checkbox" value="yes"/>');
    expect(html).not.toContain('>trusted</span>');
  });

  test.each<readonly [ListStatus['activity'], string]>([
    [{ phase: 'waiting' }, 'Waiting its turn'],
    [{ phase: 'reading' }, 'Reading it'],
    [{ phase: 'downloading', received: 500_000, total: 1_000_000 }, '500.0 kB of 1.0 MB'],
    [{ phase: 'downloading', received: 500_000, total: null }, '500.0 kB'],
  ])('while %j it shows itself again, without any script', async (activity, text) => {
    const { words, refresh } = await open([subscribed({ activity })]);
    expect(words).toContain(text);
    expect(refresh).toBe('2');
  });
});

describe('a form', () => {
  test.each([
    ['add', { source: 'easylist' }, 'add easylist', 'Added easylist.'],
    [
      'add',
      { source: ' https://a.example/x ', name: 'x' },
      'add https://a.example/x as x',
      'Added x.',
    ],
    [
      'add',
      { source: 'https://a.example/x', name: 'x', trusted: 'yes' },
      'add https://a.example/x as x trusted',
      'Added x.',
    ],
    ['add', { source: 'easylist', trusted: 'no' }, 'add easylist', 'Added easylist.'],
    ['add', { source: 'easylist', name: '' }, 'add easylist', 'Added easylist.'],
    ['update', { name: 'easyprivacy' }, 'update easyprivacy', 'Updating easyprivacy.'],
    ['update', {}, 'update all', 'Looking for newer copies of all lists.'],
    ['remove', { name: 'easyprivacy' }, 'remove easyprivacy', 'Removed easyprivacy.'],
  ])('%s %j is done and told of', async (action, fields, wish, notice) => {
    const { browser, csrf, listWishes } = await open();
    const answer = await browser.post(`/lists/${action}`, { csrf, back: '/lists', ...fields });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/lists']);
    expect(listWishes).toEqual([wish]);
    expect(await (await browser.get('/lists')).text()).toContain(notice);
  });

  test.each([
    ['add', {}, 'adding a list: neither its name nor its address is given'],
    [
      'add',
      { source: 'x'.repeat(3_000) },
      'adding a list: neither its name nor its address is given',
    ],
    ['add', { source: 'nonsense' }, 'adding a list: no list is known as &quot;nonsense&quot;'],
    ['remove', {}, 'removing a list: it is not named'],
  ])('%s %j is refused in words', async (action, fields, text) => {
    const { browser, csrf, listWishes } = await open();
    const answer = await browser.post(`/lists/${action}`, { csrf, ...fields });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(text);
    expect(listWishes).toEqual([]);
  });
});

test('the same as JSON', async () => {
  const { browser, csrf, listWishes } = await open();
  expect(await (await browser.get('/api/lists')).json()).toEqual({ lists: [subscribed()] });
  const headers = { 'x-csrf-token': csrf };
  const added = await browser.postJson('/api/lists/add', { source: 'easylist' }, headers);
  expect(await added.json()).toEqual({ done: 'Added easylist', rule: null });
  for (const trusted of [true, 1, 'on', { yes: true }]) {
    await browser.postJson('/api/lists/add', { source: 'x', name: 'x', trusted }, headers);
  }
  expect(listWishes.splice(1)).toEqual(['add x as x trusted', ...Array(3).fill('add x as x')]);
  await browser.postJson('/api/lists/update', {}, headers);
  await browser.postJson('/api/lists/remove', { name: 'easylist' }, headers);
  expect(listWishes).toEqual(['add easylist', 'update all', 'remove easylist']);
  const refused = await browser.postJson('/api/lists/add', { source: 7 }, headers);
  expect([refused.status, Object.keys(await refused.json())]).toEqual([400, ['error']]);
  expect((await browser.postJson('/api/lists/add', { source: 'easylist' })).status).toBe(403);
});

describe('what was done can be undone from the notice', () => {
  const undoneBy = async (action: string, form: Record<string, string>, list: ListStatus) => {
    const { browser, csrf, listWishes } = await open([list]);
    await browser.post(`/lists/${action}`, { csrf, back: '/lists', ...form });
    const notice = /<div class="notice".*?<\/form>/s.exec(
      await (await browser.get('/lists')).text(),
    );
    const fields = [...(notice?.[0] ?? '').matchAll(/name="([^"]+)" value="([^"]*)"/g)];
    const address = /action="([^"]+)"/.exec(notice?.[0] ?? '')?.[1] ?? '';
    const values = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
    await browser.post(address, values);
    return listWishes;
  };
  const own = { name: 'mine', urls: ['https://lists.example/a.txt'], trusted: true };

  test.each([
    ['add', { source: 'easylist' }, subscribed(), ['add easylist', 'remove easylist']],
    ['remove', { name: 'easyprivacy' }, subscribed(), ['remove easyprivacy', 'add easyprivacy']],
    [
      ...(['remove', { name: 'mine' }, subscribed(own)] as const),
      ['remove mine', 'add https://lists.example/a.txt as mine trusted'],
    ],
  ] as const)('%s %j', async (action, form, list, wishes) => {
    expect(await undoneBy(action, form, list)).toEqual(wishes);
  });
});
