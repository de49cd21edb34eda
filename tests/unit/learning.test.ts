import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Learning, settingsAddress } from '../../src/learning.ts';
import type { Event } from '../../src/model/event.ts';
import type { Hostname } from '../../src/model/terms.ts';
import { readLearnt } from '../../src/rules/learnt/store.ts';
import { pixelConfig } from '../support/pixel-config.ts';
import { domainOf, requestOf } from '../support/rule-set.ts';
import { row } from '../support/status-ports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PIXEL = '769712154761541';
const NOW = Date.UTC(2026, 10, 22, 3, 40);
const DAY = 86_400_000;
const SETTINGS = `https://connect.facebook.net/signals/config/${PIXEL}?v=2.9.285&r=stable`;
const FROM = { from: 'https://www.shop.example/' };

const CONFIG = pixelConfig({
  pixel: PIXEL,
  endpoints: [
    { endpoint: 'https://gw.shop.example/', fallbackDomain: 'https://demo-1.fallback.example/' },
    { endpoint: 'https://10.0.0.1/' },
  ],
});

function start(fileIn = (folder: string) => join(folder, 'learnt.txt')) {
  const file = fileIn(temporaryFolder());
  let now = NOW;
  let changes = 0;
  const warnings: string[] = [];
  const learning = new Learning({
    file,
    domainOf: (host) => domainOf(host as Hostname),
    now: () => now,
    changed: async () => {
      changes += 1;
    },
    log: { warn: (fields) => warnings.push(JSON.stringify(fields)) },
  });
  const learnt = async () => {
    await learning.close();
    const { gateways } = await readLearnt(file);
    return gateways.map(({ host, path, from, site }) => `${from} ${site} ${host}${path}`);
  };
  return {
    ...{ learning, learnt, file, warnings },
    changes: () => changes,
    pass: (time: number) => {
      now += time;
    },
  };
}

describe('the settings of a pixel', () => {
  test('teach its gateways and their fallbacks, once', async () => {
    const { learning, learnt, changes } = start();
    learning.text('meta-gateways', CONFIG, requestOf(SETTINGS, 'script', FROM));
    learning.text('meta-gateways', CONFIG, requestOf(SETTINGS, 'script', FROM));
    expect(await learnt()).toEqual([
      'configuration www.shop.example gw.shop.example/events',
      'configuration www.shop.example demo-1.fallback.example/events',
    ]);
    expect(changes()).toBe(1);
  });

  // Anybody can serve such a script; what it names would be blocked.
  test.each([
    ['another host', SETTINGS.replace('connect.facebook.net', 'connect.evil.example')],
    ['a host below', SETTINGS.replace('connect', 'x.connect')],
    ['no TLS', SETTINGS.replace('https', 'http')],
    ['another path', SETTINGS.replace('config', 'plugins')],
    ['another pixel', SETTINGS.replace(PIXEL, '123456789012345')],
  ])('from %s teach nothing', async (_, url) => {
    const { learning, learnt } = start();
    learning.text('meta-gateways', CONFIG, requestOf(url, 'script', FROM));
    expect(await learnt()).toEqual([]);
  });

  test('under another name teach nothing', async () => {
    const { learning, learnt } = start();
    learning.text('meta-gateway-call', CONFIG, requestOf(SETTINGS, 'script', FROM));
    expect(await learnt()).toEqual([]);
  });
});

const call = (url: string, from = 'https://www.shop.example/') =>
  requestOf(url, 'xhr', {
    method: 'POST',
    headers: ['Content-Type', 'text/plain', 'Origin', new URL(from).origin],
    from,
  });

describe('a call', () => {
  test('teaches its own address', async () => {
    const { learning, learnt } = start();
    learning.call('meta-gateway-call', call('https://gw.shop.example/k2?cee=no'));
    learning.call('meta-gateways', call('https://gw.shop.example/k3'));
    expect(await learnt()).toEqual(['request shop.example gw.shop.example/k2']);
  });

  test('of a hostile page teaches nothing', async () => {
    const { learning, learnt } = start();
    learning.call('meta-gateway-call', call('https://bank.example/login', 'https://evil.example/'));
    expect(await learnt()).toEqual([]);
  });
});

function blocked(path: string, change: Partial<Event> = {}): Event {
  const rule = { list: 'learnt', line: 9, text: '||gw.shop.example/events^' };
  return row(1, { host: 'gw.shop.example', path, action: 'block', rule, ...change });
}

describe('an address that is still used', () => {
  test.each<[string, Event, number]>([
    ['is kept longer', blocked('/events?cee=no'), 10 * DAY],
    ['below it, too', blocked(`/events/${'a'.repeat(64)}`), 10 * DAY],
    ['is not where another path was', blocked('/event'), 0],
    ['nor on another port', blocked('/events', { port: 8443 }), 0],
    ['nor where another list blocked', blocked('/events', { rule: row(1).rule }), 0],
    ['nor where nothing was blocked', blocked('/events', { observed: true }), 0],
  ])('%s', async (_, event, later) => {
    const { learning, learnt, file, pass } = start();
    learning.text('meta-gateways', CONFIG, requestOf(SETTINGS, 'script', FROM));
    await learnt();
    pass(10 * DAY);
    const recorded: Event[] = [];
    learning.watching({ record: (one) => recorded.push(one) }).record(event);
    await learnt();
    expect(recorded).toEqual([event]);
    const { gateways } = await readLearnt(file);
    const [own] = gateways.filter(({ host }) => host === 'gw.shop.example');
    expect((own?.seen ?? 0) - NOW).toBe(later);
  });
});

test('what has expired is taken out at the start', async () => {
  const { learning, learnt, changes, pass } = start();
  learning.text('meta-gateways', CONFIG, requestOf(SETTINGS, 'script', FROM));
  learning.start();
  expect(await learnt()).toHaveLength(2);
  expect(changes()).toBe(1);
  pass(31 * DAY);
  learning.start();
  expect(await learnt()).toEqual([]);
  expect(changes()).toBe(2);
});

test('where nothing can be kept, that is told', async () => {
  const { learning, warnings } = start((folder) => {
    writeFileSync(join(folder, 'data'), 'a file where a folder should be');
    return join(folder, 'data/learnt.txt');
  });
  learning.call('meta-gateway-call', call('https://gw.shop.example/k2'));
  await learning.close();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('data/learnt.txt');
});

describe('settings that a person asks for', () => {
  const address = `https://connect.facebook.net/signals/config/${PIXEL}`;
  test.each([
    [PIXEL, `${address}?v=2.9.285&r=stable`],
    [` ${PIXEL} `, `${address}?v=2.9.285&r=stable`],
    [address, address],
    [`${address}?v=next&domain=shop.example`, `${address}?v=next&domain=shop.example`],
  ])('by "%s" are at %s', (written, url) => {
    expect(settingsAddress(written)).toEqual({ pixel: PIXEL, url });
  });

  test.each(
    [
      ['', '123', 'shop.example', 'https://shop.example/', address.replace('https', 'http')],
      [address.replace('.net', '.net:8443'), address.replace('config', 'x'), `${address}a`],
      [`https://evil.example/?${address}`, address.replace('connect', 'a@connect.x')],
    ].flat(),
  )('are not meant by "%s"', (written) => {
    expect(settingsAddress(written)).toBeNull();
  });
});
