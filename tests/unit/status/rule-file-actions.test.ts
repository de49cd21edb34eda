import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRuleFiles } from '../../support/open-rule-files.ts';
import { browse, tokenIn } from '../../support/status-browser.ts';
import { CODE, household, NOW } from '../../support/status-ports.ts';

const EDIT = '/rules/file/my-rules.txt/edit';
const MINE = '||a.example^\n';

/** Somebody logged in, in front of real rule files. */
async function open(files: Readonly<Record<string, string>> = { 'my-rules.txt': MINE }, list = '') {
  const opened = await openRuleFiles(files, NOW, list);
  const house = household({ ruleFiles: opened.port });
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const onDisk = (name = 'my-rules.txt') => readFileSync(join(opened.home.rules, name), 'utf8');
  const page = async (address: string) => (await browser.get(address)).text();
  const csrf = tokenIn(await page('/rules'));
  /** Fills in the editor and presses a button of it. */
  const press = async (word: string, changes: Readonly<Record<string, string>>) => {
    const base = fieldIn(await page(EDIT), 'base');
    return browser.post(`/rules/file/my-rules.txt/${word}`, { csrf, base, ...changes });
  };
  const api = (address: string, body: object) =>
    browser.postJson(address, body, { 'x-csrf-token': csrf });
  return { ...opened, ...house, browser, onDisk, page, press, api, csrf };
}

function fieldIn(text: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
}

/** What stands in the editor, as a browser would read it. */
function textIn(page: string): string {
  const [, inside = ''] = /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(page) ?? [];
  return inside.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

describe('a save', () => {
  test('writes the file, says so, and can be undone, and that again', async () => {
    const { browser, press, page, onDisk, csrf } = await open();
    const answer = await press('save', { text: '||b.example^\r\n' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/rules/file/my-rules.txt',
    ]);
    expect(onDisk()).toBe('||b.example^\n');
    const shown = await page('/rules/file/my-rules.txt');
    expect(shown).toContain('Saved my-rules.txt. It is in force.');
    const undo = { csrf, id: fieldIn(shown, 'id'), base: fieldIn(shown, 'base') };
    expect((await browser.post('/rules/file/my-rules.txt/restore', undo)).status).toBe(303);
    expect(onDisk()).toBe(MINE);
    const again = await page('/rules/file/my-rules.txt');
    const redo = { csrf, id: fieldIn(again, 'id'), base: fieldIn(again, 'base') };
    await browser.post('/rules/file/my-rules.txt/restore', redo);
    expect(onDisk()).toBe('||b.example^\n');
  });

  test('with wrong lines is asked for twice, and another text is another question', async () => {
    const { press, onDisk } = await open();
    const text = '||a.example^$imgae\n||b.example^\n';
    const first = await press('save', { text });
    const asked = await first.text();
    expect(first.status).toBe(409);
    expect(asked).toContain('Not saved yet: 1 line would not be in force');
    expect(asked).toContain('did you mean &quot;image&quot;?');
    expect(textIn(asked)).toBe(text);
    expect(onDisk()).toBe(MINE);
    expect(fieldIn(asked, 'sure')).toBe('yes');
    expect((await press('save', { text, sure: 'yes' })).status).toBe(303);
    expect(onDisk()).toBe(text);
  });

  test('that cannot be written keeps the text in the editor', async () => {
    const { press, onDisk } = await open();
    const text = '||a.example^\n!\u0007\n';
    const answer = await press('save', { text });
    const said = await answer.text();
    expect(answer.status).toBe(409);
    expect(said).toContain('line 2: the control character U+0007 is in it');
    expect(textIn(said)).toBe(text);
    expect(onDisk()).toBe(MINE);
  });

  test('needs the token, and a name that is there', async () => {
    const { browser, onDisk, csrf } = await open();
    const form = { text: 'x', base: 'x', sure: 'yes' };
    expect((await browser.post('/rules/file/my-rules.txt/save', form)).status).toBe(403);
    for (const name of ['no.txt', '..%2f..%2fconfig%2feyelid.yaml', '%2e%2e%2fsecret.txt']) {
      const answer = await browser.post(`/rules/file/${name}/save`, { ...form, csrf });
      expect(answer.status).toBe(404);
      expect((await browser.get(`/rules/file/${name}`)).status).toBe(404);
    }
    expect(onDisk()).toBe(MINE);
  });

  test('of half a megabyte is read, longer ones are refused; other forms stay short', async () => {
    const { browser, press, onDisk, csrf } = await open();
    const long = `${'! a line of some words\n'.repeat(20_000)}`;
    expect((await press('save', { text: long })).status).toBe(303);
    expect(onDisk()).toHaveLength(long.length);
    const longer = await press('save', { text: '!'.repeat(3 * 1024 * 1024) });
    expect(longer.status).toBe(413);
    const other = await browser.post('/rules/allow', { csrf, host: 'a'.repeat(70_000) });
    expect(other.status).toBe(413);
  });
});

describe('a file that was changed outside meanwhile', () => {
  const conflict = async () => {
    const house = await open();
    const base = fieldIn(await house.page(EDIT), 'base');
    house.write('my-rules.txt', '||theirs.example^\n');
    const form = { csrf: house.csrf, base, text: '||mine.example^\n' };
    const answer = await house.browser.post('/rules/file/my-rules.txt/save', form);
    return { ...house, answer, said: await answer.text() };
  };

  test('is shown beside what was typed, and neither is lost', async () => {
    const { answer, said, onDisk } = await conflict();
    expect(answer.status).toBe(409);
    expect(said).toContain('my-rules.txt was changed meanwhile');
    expect(said).toMatch(/class="old".*\|\|theirs\.example\^.*class="new".*\|\|mine\.example\^/s);
    expect(textIn(said)).toBe('||mine.example^\n');
    expect(onDisk()).toBe('||theirs.example^\n');
  });

  test('may be saved over by who has seen it, and is kept', async () => {
    const { said, browser, onDisk, csrf, page } = await conflict();
    const form = { csrf, base: fieldIn(said, 'base'), text: textIn(said) };
    expect((await browser.post('/rules/file/my-rules.txt/save', form)).status).toBe(303);
    expect(onDisk()).toBe('||mine.example^\n');
    const [, id] = /past\/([^"]+)"/.exec(await page('/rules/file/my-rules.txt')) ?? [];
    expect(await page(`/rules/file/my-rules.txt/past/${id}`)).toContain('||theirs.example^');
  });

  test('may be left as it is, and what was typed is kept', async () => {
    const { said, browser, onDisk, csrf, page } = await conflict();
    const form = { csrf, base: fieldIn(said, 'base'), text: textIn(said) };
    expect((await browser.post('/rules/file/my-rules.txt/leave', form)).status).toBe(303);
    expect(onDisk()).toBe('||theirs.example^\n');
    const shown = await page('/rules/file/my-rules.txt');
    expect(shown).toContain('Your text is kept among the earlier ones.');
    expect(shown).toContain('written here, not saved');
    const [, id] = /past\/([^"]+)"/.exec(shown) ?? [];
    expect(await page(`/rules/file/my-rules.txt/past/${id}`)).toContain('||mine.example^');
  });

  test('is a conflict for an undo, too', async () => {
    const { press, page, write, browser, csrf, onDisk } = await open();
    await press('save', { text: '||b.example^\n' });
    const shown = await page('/rules/file/my-rules.txt');
    write('my-rules.txt', '||theirs.example^\n');
    const undo = { csrf, id: fieldIn(shown, 'id'), base: fieldIn(shown, 'base') };
    const answer = await browser.post('/rules/file/my-rules.txt/restore', undo);
    expect(answer.status).toBe(409);
    expect(textIn(await answer.text())).toBe(MINE);
    expect(onDisk()).toBe('||theirs.example^\n');
  });
});

describe('what is shown', () => {
  const HOSTILE = '||a.example^$domain=</textarea><script>alert(1)</script>\n';

  test('hostile lines are text everywhere', async () => {
    const files = { 'my-rules.txt': HOSTILE, 'odd"><img>.txt': HOSTILE };
    const { page, press } = await open(files, HOSTILE);
    const addresses = ['/rules', '/rules/hits', '/rules/file/my-rules.txt', EDIT];
    for (const address of [
      ...addresses,
      '/rules/file/easy',
      '/rules/file/odd%22%3E%3Cimg%3E.txt',
    ]) {
      const text = await page(address);
      expect(text, address).not.toContain('<script>alert');
      expect(text, address).not.toContain('<img>');
    }
    const checked = await (await press('check', { text: HOSTILE })).text();
    expect(checked).not.toContain('<script>alert');
    expect(textIn(checked)).toBe(HOSTILE);
  });

  test('a text that begins with an empty line keeps it', async () => {
    const { page } = await open({ 'my-rules.txt': '\n\n||a.example^\n' });
    expect(textIn(await page(EDIT))).toBe('\n\n||a.example^\n');
  });

  test('a long list in pages, at the line that is asked for', async () => {
    const list = Array.from({ length: 1_200 }, (_, at) => `||${at + 1}.example^\n`).join('');
    const { page } = await open({}, list);
    const text = await page('/rules/file/easy?line=777');
    expect(text).toContain('<li id="L777" class="asked">');
    expect(text).toContain('lines 501 to 1,000 of 1,200');
    expect(text).not.toContain('id="L500"');
    expect(text).not.toContain('/edit');
    expect(await page('/rules/file/easy?from=999999')).toContain('id="L1200"');
  });

  test('a shipped file warns, and one’s own does not', async () => {
    const { page } = await open({ 'meta.txt': MINE, 'my-rules.txt': MINE });
    expect(await page('/rules/file/meta.txt/edit')).toContain('This file comes with Eyelid');
    expect(await page(EDIT)).not.toContain('This file comes with Eyelid');
  });

  test('lines that ended are taken out at once, with the words above them', async () => {
    const text = [
      ...['! Kept.', '||a.example^', '! 2026-01-01 10:00 UTC: Allowed, from the page'],
      ...['@@||b.example^$expires=2026-01-02', '||c.example^$expires=2026-01-03', ''],
    ].join('\n');
    const { page, browser, csrf, onDisk } = await open({ 'my-rules.txt': text });
    expect(await page('/rules/file/my-rules.txt')).toContain('Take out 2 lines that ended');
    await browser.post('/rules/file/my-rules.txt/expired', { csrf });
    expect(onDisk()).toBe('! Kept.\n||a.example^\n');
  });

  test('rules that were never applied, and how often others were', async () => {
    const { page, log } = await open({ 'my-rules.txt': '||a.example^\n||b.example^\n' });
    const hit = { list: 'my-rules.txt', line: 7, text: '||b.example^', count: 12, last: NOW };
    log.answers.ruleHits = [hit, { ...hit, list: 'easy', text: '||x^', count: 3 }];
    const all = await page('/rules/hits');
    expect(all).toContain('my-rules.txt: 1 of 2 rules');
    expect(all).toContain('<data value="12">');
    expect(all).toContain('/log?list=my-rules.txt&amp;rule=%7C%7Cb.example%5E');
    expect(await page('/rules/hits?list=easy')).not.toContain('<data value="12">');
    expect(await page('/rules')).toContain('applied <data value="12">12</data> times in 7 days');
  });
});

describe('as JSON', () => {
  test('files, their texts, and what becomes of a save', async () => {
    const { browser, api, write, onDisk } = await open();
    const read = async (address: string) => (await browser.get(address)).json();
    expect((await read('/api/rules/files')).files).toHaveLength(1);
    const { text, hash, remarks } = await read('/api/rules/files/my-rules.txt');
    expect([text, remarks]).toEqual([MINE, []]);
    const at = '/api/rules/files/my-rules.txt';
    const unsure = await api(at, { text: '||x^$foo\n', base: hash });
    expect([unsure.status, (await unsure.json()).findings[0].line]).toEqual([409, 1]);
    const saved = await (await api(at, { text: '||b.example^\n', base: hash })).json();
    expect(onDisk()).toBe('||b.example^\n');
    const { texts } = await read('/api/rules/history/my-rules.txt');
    expect(saved.undo).toEqual({ id: texts[0].id, base: saved.hash });
    expect(await read(`/api/rules/history/my-rules.txt/${texts[0].id}`)).toEqual({ text: MINE });
    write('my-rules.txt', '! theirs\n');
    const late = await api(`/api/rules/history/my-rules.txt/${texts[0].id}`, { base: saved.hash });
    expect([late.status, (await late.json()).theirs.text]).toEqual([409, '! theirs\n']);
    expect((await browser.get('/api/rules/files/no.txt')).status).toBe(404);
    expect((await browser.get('/api/rules/history/my-rules.txt/1')).status).toBe(404);
  });

  test('what is to be said of a text', async () => {
    const { api, onDisk } = await open();
    const found = await (await api('/api/rules/lint', { name: 'my-rules.txt', text: '|' })).json();
    expect(found.findings[0]).toMatchObject({ line: 1, severity: expect.any(String) });
    for (const body of [{ name: 'no.txt', text: 'x' }, { name: 'my-rules.txt' }, {}]) {
      expect((await api('/api/rules/lint', body)).status).toBe(400);
      expect((await api('/api/rules/preview', body)).status).toBe(400);
    }
    expect(onDisk()).toBe(MINE);
  });

  test('how often rules were applied', async () => {
    const { browser } = await open();
    const { days, never } = await (await browser.get('/api/rules/hits?days=30')).json();
    expect(days).toBe(30);
    expect(never).toEqual([
      { list: 'my-rules.txt', rules: 1, never: [expect.objectContaining({ line: 1 })] },
    ]);
  });
});

test('nothing that only shows writes anything', async () => {
  const { home, browser, page } = await open();
  await page(EDIT);
  for (const word of ['save', 'restore', 'expired', 'leave', 'check', 'preview']) {
    expect((await browser.get(`/rules/file/my-rules.txt/${word}`)).status).toBe(404);
  }
  expect(readdirSync(home.data)).toEqual(['lists']);
});

test('a line that was removed on the page comes back by one button', async () => {
  const opened = await openRuleFiles(
    { 'my-rules.txt': '! why\n||a.example^\n||b.example^\n' },
    NOW,
  );
  const house = household({ ruleFiles: opened.port });
  const rules = {
    ...house.ports.rules,
    personal: () => opened.loader.personal(),
    remove: async (rule: { readonly line: number }) => {
      opened.write('my-rules.txt', rule.line === 2 ? '! why\n||b.example^\n' : '');
      await opened.loader.reload();
      return true;
    },
  };
  const browser = browse({ ...house.ports, rules });
  await browser.logIn(CODE);
  const csrf = tokenIn(await (await browser.get('/rules')).text());
  const form = { csrf, back: '/rules', line: '2', text: '||a.example^' };
  expect((await browser.post('/rules/undo', form)).headers.get('location')).toBe('/rules');
  const shown = await (await browser.get('/rules')).text();
  expect(shown).toContain('Removed ||a.example^.');
  const undo = { csrf, back: '/rules', id: fieldIn(shown, 'id'), base: fieldIn(shown, 'base') };
  const answer = await browser.post('/rules/file/my-rules.txt/restore', undo);
  expect(answer.headers.get('location')).toBe('/rules');
  expect(readFileSync(join(opened.home.rules, 'my-rules.txt'), 'utf8')).toBe(
    '! why\n||a.example^\n||b.example^\n',
  );
});
