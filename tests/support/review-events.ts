import { createHash } from 'node:crypto';
import type { DeviceId, StoredDevice } from '../../src/model/device.ts';
import type { Event, Report } from '../../src/model/event.ts';
import type { MarkKind } from '../../src/model/insight.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

type Seen = readonly [
  mac: string,
  address: string,
  name: string | null,
  level: StoredDevice['level'],
];

const DEVICES: readonly Seen[] = [
  ['3c:22:fb:10:20:30', '192.168.1.20', 'Laptop', 'full'],
  ['f0:d1:a9:44:55:66', '192.168.1.21', "Anna's phone", 'full'],
  ['8c:85:90:aa:bb:cc', '192.168.1.22', 'Living room TV', 'hostname'],
  ['d8:a2:5e:01:02:03', '192.168.1.23', 'Tablet', null],
  ['a6:11:22:33:44:55', '192.168.1.40', null, null],
];

/** The devices of a household of five, the last of which nobody has named. */
export function householdDevices(now: number): readonly StoredDevice[] {
  return DEVICES.map(([mac, address, name, level], at) => ({
    ...{ id: `mac:${mac}` as DeviceId, address, mac, name, level },
    levelFrom: level === null ? null : 'hand',
    mode: null,
    firstSeen: now - (at === 4 ? 2 * HOUR : 30 * DAY),
    lastSeen: now - at * 7 * 60_000,
  }));
}

const PLAIN: Omit<Event, 'at' | 'device' | 'deviceName' | 'host'> = {
  ...{ kind: 'https', method: 'GET', port: 443, path: '/', page: null },
  ...{ type: 'other', party: 'third', action: 'block', observed: false },
  ...{ rule: null, undone: null, tracker: null, summary: null, fields: [], removed: [] },
  ...{ bytesUp: 840, bytesDown: 43, duration: 3, status: null, tunnel: null, level: 'full' },
};

type Kind = Partial<Event> & { readonly host: string };

function rule(list: string, line: number, text: string) {
  return { rule: { list, line, text } };
}

/** An identifier of one person, the same wherever it is given. */
function mark(kind: MarkKind, person: string) {
  const digest = createHash('sha256').update(`${kind} ${person}`).digest();
  return { kind, mark: digest.subarray(0, 8).toString('base64url') };
}

function report(what: string, asked: readonly string[], marks: Report['marks'] = []): Report {
  return { what, asked, marks };
}

/** What a page of a shop sets off for one person, by the shop's name. */
function onShop(shop: string, person: string): readonly Kind[] {
  return [
    {
      ...{ host: 'connect.facebook.net', path: '/en_US/fbevents.js', type: 'script', page: shop },
      ...{ action: 'stub', tracker: 'Meta Pixel', bytesDown: 1_204 },
      ...rule('meta.txt', 6, '||connect.facebook.net/*/fbevents.js$stub=fbevents.js'),
    },
    {
      ...{ host: 'www.facebook.com', path: '/tr/?id&ev&dl', type: 'image', page: shop },
      ...{ tracker: 'Meta Pixel', fields: ['udff[em]', 'fbp'] },
      ...rule('meta.yaml', 12, 'meta-pixel-endpoint'),
      summary: `Meta was told: AddToCart 49 EUR on ${shop}, with hashed e-mail taken from a form, and browser id`,
      report: report(
        'AddToCart',
        ['hashed e-mail', 'browser id'],
        [mark('email', person), mark('browser', `fbp ${person} ${shop}`)],
      ),
    },
    {
      ...{ host: 'region1.google-analytics.com', method: 'POST', path: '/g/collect?v&tid&cid' },
      ...{ type: 'ping', page: shop, tracker: 'Google Analytics', fields: ['cid'] },
      ...rule('others.yaml', 10, 'google-analytics-hit'),
      summary: `Google was told: page_view on ${shop}, with browser id`,
      report: report('page_view', ['browser id'], [mark('browser', `ga ${person}`)]),
    },
    {
      ...{ host: 'analytics.tiktok.com', method: 'POST', path: '/api/v2/pixel', type: 'xhr' },
      ...{ page: shop, tracker: 'TikTok Pixel', fields: ['user.email'], status: 204 },
      ...rule('others.yaml', 115, 'tiktok-pixel-hit'),
      summary: `TikTok was told: ViewContent on ${shop}, with hashed e-mail`,
      report: report('ViewContent', ['hashed e-mail'], [mark('email', person)]),
    },
    {
      ...{ host: shop, path: '/shoes?fbclid', type: 'document', party: 'first', page: shop },
      ...{ action: 'strip', removed: ['fbclid'], status: 200, duration: 84, bytesDown: 48_211 },
      ...{ tracker: 'Meta', ...rule('click-ids.yaml', 10, 'meta-click-ids') },
      report: {
        ...{ what: 'a click', asked: ['click id'], taken: ['click id'] },
        marks: [{ ...mark('click', `${person} ${shop}`), taken: true }],
      },
    },
  ];
}

function onNews(person: string): readonly Kind[] {
  return [
    {
      ...{ host: 'www.facebook.com', path: '/plugins/like.php?href', type: 'subdocument' },
      ...{ page: 'news.example', action: 'placeholder', tracker: 'Meta Social Plugins' },
      ...rule('meta.txt', 28, '||facebook.com/plugins/$placeholder'),
      summary: 'Meta was told: a Like button was shown on news.example',
      report: report('a Like button was shown', []),
    },
    {
      ...{ host: 'px.ads.linkedin.com', path: '/collect?pid&fmt', type: 'image' },
      ...{ page: 'news.example', tracker: 'LinkedIn Insight Tag', observed: true, status: 302 },
      ...rule('others.yaml', 145, 'linkedin-insight-hit'),
      summary: 'LinkedIn was told: a visit on news.example, with browser id',
      report: report('a visit', ['browser id'], [mark('browser', `li ${person}`)]),
    },
    {
      ...{
        host: 'cdn.news.example',
        path: '/video/player.js',
        type: 'script',
        page: 'news.example',
      },
      ...{ action: 'allow', status: 200, duration: 41, bytesDown: 92_310 },
      ...rule('my-rules.txt', 9, '@@||cdn.news.example/video/'),
      ...{ undone: { list: 'others.txt', line: 8, text: '/video/player.js' } },
    },
    { host: 'news.example', type: 'document', party: 'first', action: 'pass', status: 200 },
  ];
}

function ofTelevision(): readonly Kind[] {
  const plain = { method: 'CONNECT', kind: 'tunnel', level: 'hostname' } as const;
  return [
    { ...plain, host: 'graph.facebook.com', ...rule('meta.txt', 58, '||an.facebook.com^') },
    { ...plain, host: 'api.stream.example', action: 'pass', tunnel: 'level-hostname' },
    { ...plain, host: 'bank.example', action: 'pass', tunnel: 'do-not-intercept' },
    { ...plain, host: 'updates.tv.example', action: 'pass', tunnel: 'program-unproven' },
  ];
}

function ofDevice(device: number): readonly Kind[] {
  if (device === 2) return ofTelevision();
  const person = device === 1 || device === 3 ? 'anna' : `person ${device}`;
  const shops = ['shop.example', 'books.example', 'travel.example'];
  return [...shops.flatMap((shop) => onShop(shop, person)), ...onNews(person)];
}

/** Fewer by night, as households are. */
const BY_DAY = [7, 8, 12, 17, 19, 20, 21] as const;

/**
 * Three weeks of a household's log, oldest first, up to a minute ago: about
 * six hundred rows, the same for the same moment.
 */
export function householdEvents(now: number): readonly Event[] {
  const devices = householdDevices(now);
  const events: Event[] = [];
  let turn = 0;
  for (let day = 20; day >= 0; day--) {
    for (const hour of BY_DAY) {
      for (const [at, { id, name, address, firstSeen }] of devices.entries()) {
        const kinds = ofDevice(at);
        for (let more = 0; more <= (day === 0 ? 2 : turn % 2); more++) {
          const when = now - 60_000 - day * DAY - (21 - hour) * HOUR + at * 1_500 + more * 400;
          const kind = kinds[(turn++ * 7) % kinds.length];
          if (kind === undefined || when < firstSeen) continue;
          events.push({ ...PLAIN, ...kind, at: when, device: id, deviceName: name ?? address });
        }
      }
    }
  }
  return events.toSorted((a, b) => a.at - b.at);
}
