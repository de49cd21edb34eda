import { expect, test } from 'vitest';
import type { DeviceId } from '../../../../src/model/device.ts';
import { AppError } from '../../../../src/model/errors.ts';
import type { Overview } from '../../../../src/model/log.ts';
import { SITE } from '../../../support/insight-answers.ts';
import { browse, tokenIn } from '../../../support/status-browser.ts';
import {
  CODE,
  device,
  type HouseholdOptions,
  household,
  NOW,
  subscribed,
} from '../../../support/status-ports.ts';

const HOUR = 3_600_000;
const LAPTOP = device();

const BUSY: Partial<Overview> = {
  ...{ total: 1200, tunnelled: 300, actedOn: 200 },
  byAction: [
    { name: 'pass', count: 1000 },
    { name: 'block', count: 150 },
    { name: 'strip', count: 50 },
  ],
  byTracker: [
    { name: 'Meta Pixel', count: 90, stopped: 80 },
    { name: 'Criteo', count: 10, stopped: 10 },
  ],
  byPage: [{ name: 'shop.example', count: 41, stopped: 41 }],
  byDevice: [{ device: LAPTOP.id, name: 'Laptop', count: 1200, actedOn: 200, tunnelled: 300 }],
  unopened: [{ name: 'bank.example', count: 12 }],
  byHour: [
    {
      ...{ at: Math.floor(NOW / HOUR) * HOUR, actedOn: 200, tunnelled: 300, total: 1200 },
      byAction: [
        { name: 'pass', count: 1000 },
        { name: 'block', count: 150 },
        { name: 'strip', count: 50 },
      ],
    },
  ],
};

async function page(options: HouseholdOptions, path = '/') {
  const house = household(options);
  house.log.answers = { site: SITE };
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const response = await browser.get(path);
  const text = await response.text();
  expect(house.errors).toEqual([]);
  expect(response.status).toBe(200);
  return { text, words: text.replace(/<[^>]+>/g, '').replace(/&#39;/g, "'") };
}

test('one glance answers three questions', async () => {
  const { words } = await page({ overview: BUSY });
  expect(words).toContain('Eyelid is working. One thing is worth knowing.');
  expect(words).toContain(
    'Meta Platforms and Criteo wanted to know. Of 100 tries, 90 were stopped',
  );
  expect(words).toContain('no app refused it in the last 24 hours');
});

test('everything can be paused from here, and goes on from here', async () => {
  const browser = browse(household({ overview: BUSY }).ports);
  await browser.logIn(CODE);
  const before = await (await browser.get('/')).text();
  expect(before).toContain('aria-label="Pause all devices 10 min"');
  const csrf = tokenIn(before);
  const paused = await browser.post('/pauses', { csrf, target: 'all', for: '10m', back: '/' });
  expect(paused.headers.get('location')).toBe('/');
  const after = await (await browser.get('/')).text();
  expect(after).toContain('Everything is paused until');
  expect(after).toContain('aria-label="End the pause of all devices"');
  expect(after).not.toContain('Pause all devices 10 min');
});

test('a log that is younger than the stretch before is not compared with it', async () => {
  const house = household({ overview: BUSY });
  const overview = house.log.overview.bind(house.log);
  house.log.overview = async (range) => {
    const found = await overview(range);
    return range.since < NOW - 49 * HOUR ? { ...found, total: 0 } : found;
  };
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  expect(await (await browser.get('/')).text()).not.toContain('the 24 hours before');
  const { text } = await page({ overview: BUSY });
  expect(text).toContain('the 24 hours before');
});

test('the numbers lead to their rows', async () => {
  const { text, words } = await page({ overview: BUSY });
  expect(words).toContain('900');
  expect(words).toContain('acted on, 17 % of all');
  expect(text).toContain('href="/log?unopened=1&amp;last=24h"');
  expect(text).toContain('href="/log?action=block&amp;last=24h"');
  expect(text).toContain('href="/log?host=bank.example&amp;unopened=1&amp;last=24h"');
  expect(text).toContain(`href="/log?device=${encodeURIComponent(LAPTOP.id)}&amp;last=24h"`);
});

test('sites are told of in sentences, trackers with who owns them', async () => {
  const { words, text } = await page({ overview: BUSY });
  expect(words).toContain(
    'shop.example tried to tell Meta Pixel and Criteo of 41 things; all were stopped.',
  );
  expect(text).toMatch(/>Meta Pixel<.*>Meta Platforms</s);
});

test('what was only observed is not called stopped', async () => {
  const observed = [{ name: 'block', count: 30 }];
  const { words } = await page({ overview: { ...BUSY, observed } });
  expect(words).toContain('30 more were only observed: a rule would have changed or stopped them.');
  expect(words).toContain('acted on, 14 % of all');
  expect(words).toMatch(/Blocked120/);
});

test('the week has bars of six hours and other words', async () => {
  const { text, words } = await page({ overview: BUSY }, '/?last=7d');
  expect(words).toContain('as in the 7 days before');
  expect(text).toMatch(/href="\/log\?action=block&amp;since=\d+"/);
  expect(text.match(/<g><title>/g)).toHaveLength(28);
  expect((await page({ overview: BUSY })).text.match(/<g><title>/g)).toHaveLength(24);
});

test('lists are shown with their age and errors', async () => {
  const problem = {
    list: 'meta.yaml',
    line: 3,
    text: 'x',
    reason: 'no',
    severity: 'error',
  } as const;
  const { words } = await page({
    overview: BUSY,
    lists: [
      { list: 'meta.yaml', rules: 30, problems: [problem], stale: false },
      { list: 'easyprivacy', rules: 55_327, problems: [], stale: false },
    ],
    subscribed: [subscribed({ failing: true, error: 'no answer' })],
  });
  expect(words).toContain('1 file in rules/');
  expect(words).toContain('1 error');
  expect(words).toContain('EasyPrivacy');
  expect(words).toContain('last good copy');
  expect(words).toContain('The list EasyPrivacy could not be updated');
});

test('a fresh install says what to do next, and shows no empty chart', async () => {
  const { words, text } = await page({ devices: [] });
  expect(words).toContain('What to do next');
  expect(words).toContain('Eyelid is ready, and no device has sent anything through it');
  expect(text).not.toContain('bars-chart');
  expect(words).toContain('No device was seen yet.');
});

test('what was not seen is said, server-to-server uploads among it', async () => {
  const phone = device({ id: 'ip:1' as DeviceId, name: 'Phone', level: 'hostname' });
  const { words } = await page({ overview: BUSY, devices: [LAPTOP, phone] });
  expect(words).toContain('300 connections, 25 % of all, passed through unopened.');
  expect(words).toContain('1 device is filtered by host name only');
  expect(words).toContain('from its own servers');
});

test('a busy household fits into sixty kilobytes', async () => {
  const many = (length: number) =>
    Array.from({ length }, (_, i) => ({
      name: `${i}.${'x'.repeat(180)}.example`,
      count: 9,
      stopped: 1,
    }));
  const devices = Array.from({ length: 60 }, (_, i) =>
    device({ id: `ip:192.168.1.${i}` as DeviceId, name: 'y'.repeat(60) }),
  );
  const hours = Array.from({ length: 24 }, (_, i) => ({
    ...BUSY.byHour![0]!,
    at: Math.floor(NOW / HOUR - i) * HOUR,
  }));
  const { text } = await page({
    devices,
    overview: {
      ...BUSY,
      byTracker: many(100),
      byPage: many(100),
      unopened: many(100),
      byHour: hours,
    },
    subscribed: Array.from({ length: 12 }, (_, i) => subscribed({ name: `list${i}` })),
  });
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
});

test('its state is there as JSON too', async () => {
  const { text } = await page({ overview: BUSY, droppedEvents: 3 }, '/api/health');
  const health = JSON.parse(text);
  expect(health.state).toBe('bad');
  expect(health.findings[0].text).toContain('3 exchanges are missing in the log');
  expect(health.findings[0].link).toEqual({ address: '/log', words: 'Log' });
});

test('a log that cannot be read is explained, and the other pages stay at hand', async () => {
  const house = household();
  house.log.overview = async () => {
    throw new AppError('LOG_UNUSABLE', 'reading the log: the file is damaged');
  };
  const browser = browse(house.ports);
  await browser.logIn(CODE);
  const response = await browser.get('/');
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(text).toContain('reading the log: the file is damaged');
  expect(text).toContain('href="/rules"');
  // Whoever reads the log says it once; a page that is asked for again does not.
  expect(house.errors).toEqual([]);
});
