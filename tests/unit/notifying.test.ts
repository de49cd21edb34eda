import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { homeAt, prepareHome } from '../../src/home.ts';
import { notifierOf, openNotifying, targetsOf } from '../../src/notifying.ts';
import { makeHome } from '../support/home.ts';
import { listen } from '../support/origin.ts';
import { household } from '../support/status-ports.ts';

function homeWith(notify: unknown) {
  const made = makeHome({ config: { notify } });
  onTestFinished(() => made.remove());
  const home = homeAt(made.path);
  prepareHome(home);
  return home;
}

test('the config says where to', () => {
  const home = homeWith({
    webhooks: [{ url: 'https://hook.example/a', secret: 'long enough' }],
    ntfy: [{ url: 'https://ntfy.example/topic' }],
  });
  expect(targetsOf(loadConfig(home.path))).toEqual([
    { kind: 'webhook', url: 'https://hook.example/a', secret: 'long enough' },
    { kind: 'ntfy', url: 'https://ntfy.example/topic', secret: null },
  ]);
});

test.each([
  [{ ntfy: [{ url: 'ftp://x' }] }, 'must be an address'],
  [{ ntfy: [{ url: 'https://me:word@ntfy.example/t' }] }, 'must be an address'],
  [{ webhooks: [{ url: 'https://x.example', secret: 'short' }] }, 'secret'],
  [{ events: ['newCar'] }, 'events'],
  [{ perHour: 0 }, 'perHour'],
])('refuses %j', (notify, words) => {
  const home = homeWith(notify);
  expect(() => loadConfig(home.path)).toThrow(words);
});

test('by default nothing is sent anywhere', () => {
  const home = homeWith({});
  expect(targetsOf(loadConfig(home.path))).toEqual([]);
});

test('a webhook over a real socket hears of a log that was set aside', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.end());
  });
  onTestFinished(() => void server.close());
  const port = await listen(server);
  const home = homeWith({ webhooks: [{ url: `http://127.0.0.1:${port}/` }] });
  const config = loadConfig(home.path);
  const warnings: string[] = [];
  const notifying = openNotifying({
    ...{ home, config, sources: household().ports },
    hurt: [`opening the log ${join(home.data, 'events.db')}: it is damaged`],
    warn: (text) => void warnings.push(text),
  });
  onTestFinished(() => notifying.close());
  notifying.start();
  await expect.poll(() => bodies.length).toBe(1);
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
    event: 'brokenLog',
    text: 'The log of before could not be used; a new one was begun. Devices are filtered as before.',
  });
  // The paths of this machine stay here.
  expect(bodies[0]).not.toContain(home.path);
  await expect.poll(() => notifying.port.targets()[0]?.delivered).toBe(1);
  expect(warnings).toEqual([]);
});

test('a failure is told once in a row', async () => {
  const home = homeWith({ ntfy: [{ url: 'http://127.0.0.1:1/t' }] });
  const config = loadConfig(home.path);
  const warnings: string[] = [];
  const { ports } = household();
  const log = { ...ports.log, trackers: () => Promise.reject(new Error('the log is broken')) };
  const notifying = openNotifying({
    ...{ home, config, hurt: [], warn: (text) => void warnings.push(text) },
    sources: { ...ports, log },
  });
  onTestFinished(() => notifying.close());
  notifying.start();
  await expect.poll(() => warnings).toEqual(['looking for news to tell: Error: the log is broken']);
  expect(notifierOf(config, Date.now, () => undefined).targets.length).toBe(1);
});
