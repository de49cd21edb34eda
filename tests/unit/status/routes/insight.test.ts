import { expect, test } from 'vitest';
import { LINK, SITE, TRACKER, WEEKS } from '../../../support/insight-answers.ts';
import { browse } from '../../../support/status-browser.ts';
import { CODE, household, NOW } from '../../../support/status-ports.ts';

const TRACKERS = [{ name: 'Meta Pixel', count: 240, stopped: 231, sites: 2 }];
const SITES = [{ name: 'shop.example', count: 41, stopped: 41, trackers: 2 }];

async function page(answers: boolean, path: string) {
  const house = household();
  if (answers) {
    house.log.answers = {
      ...{ links: [LINK], trackers: TRACKERS, sites: SITES },
      ...{ tracker: TRACKER, site: SITE, weeks: WEEKS },
    };
  }
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const response = await browser.get(path);
  const text = await response.text();
  expect(house.errors).toEqual([]);
  // As it reads, without the elements in it.
  const words = text.replace(/<[^>]+>/g, '').replace(/&#39;/g, "'");
  return { status: response.status, text, words };
}

test('who could link what is told in words, honestly', async () => {
  const { words, text } = await page(true, '/insight');
  expect(words).toContain(
    'An e-mail address was tried on 3 sites and from 2 devices, by Meta Pixel and TikTok Pixel.',
  );
  expect(words).toContain('Of 14 tries 12 were stopped: by the 2 that went on');
  expect(words).toContain('partly stopped');
  expect(text).toContain('href="/insight/site?name=books.example&amp;last=7d"');
  // The beginning of the hash tells it from others; nobody needs the whole of it.
  expect(words).toContain('known here as Zm9vYm');
  expect(text).not.toContain(LINK.mark);
});

test('the week is beside the one before', async () => {
  const { words } = await page(true, '/insight');
  expect(words).toContain('Trackers tried 240 times, 100 % more than the week before');
  expect(words).toContain('New this week: Criteo.');
  expect(words).toContain('Laptop: 240 tries');
  expect(words).toContain('after none the week before');
});

test('a week before that the log does not hold in whole is not compared with', async () => {
  const house = household();
  house.log.answers = { weeks: { ...WEEKS, begun: WEEKS.since - 1 } };
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const text = await (await browser.get('/insight')).text();
  expect(text).toContain('there is no whole week before');
  expect(text).toContain('Trackers tried 240 times; ');
  expect(text).not.toContain('than the week before');
  expect(text).not.toContain('Trackers that changed most');
});

test('trackers and sites lead to their pages and their rows', async () => {
  const { text } = await page(true, '/insight?last=24h');
  expect(text).toContain('href="/insight/tracker?name=Meta+Pixel&amp;last=24h"');
  expect(text).toContain('href="/log?tracker=Meta+Pixel&amp;last=24h"');
  expect(text).toContain('href="/log?page=shop.example&amp;last=24h"');
  expect(text).toContain('Meta Platforms');
});

test('an empty log says so everywhere', async () => {
  const { words, status } = await page(false, '/insight');
  expect(status).toBe(200);
  for (const part of [
    'Nothing that would link sites or devices was seen.',
    'No tracker that Eyelid knows tried anything.',
    'No tracker that Eyelid knows was met in the last 7 days.',
    'No site tried to tell anything in the last 7 days.',
  ]) {
    expect(words).toContain(part);
  }
});

test('a tracker: where it tried, what it asked for, and how it ended', async () => {
  const { words, text } = await page(true, '/insight/tracker?name=Meta+Pixel');
  expect(words).toContain('Of Meta Platforms.');
  expect(words).toContain(
    'It tried 240 times in the last 7 days: 231 of 240 were stopped, the others went on',
  );
  for (const part of ['hashed e-mail', 'Purchase', 'books.example', 'Laptop']) {
    expect(words).toContain(part);
  }
  expect(text).toContain('aria-label="Tries over time: stopped 231, not stopped 9;');
});

test('a site: a plain list of what it tried to send to whom, and what cannot be seen', async () => {
  const { words } = await page(true, '/insight/site?name=shop.example');
  expect(words).toContain(
    'Meta Pixel was to be told of Purchase and AddToCart, with hashed e-mail and browser id: 40 times; all 40 were stopped.',
  );
  expect(words).toContain('Criteo was asked: once; it was stopped.');
  expect(words).toContain('never crosses this network');
  expect(words).toContain('It has Meta Pixel.');
});

test('a day needs no chart of days', async () => {
  const { text } = await page(true, '/insight/site?name=shop.example&last=24h');
  expect(text).not.toContain('bars-chart');
});

test.each(['/insight/tracker?name=Nobody', '/insight/site', '/insight/site?name=%00'])(
  '%s is not there',
  async (path) => {
    expect((await page(true, path)).status).toBe(404);
    expect((await page(true, `/api${path}`)).status).toBe(404);
  },
);

test.each([
  ['/api/insight', ['range', 'links', 'trackers', 'sites', 'weeks']],
  ['/api/insight/links', ['links']],
  ['/api/insight/trackers', ['trackers']],
  ['/api/insight/sites', ['sites']],
  ['/api/insight/week', ['since', 'until', 'trackers', 'sites', 'devices', 'newTrackers']],
  ['/api/insight/tracker?name=Meta+Pixel', Object.keys(TRACKER)],
  ['/api/insight/site?name=shop.example', Object.keys(SITE)],
])('%s is the same as JSON', async (path, keys) => {
  const { status, text } = await page(true, path);
  expect(status).toBe(200);
  expect(Object.keys(JSON.parse(text)).sort()).toEqual([...keys].sort());
});

test('a stretch of time may be asked for by moments', async () => {
  const { text } = await page(true, '/api/insight?since=1000&until=2000');
  expect(JSON.parse(text).range).toEqual({ since: 1000, until: 2000 });
  const open = await page(true, '/api/insight?since=1000');
  expect(JSON.parse(open.text).range).toEqual({ since: 1000, until: NOW });
});

test('names of the outside world are text, and cut', async () => {
  const house = household();
  const name = '"><img src=x onerror=alert(1)>';
  house.log.answers = {
    links: [{ ...LINK, sites: [name], trackers: [name], devices: [{ device: name, name }] }],
    trackers: [{ name, count: 1, stopped: 0, sites: 1 }],
    sites: [{ name: `${name}${'x'.repeat(9_999)}`, count: 1, stopped: 0, trackers: 1 }],
    tracker: { ...TRACKER, tracker: name, sites: [{ name, count: 9, stopped: 0, asked: [name] }] },
    site: {
      ...SITE,
      site: name,
      trackers: [{ ...TRACKERS[0]!, name, asked: [name], reports: [name] }],
    },
    weeks: { ...WEEKS, newTrackers: [name], devices: [], trackers: [] },
  };
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const query = new URLSearchParams({ name });
  for (const path of ['/insight', `/insight/tracker?${query}`, `/insight/site?${query}`]) {
    const response = await browser.get(path);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain('<img src=x');
    expect(text.length).toBeLessThan(60_000);
  }
});
