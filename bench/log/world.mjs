// Who lives in the generated household, what they visit and who watches them
// there. Sites and devices are made up; trackers carry the names that the
// decoders give, so that a generated log reads like a real one.

/** A generator of numbers from 0 up to 1 that repeats with its seed. */
export function randomness(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return {
    random,
    below: (size) => Math.floor(random() * size),
    /** Small numbers are more frequent, as everything that people like is. */
    skewed: (size) => Math.floor(size * random() ** 2.5),
    one: (list) => list[Math.floor(random() * list.length)],
    chance: (share) => random() < share,
  };
}

/**
 * name, share of sites that carry it, host, path, list and rule, and what it
 * asks for about the person.
 */
export const TRACKERS = [
  [
    'Google Analytics',
    0.7,
    'www.google-analytics.com',
    '/g/collect?v&tid&cid&dl&dt&en',
    'google.yaml',
    'google-analytics-hit',
    ['browser id', 'address of the page'],
  ],
  [
    'Meta Pixel',
    0.55,
    'www.facebook.com',
    '/tr/?id&ev&dl&rl&ud[em]&fbp',
    'meta.yaml',
    'meta-pixel-hit',
    ['browser id', 'hashed e-mail', 'address of the page'],
  ],
  [
    'Google Ads',
    0.45,
    'googleads.g.doubleclick.net',
    '/pagead/viewthroughconversion/1?random&url&gclid',
    'google.yaml',
    'google-ads-conversion',
    ['click id', 'address of the page'],
  ],
  [
    'Google Tag Manager',
    0.4,
    'www.googletagmanager.com',
    '/gtm.js?id',
    'easyprivacy',
    '||googletagmanager.com^$script,third-party',
    [],
  ],
  [
    'TikTok Pixel',
    0.25,
    'analytics.tiktok.com',
    '/api/v2/pixel',
    'trackers.yaml',
    'tiktok-pixel',
    ['browser id', 'hashed phone'],
  ],
  [
    'Pinterest Tag',
    0.16,
    'ct.pinterest.com',
    '/v3/?tid&event&ed&pd',
    'trackers.yaml',
    'pinterest-tag',
    ['hashed e-mail'],
  ],
  [
    'Microsoft Advertising',
    0.2,
    'bat.bing.com',
    '/action/0?ti&mid&sid&vid',
    'trackers.yaml',
    'microsoft-uet',
    ['browser id'],
  ],
  [
    'Microsoft Clarity',
    0.15,
    'l.clarity.ms',
    '/collect',
    'easyprivacy',
    '||clarity.ms^$third-party',
    ['recording of the screen'],
  ],
  [
    'Criteo',
    0.2,
    'sslwidget.criteo.com',
    '/event?a&v&p0&h',
    'easyprivacy',
    '||criteo.com^$third-party',
    ['hashed e-mail', 'browser id'],
  ],
  ['Snap Pixel', 0.09, 'tr.snapchat.com', '/p', 'trackers.yaml', 'snap-pixel', ['hashed e-mail']],
  [
    'LinkedIn Insight Tag',
    0.08,
    'px.ads.linkedin.com',
    '/collect?v&fmt&pid',
    'trackers.yaml',
    'linkedin-insight',
    ['browser id'],
  ],
  [
    'X Pixel',
    0.06,
    'analytics.twitter.com',
    '/i/adsct?txn_id&p_id',
    'trackers.yaml',
    'x-pixel',
    ['browser id'],
  ],
  [
    'Reddit Pixel',
    0.06,
    'alb.reddit.com',
    '/rp.gif?id&event',
    'trackers.yaml',
    'reddit-pixel',
    ['browser id'],
  ],
  [
    'Hotjar',
    0.12,
    'script.hotjar.com',
    '/modules.js',
    'easyprivacy',
    '||hotjar.com^$third-party',
    ['recording of the screen'],
  ],
  [
    'Adobe Analytics',
    0.1,
    'smetrics.adobe.example',
    '/b/ss/1/10?AQB&ndh',
    'easyprivacy',
    '/b/ss/*&AQB=$image',
    ['browser id', 'customer number'],
  ],
  [
    'Taboola',
    0.14,
    'trc.taboola.com',
    '/sg/log/3/unip?en',
    'easylist',
    '||taboola.com^$third-party',
    ['browser id'],
  ],
  [
    'Outbrain',
    0.1,
    'tr.outbrain.com',
    '/unifiedPixel?marketerId',
    'easylist',
    '||outbrain.com^$third-party',
    ['browser id'],
  ],
  [
    'Amazon Advertising',
    0.13,
    's.amazon-adsystem.com',
    '/iu3?pid&event',
    'easylist',
    '||amazon-adsystem.com^$third-party',
    ['browser id'],
  ],
  [
    'Xandr',
    0.12,
    'ib.adnxs.com',
    '/ut/v3/prebid',
    'easylist',
    '||adnxs.com^$third-party',
    ['browser id'],
  ],
  [
    'The Trade Desk',
    0.11,
    'match.adsrvr.org',
    '/track/cmf/generic?ttd_pid',
    'easylist',
    '||adsrvr.org^$third-party',
    ['browser id', 'hashed e-mail'],
  ],
].map(([name, share, host, path, list, text, asked], number) => ({
  ...{ name, share, host, path, asked },
  rule: { list, line: 40 + number * 17, text },
}));

const FIRST = ['nord', 'blau', 'grün', 'alt', 'stadt', 'wald', 'berg', 'see', 'sonnen', 'tal'];
const SECOND = [
  'markt',
  'zeitung',
  'moden',
  'küche',
  'reisen',
  'garten',
  'technik',
  'bücher',
  'wetter',
  'sport',
  'radio',
  'apotheke',
];
const KINDS = ['shop', 'shop', 'news', 'news', 'forum', 'travel', 'video', 'bank'];
const plain = (text) => text.replace('ü', 'ue');

/** `count` sites, the most visited first, each with its own trackers. */
export function sites(count, { chance, one, below }) {
  return Array.from({ length: count }, (_, number) => {
    const first = FIRST[number % FIRST.length];
    const second = SECOND[Math.floor(number / FIRST.length) % SECOND.length];
    const round = Math.floor(number / (FIRST.length * SECOND.length));
    const name = `${plain(first)}${plain(second)}${round === 0 ? '' : round + 1}.example`;
    const kind = one(KINDS);
    const watched = kind === 'bank' ? 0.1 : kind === 'forum' ? 0.4 : 1;
    const trackers = TRACKERS.filter(({ share }) => chance(share * watched));
    return { name, kind, trackers, assets: 1 + below(4), gateway: kind === 'shop' && chance(0.06) };
  });
}

/** Activity of each hour of a day, UTC, for the kinds of devices. */
const EVENINGS = [1, 0, 0, 0, 0, 1, 4, 6, 4, 3, 3, 4, 5, 4, 4, 5, 7, 9, 11, 12, 11, 8, 5, 2];
const OFFICE = [0, 0, 0, 0, 0, 0, 1, 5, 11, 12, 11, 9, 7, 10, 11, 10, 8, 5, 3, 3, 2, 1, 0, 0];
const ALWAYS = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
const NIGHT = [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 8, 12, 16, 17, 13, 8, 4];

/** name, person, level, share of all traffic, hours, what it does. */
export const DEVICES = [
  ['Anna’s phone', 'anna', 'full', 9, EVENINGS, 'browse'],
  ['Anna’s laptop', 'anna', 'full', 8, OFFICE, 'browse'],
  ['Ben’s phone', 'ben', 'full', 9, EVENINGS, 'browse'],
  ['Ben’s laptop', 'ben', 'trackers', 6, EVENINGS, 'browse'],
  ['Mia’s tablet', 'mia', 'full', 4, EVENINGS, 'browse'],
  ['Mia’s phone', 'mia', 'full', 6, EVENINGS, 'app'],
  ['Living-room TV', null, 'hostname', 5, NIGHT, 'tv'],
  ['Game console', null, 'hostname', 2, NIGHT, 'app'],
  ['Kitchen radio', null, 'hostname', 1, EVENINGS, 'tunnel'],
  ['Doorbell', null, 'hostname', 1, ALWAYS, 'tunnel'],
  ['Robot vacuum', null, 'hostname', 0.3, OFFICE, 'tunnel'],
  ['Guest’s phone', 'guest', 'hostname', 1, EVENINGS, 'browse'],
].map(([name, person, level, share, hours, habit], number) => ({
  ...{ name, person, level, share, hours, habit, number },
  id: `mac:02:00:00:00:00:${(number + 16).toString(16)}`,
}));
