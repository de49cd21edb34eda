// Events of a plausible household: devices with habits by the hour, people who
// visit sites, trackers that report, identifiers that come back on other sites.
// The same arguments give the same events.
import { base, details, rememberedMarks, watched } from './tracking.mjs';
import { DEVICES, randomness, sites, TRACKERS } from './world.mjs';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SITES = 400;
/** What hostile sites and devices put where names belong. */
const HOSTILE = [
  '<script>alert(1)</script>.example',
  'xn--80ak6aa92e.example',
  '"><img src=x onerror=alert(1)>',
  '=cmd|calc!A0',
  '../../../etc/passwd',
];
const TUNNELLED = [
  'mybank.example',
  'push.apple.example',
  'updates.console.example',
  'cloud.doorbell.example',
  'streaming.example',
  'chat.example',
];

/**
 * `events` events from `from` to `until` (milliseconds since the epoch), in the
 * order of their times but for a few seconds. About a third of them just pass.
 */
export function* household({ from, until, events, seed = 1 }) {
  const chosen = randomness(seed);
  const world = { ...chosen, sites: sites(SITES, chosen), from, marks: rememberedMarks() };
  const hours = Math.max(1, Math.ceil((until - from) / HOUR_MS));
  const weights = Array.from({ length: hours }, (_, i) => hourWeight(from + i * HOUR_MS));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let due = 0;
  let made = 0;
  for (let hour = 0; hour < hours && made < events; hour++) {
    const start = from + hour * HOUR_MS;
    const length = Math.min(HOUR_MS, until - start);
    due += (events * weights[hour]) / all;
    const visits = visitsOf(world, start, length, Math.round(due) - made);
    for (const event of visits) {
      yield event;
      made += 1;
    }
  }
  while (made < events) {
    for (const event of visitsOf(world, until - MINUTE_MS, MINUTE_MS, events - made)) {
      yield event;
      made += 1;
    }
  }
}

function hourWeight(at) {
  const hour = new Date(at).getUTCHours();
  return DEVICES.reduce((sum, { share, hours }) => sum + share * hours[hour], 0);
}

/** Exactly `count` events (none for less than one), of one hour or a part of it. */
function visitsOf(world, start, length, count) {
  const events = [];
  const hour = new Date(start).getUTCHours();
  const shares = DEVICES.map((device) => device.share * device.hours[hour]);
  const all = shares.reduce((sum, share) => sum + share, 0);
  while (events.length < count) {
    const device = drawn(shares, world.random() * all);
    const at = Math.floor(start + world.random() * Math.max(1, length - 5000));
    const visit = HABITS[device.habit](world, device, at);
    for (const event of visit.slice(0, count - events.length)) events.push(event);
  }
  return events.sort((a, b) => a.at - b.at);
}

function tunnel(world, device, at, host) {
  return base(device, at, {
    ...{ kind: 'tunnel', method: 'CONNECT', host, path: '', type: 'other', party: 'unknown' },
    ...{ status: null, bytesUp: 3000 + world.below(9000), bytesDown: world.below(900_000) },
    duration: 1000 + world.below(60_000),
    tunnel: device.level === 'hostname' ? 'level-hostname' : 'do-not-intercept',
  });
}

/** The device in whose share of the sum a number lies. */
function drawn(shares, number) {
  let left = number;
  for (const [i, share] of shares.entries()) {
    left -= share;
    if (left < 0) return DEVICES[i];
  }
  return DEVICES[0];
}

const HABITS = {
  /** One page of a site: its own files, and everyone who watches it there. */
  browse(world, device, at) {
    const site = world.sites[(world.skewed(SITES) + device.number * 7) % SITES];
    if (device.level === 'hostname') return unopenedVisit(world, device, at, site);
    const host = world.chance(0.0004) ? world.one(HOSTILE) : `www.${site.name}`;
    const path = `/${site.kind}/${world.below(900)}`;
    const clicked = site.kind === 'shop' && world.chance(0.12);
    const events = [
      base(device, at, {
        ...{ host, path: clicked ? `${path}?fbclid` : path, page: site.name },
        ...{ type: 'document', party: 'first', bytesDown: 60_000, details: details(world, true) },
        ...(clicked ? stripped('fbclid') : {}),
      }),
    ];
    for (let i = 0; i < site.assets; i++) {
      const type = world.one(['image', 'script', 'stylesheet', 'image', 'font']);
      const own = { host: `cdn.${site.name}`, path: `/assets/${i}.${type}`, page: site.name };
      events.push(base(device, at + 40 + i * 30, { ...own, type, party: 'first' }));
    }
    for (const tracker of site.trackers) {
      events.push(...watched(world, device, at + 200 + world.below(3000), site, tracker));
    }
    return events;
  },
  /** An app that reports by itself. */
  app(world, device, at) {
    if (world.chance(0.5)) return [tunnel(world, device, at, world.one(TUNNELLED))];
    if (device.level === 'hostname') return [blockedName(device, at, world.one(TRACKERS))];
    const id = world.marks('advertising', device.id);
    return [
      base(device, at, {
        ...{ host: 'graph.facebook.com', path: '/v19.0/1/activities', method: 'POST' },
        ...{ action: 'block', tracker: 'Meta App Events', status: null, bytesDown: 20 },
        rule: { list: 'meta.yaml', line: 210, text: 'meta-app-events' },
        summary: 'Meta was told: the app was opened, with the advertising id of the device',
        fields: ['advertiser_id'],
        report: { what: 'the app was opened', asked: ['advertising id'], marks: [id] },
        details: details(world, false),
      }),
    ];
  },
  tv(world, device, at) {
    if (world.chance(0.6)) return [tunnel(world, device, at, 'streaming.example')];
    const host = world.one(['acr.tv-maker.example', 'ads.tv-maker.example']);
    const rule = { list: 'smart-tv.txt', line: 12, text: '||tv-maker.example^' };
    const tracker = 'TV maker';
    return [
      base(device, at, { ...connection(host), action: 'block', tracker, rule, status: null }),
    ];
  },
  tunnel: (world, device, at) => [tunnel(world, device, at, world.one(TUNNELLED))],
};

const connection = (host) => ({
  host,
  kind: 'https',
  method: 'CONNECT',
  path: '',
  type: 'other',
  party: 'unknown',
});

/** Of an unopened device only names are seen, and only some of them give a tracker away. */
function unopenedVisit(world, device, at, site) {
  const blocked = site.trackers
    .filter(() => world.chance(0.5))
    .map((tracker, i) => blockedName(device, at + 300 + i * 90, tracker));
  return [tunnel(world, device, at, `www.${site.name}`), ...blocked];
}

function blockedName(device, at, { name, host }) {
  const rule = { list: 'hosts.txt', line: 3, text: `||${host}^` };
  return base(device, at, {
    ...connection(host),
    action: 'block',
    tracker: name,
    rule,
    status: null,
  });
}

const stripped = (field) => ({
  ...{ action: 'strip', tracker: 'Meta Pixel', fields: [field], removed: [field] },
  rule: { list: 'click-ids.txt', line: 9, text: `$removeparam=${field}` },
  summary: 'Meta was told: which advertisement was clicked',
});
