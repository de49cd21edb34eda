// What a tracker on a page asks for and reports, as events.
import { createHash } from 'node:crypto';

const HEADERS = [
  [
    'host',
    'user-agent',
    'accept',
    'accept-language',
    'accept-encoding',
    'referer',
    'cookie',
    'sec-fetch-dest',
    'sec-fetch-mode',
    'sec-fetch-site',
  ],
  [
    'host',
    'user-agent',
    'accept',
    'accept-encoding',
    'content-type',
    'content-length',
    'origin',
    'referer',
    'cookie',
  ],
  [
    'host',
    'sec-ch-ua',
    'sec-ch-ua-mobile',
    'user-agent',
    'sec-ch-ua-platform',
    'accept',
    'referer',
    'accept-encoding',
    'accept-language',
  ],
];

const mark = (...words) =>
  createHash('sha256').update(words.join(' ')).digest().subarray(0, 8).toString('base64url');

export function base(device, at, changes) {
  return {
    at,
    device: device.id,
    deviceName: device.name,
    kind: 'https',
    method: 'GET',
    port: 443,
    path: '/',
    page: null,
    type: 'xhr',
    party: 'third',
    action: 'pass',
    observed: false,
    rule: null,
    undone: null,
    tracker: null,
    summary: null,
    fields: [],
    removed: [],
    bytesUp: 700,
    bytesDown: 2400,
    duration: 40,
    status: 200,
    tunnel: null,
    level: device.level,
    ...changes,
  };
}

/** One tracker on a page: its script perhaps, and its report. */
export function watched(world, device, at, site, tracker) {
  const { name, path, rule, asked } = tracker;
  const host = site.gateway && name === 'Meta Pixel' ? `data.${site.name}` : tracker.host;
  const what = WHAT[site.kind][world.skewed(WHAT[site.kind].length)];
  const allowed = world.chance(0.02);
  const told = [...asked].filter((word) => word !== 'hashed e-mail' || world.chance(0.3));
  const common = {
    ...{ host, page: site.name, tracker: name },
    action: allowed ? 'allow' : world.chance(0.07) ? 'strip' : 'block',
    ...(allowed ? { rule: personal(site), undone: rule } : { rule }),
    ...(world.chance(0.01) ? { observed: true } : {}),
  };
  const script = base(device, at, {
    ...{
      ...common,
      path: '/script.js',
      type: 'script',
      bytesDown: 300,
      status: allowed ? 200 : null,
    },
    ...(allowed ? {} : { action: name === 'Google Tag Manager' ? 'block' : 'stub' }),
  });
  const hit = base(device, at + 300, {
    ...{
      ...common,
      path,
      type: world.one(['image', 'xhr', 'ping']),
      method: world.one(['GET', 'POST']),
    },
    ...{ bytesDown: 43, status: common.action === 'block' ? null : 200 },
    summary: `${name.split(' ')[0]} was told: ${what} on ${site.name}${told.length === 0 ? '' : `, with ${told.join(' and ')}`}`,
    fields: told.includes('hashed e-mail') ? ['ud[em]'] : [],
    report: { what, asked: told, marks: marksOf(world, device, site, name, told, at) },
    details: details(world, false),
  });
  return world.chance(0.4) ? [script, hit] : [hit];
}

const personal = ({ name }) => ({
  list: 'my-rules.txt',
  line: 4,
  text: `@@||${name}^$domain=${name}`,
});

const WHAT = {
  shop: ['PageView', 'ViewContent', 'AddToCart', 'InitiateCheckout', 'Purchase'],
  news: ['PageView', 'an article was read', 'Subscribe'],
  forum: ['PageView'],
  travel: ['PageView', 'Search', 'a booking was begun'],
  video: ['PageView', 'a video was played'],
  bank: ['PageView', 'a log-in'],
};

function marksOf(world, device, site, tracker, told, at) {
  const marks = [];
  // First-party cookies differ by site; the big ones know the browser everywhere.
  const everywhere = /Criteo|Trade Desk|Xandr|Microsoft Adv/.test(tracker);
  if (told.includes('browser id')) {
    marks.push(world.marks('browser', tracker, device.id, everywhere ? '' : site.name));
  }
  if (told.includes('hashed e-mail')) marks.push(world.marks('email', device.person));
  if (told.includes('hashed phone')) marks.push(world.marks('phone', device.person));
  if (told.includes('customer number'))
    marks.push(world.marks('customer', device.person, site.name));
  if (told.includes('click id'))
    marks.push({ kind: 'click', mark: mark('click', site.name, device.id, String(at)) });
  return marks;
}

/** Hashing each of ten million marks would be most of the work. */
export function rememberedMarks() {
  const known = new Map();
  return (kind, ...words) => {
    const key = `${kind} ${words.join(' ')}`;
    const found = known.get(key) ?? { kind, mark: mark(key) };
    known.set(key, found);
    return found;
  };
}

export function details(world, asked) {
  return {
    headers: world.one(HEADERS),
    values: [],
    decided: world.below(4000) / 1000,
    firstByte: asked ? 8 + world.below(120_000) / 1000 : null,
  };
}
