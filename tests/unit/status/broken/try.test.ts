import { describe, expect, it } from 'vitest';
import type { Fingerprint, ProgramView } from '../../../../src/model/program.ts';
import { browse, tokenIn } from '../../../support/status-browser.ts';
import {
  CODE,
  device,
  type HouseholdOptions,
  household,
  NOW,
} from '../../../support/status-ports.ts';
import { APP, blocked, opened, recent, refusal } from './transcript.ts';

const LAPTOP = device();
const TRIAL = `@@||menu.test/menu.js^$domain=shop.test,device=${LAPTOP.mac},expires=2026-03-03T14:45:00Z`;
const KEPT = `@@||menu.test/menu.js^$domain=shop.test,device=${LAPTOP.mac}`;
const WISH = { device: LAPTOP.id, host: 'menu.test', path: '/menu.js', page: 'shop.test' };
const happened = recent(
  [opened(20, 'shop.test/'), blocked(19, 'menu.test/menu.js'), blocked(18, 'chat.test/chat.js')],
  [refusal(10, 'bank.test')],
);
const program = {
  program: { device: LAPTOP.id, fingerprint: APP, name: 'Chrome' },
  refusedHosts: [],
} as unknown as ProgramView;

async function open(options: HouseholdOptions = {}) {
  const home = household({
    recent: { isKept: true, since: () => 0, of: () => happened },
    programs: [program],
    ...options,
  });
  const browser = browse(home.ports);
  await browser.logIn(CODE);
  const page = async () => (await browser.get(`/broken?device=${LAPTOP.id}`)).text();
  const csrf = tokenIn(await page());
  const back = `/broken?device=${LAPTOP.id}`;
  const post = (to: string, fields: Readonly<Record<string, string>>) =>
    browser.post(`/broken/${to}`, { csrf, back, ...fields });
  const api = (to: string, fields: unknown) =>
    browser.postJson(`/api/broken/${to}`, fields, { 'x-csrf-token': csrf });
  const lines = () => home.personal.map(({ text }) => text);
  return { ...home, browser, page, post, api, lines };
}

const firstCulprit = (html: string) =>
  /<p class="said"><span[^>]*>\w+<\/span> ([^<]+)/.exec(html)?.[1];

describe('a trial', () => {
  it('lets this through on this site, for this device, for 15 minutes, and can be kept', async () => {
    const { post, page, lines, personal, pass } = await open();
    const reply = await post('try', WISH);
    expect([reply.status, reply.headers.get('location')]).toEqual([
      303,
      `/broken?device=${LAPTOP.id}`,
    ]);
    expect(lines()).toEqual([TRIAL]);
    const html = await page();
    expect(html).toContain('Letting menu.test/menu.js on shop.test through for 15 minutes.');
    expect(html).toContain('Being tried');
    expect(html).not.toContain('A script from menu.test was blocked');
    pass(60_000);
    const line = String(personal[0]?.line);
    await post('keep', { device: LAPTOP.id, line, text: TRIAL });
    expect(lines()).toEqual([KEPT]);
    const after = await page();
    expect(after).toContain('Kept as line 4 of my-rules.txt');
    expect(after).not.toContain('Being tried');
    expect(after).not.toContain('A script from menu.test was blocked');
  });

  it('that changed nothing is taken back, and the next culprit comes first', async () => {
    const { post, page, lines, personal } = await open({
      recent: { isKept: true, since: () => 0, of: () => ({ ...happened, refusals: [] }) },
    });
    const first = firstCulprit(await page());
    expect(first).toBe('A script from chat.test was blocked.');
    await post('try', { ...WISH, host: 'chat.test', path: '/chat.js' });
    const [trial] = personal;
    await post('undo', { device: LAPTOP.id, line: String(trial?.line), text: trial?.text ?? '' });
    expect(lines()).toEqual([]);
    const html = await page();
    expect(firstCulprit(html)).toBe('A script from menu.test was blocked.');
    expect(html).toContain('You tried it just now, and it changed nothing.');
  });

  it('is one of several, which are taken back at once', async () => {
    const { post, page, lines, personal } = await open();
    personal.push({ list: 'my-rules.txt', line: 1, text: '||mine.test^' });
    for (const host of ['menu.test', 'chat.test', 'a.test']) await post('try', { ...WISH, host });
    expect(await page()).toContain('Undo all 3');
    await post('undo', { device: LAPTOP.id, all: 'yes' });
    expect(lines()).toEqual(['||mine.test^']);
    expect(await page()).toContain('3 trials are over: the rules are in force again.');
  });

  it('can be taken back from its notice', async () => {
    const { post, page } = await open();
    await post('try', WISH);
    expect(await page()).toMatch(/<div class="notice".*action="\/rules\/undo".*Undo<\/button>/s);
  });

  it.each([
    ['try', { ...WISH, device: 'ip:192.0.2.9' }, 404, 'that device is not known'],
    ['try', { ...WISH, device: '' }, 404, 'that device is not known'],
    ['try', { ...WISH, host: 'a b' }, 400, 'is not a hostname'],
    ['try', { ...WISH, path: 'x' }, 400, 'reading the path'],
    ['try', { ...WISH, page: 'a b' }, 400, 'reading the site'],
    ['keep', { device: LAPTOP.id, line: '9', text: TRIAL }, 409, 'it is over already'],
    ['keep', { device: LAPTOP.id }, 409, 'it is over already'],
    ['undo', { device: LAPTOP.id, line: 'x', text: TRIAL }, 409, 'it is over already'],
    ['undo', { device: 'nobody', all: 'yes' }, 404, 'that device is not known'],
    ['leave', { device: LAPTOP.id, host: 'a b', program: APP }, 400, 'it is not said which'],
    ['leave', { device: LAPTOP.id, host: 'a.test', program: 'x' }, 400, 'not seen'],
    ['open', { device: LAPTOP.id, host: 'a.test' }, 400, 'it is not said which'],
    ['open', { device: 'nobody' }, 404, 'that device is not known'],
  ])('%s %j is refused in words', async (to, fields, status, words) => {
    const { post, lines, api } = await open();
    const reply = await post(to, fields as Readonly<Record<string, string>>);
    expect([reply.status, (await reply.text()).includes(words)]).toEqual([status, true]);
    expect((await api(to, fields)).status).toBe(status);
    expect(lines()).toEqual([]);
  });

  it('that runs already is not begun twice', async () => {
    const { post, lines } = await open();
    await post('try', WISH);
    expect((await post('try', WISH)).status).toBe(409);
    expect(lines()).toEqual([TRIAL]);
  });

  it('needs the token', async () => {
    const { browser, lines } = await open();
    expect((await browser.post('/broken/try', WISH)).status).toBe(403);
    expect((await browser.postJson('/api/broken/try', WISH)).status).toBe(403);
    expect(lines()).toEqual([]);
  });
});

describe('a refused certificate', () => {
  const fields = { device: LAPTOP.id, host: 'bank.test', program: APP };

  it('is answered by passing the host through unopened, which can be taken back', async () => {
    const { post, page, programWishes } = await open();
    expect(await page()).toContain('Let this host through unopened');
    await post('leave', fields);
    expect(programWishes).toEqual([`leave ${APP} bank.test`]);
    expect(await page()).toContain(
      `/devices/${encodeURIComponent(LAPTOP.id)}/programs/${APP}/retry`,
    );
    await post('open', fields);
    expect(programWishes.at(-1)).toBe(`retry ${APP} bank.test`);
    expect(await page()).toContain('You tried it just now, and it changed nothing.');
  });

  it('of a host that is passed through by now offers to open it again', async () => {
    const refusedHosts = [{ hostname: 'bank.test' }];
    const { page } = await open({
      programs: [{ ...program, refusedHosts } as unknown as ProgramView],
    });
    const html = await page();
    expect(html).toContain('Passed through unopened now.');
    expect(html).not.toContain('Let this host through unopened');
  });
});

it('the API does the same', async () => {
  const { api, lines, browser, programWishes, personal } = await open();
  const begun = await (await api('try', WISH)).json();
  expect(begun).toMatchObject({ rule: { text: TRIAL } });
  const read = await (await browser.get(`/api/broken?device=${LAPTOP.id}`)).json();
  expect(read).toMatchObject({
    device: LAPTOP.id,
    since: NOW - 300_000,
    until: NOW,
    from: 'memory',
    trials: [{ host: 'menu.test', path: '/menu.js', page: 'shop.test', used: 0 }],
  });
  const chat = read.sites.flatMap((site: { culprits: object[] }) => site.culprits);
  expect(chat).toMatchObject([
    { host: 'bank.test', line: null, report: null },
    {
      host: 'chat.test',
      likelihood: 'likely',
      line: `@@||chat.test/chat.js^$domain=shop.test,device=${LAPTOP.mac}`,
      report: expect.stringContaining('Rule: ||chat.test^\nList: easyprivacy, line 7'),
    },
  ]);
  const [trial] = personal;
  await api('keep', { device: LAPTOP.id, line: trial?.line, text: trial?.text });
  expect(lines()).toEqual([KEPT]);
  await api('try', { ...WISH, host: 'chat.test' });
  await api('undo', { device: LAPTOP.id, all: true });
  expect(lines()).toEqual([KEPT]);
  const program: Fingerprint = APP;
  await api('leave', { device: LAPTOP.id, host: 'bank.test', program });
  await api('open', { device: LAPTOP.id, host: 'bank.test', program });
  expect(programWishes).toEqual([`leave ${APP} bank.test`, `retry ${APP} bank.test`]);
});
