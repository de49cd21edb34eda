import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, RequestInfo } from '../../../src/model/request.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { decode } from '../../../src/trackers/decode.ts';
import { VENDORS } from '../../../src/trackers/dispatch.ts';
import { EXCHANGES } from '../../../src/trackers/vendors/exchanges.ts';
import { requestTo } from '../../support/request-info.ts';
import {
  FBP,
  HASH,
  HASH64,
  hitFields,
  hitRequest,
  type TrackerHit,
} from '../../support/tracker-hit.ts';
import { HITS } from '../../support/tracker-hits.ts';

const TR = 'https://www.facebook.com/tr/?id=123456789012345';

function told(url: string, more?: Partial<RequestInfo>) {
  return decode(requestTo(url, more), hitFields({ url }));
}

describe('decode', () => {
  it.each(HITS)('$what', (hit) => {
    const { tracker, summary, fields } = hit;
    expect(decode(hitRequest(hit), hitFields(hit))).toMatchObject({ tracker, summary, fields });
  });

  it('is shown for every tracker that a table describes', () => {
    const shown = new Set(HITS.map(({ tracker }) => tracker));
    const missing = VENDORS.filter((vendor) => !EXCHANGES.includes(vendor))
      .map(({ tracker }) => tracker)
      .filter((tracker) => !shown.has(tracker));
    expect(missing).toEqual([]);
  });

  it.each(EXCHANGES.flatMap(({ tracker, hosts }) => hosts.map((host) => [host, tracker])))(
    '%s exchanges numbers for %s',
    (host, tracker) => {
      const page = 'news.example' as Hostname;
      expect(told(`https://x.${host}/setuid?id=1`, { page })).toMatchObject({
        tracker,
        summary: `${tracker} was told: which browser this is on news.example`,
        fields: [],
      });
      const asked = `${tracker} was told: an advertisement was asked for on news.example`;
      expect(told(`https://x.${host}/openrtb2/auction`, { page })?.summary).toBe(asked);
    },
  );

  it.each(['clarity.ms', 'amplitude.com', 'ct.pinterest.com', 'hotjar.com'])(
    'the script of %s is its script, wherever it lies',
    (host) => {
      const page = 'shop.example' as Hostname;
      const summary = told(`https://www.${host}/a/collect/x.js?v=1`, { page })?.summary;
      expect(summary).toMatch(/^\w+ was told: its script was loaded on shop\.example$/);
    },
  );

  it('takes the page that asked where the fields name none', () => {
    const page = 'shop.example' as Hostname;
    const summary = 'Meta was told: PageView on shop.example';
    expect(told(`${TR}&ev=PageView`, { page })?.summary).toBe(summary);
  });

  it.each([
    'https://shop.example/product?id=1234567890123456&variant=2',
    'https://shop.example/events?from=2026-01-01',
    'https://shop.example/?fbclid=abc&gclid=def&msclkid=ghi',
    'https://shop.example/pixel.gif?a=1&b=2&c=3',
    'https://api.example/v2/thing?v=2&tid=12345',
    'https://www.facebook.com/v22.0/dialog/oauth?client_id=1',
    'https://www.facebook.com/groups/17?ref=share',
    'https://graph.facebook.com/v22.0/me?fields=id,name',
    'https://graph.facebook.com/v22.0/?batch=%5B%7B%22relative_url%22%3A%22me%22%7D%5D',
    'https://www.instagram.com/p/Cabc/',
    'https://t.co/abc',
    'https://www.google.com/search?q=tea',
    'https://x.us1.list-manage.com/subscribe?u=1&id=2',
    'https://notclarity.ms.example/collect',
    'https://www.linkedin.com/jobs/?url=https%3A%2F%2Fshop.example%2F',
    'https://shop.example/p?id=1234567890123456&ev=open',
    'https://graph.facebook.com/v16.0/act_4711/activities',
    'https://any.example/x?extinfo=open',
  ])('knows nothing of %s', (url) => {
    expect(told(url)).toBeNull();
  });

  it.each([
    `${TR}&ev=PageView&dl=x`.replace('www.facebook.com', 'shop.example'),
    `https://shop.example/?gtm=45je6231v9&tid=G-ABC&v=2&idsite=1&rec=1&ud[em]=${HASH}`,
  ])('takes no page that a person opened for a hit: %s', (url) => {
    expect(told(url, { type: 'document' })).toBeNull();
    expect(told(url, { type: 'other' })).not.toBeNull();
  });

  it.each(['https://www.hotjar.com/pricing', 'https://analytics.amplitude.com/a'])(
    'says nothing of a company that is visited itself: %s',
    (url) => {
      expect(told(url, { type: 'document' })).toBeNull();
      expect(told(url, { type: 'xhr', party: 'first' })).toBeNull();
      expect(told(url, { type: 'xhr', party: 'third' })).not.toBeNull();
    },
  );

  it.each([
    ['a picture', 'https://img.example/a.png?w=1&h=2&q=3', { type: 'image' }],
    ['a small query', 'https://img.example/a?w=1&h=2', { type: 'image' }],
    ['the same site', 'https://shop.example/i.gif?a=1&b=2&c=3', { type: 'image', party: 'first' }],
    ['an unknown script', 'https://cdn.example/lib.js', { type: 'script' }],
    ['a document', 'https://other.example/?a=1&b=2&c=3', { type: 'document' }],
  ] as const)('says nothing of %s', (_, url, more) => {
    const page = 'shop.example' as Hostname;
    expect(told(url, { page, party: 'third', ...more })).toBeNull();
  });
});

it.each([
  [
    `${'a'.repeat(50)}.${'b'.repeat(20)}.example`,
    'A third party was told: a visit on shop.example',
  ],
  ['[2001:db8::1]', 'A third party was told: a visit on shop.example'],
  ['x.example', 'x.example was told: a visit on shop.example'],
])('says who %s is in few words', (host, summary) => {
  const page = 'shop.example' as Hostname;
  const more = { page, type: 'image', party: 'third' } as const;
  const decoded = told(`https://${host}/i.gif?a=1&b=2&c=3`, more);
  expect(decoded).toMatchObject({ tracker: null, summary, fields: [] });
});

describe('what was taken out on the way', () => {
  const url = `${TR}&ev=Purchase&cd[value]=5&ud[em]=${HASH}&fbp=${FBP}`;
  const summary = (removed: readonly string[]) =>
    decode(requestTo(url), hitFields({ url }), removed)?.summary;

  it.each([
    [[], 'Purchase 5, with hashed e-mail, and browser id'],
    [['ud[em]'], 'Purchase 5, with browser id, but without hashed e-mail'],
    [['ud[em]', 'fbp'], 'Purchase 5, without hashed e-mail, and browser id'],
    [['cd[value]'], 'Purchase, with hashed e-mail, and browser id'],
    [['id', 'ud[em]'], 'an event, with browser id, but without hashed e-mail'],
    [['unknown'], 'Purchase 5, with hashed e-mail, and browser id'],
  ])('%j', (removed, expected) => {
    expect(summary(removed)).toBe(`Meta was told: ${expected}`);
  });

  it('is no longer among the fields', () => {
    expect(decode(requestTo(url), hitFields({ url }), ['fbp'])?.fields).toEqual(['ud[em]']);
  });

  it('was tried all the same', () => {
    const removed = ['ev', 'ud[em]', 'fbp'];
    const decoded = decode(requestTo(url), hitFields({ url }), removed);
    expect(decoded?.report).toEqual({
      what: 'Purchase',
      asked: ['hashed e-mail', 'browser id'],
      taken: ['hashed e-mail', 'browser id'],
      identifiers: [
        { kind: 'email', value: HASH, taken: true },
        { kind: 'browser', value: '1234567890123456', taken: true },
      ],
    });
    expect(decoded?.values).toEqual([]);
  });

  it('may stand inside another field', () => {
    const pin = `https://ct.pinterest.com/v3/?event=checkout&pd=${encodeURIComponent(`{"em":"${HASH}"}`)}`;
    expect(decode(requestTo(pin), hitFields({ url: pin }), ['pd.em'])?.summary).toBe(
      'Pinterest was told: checkout, without hashed e-mail',
    );
  });
});

describe('what a person must not find in the log', () => {
  const secret = 'Maria.Schmidt.0151';

  it.each(HITS.filter(({ fields }) => fields.length > 0))('is any value of $what', (hit) => {
    const personal = /em|ph|mail|external|user|text|title|name|search|id$|uid|zip|cid|query/i;
    const fields = hitFields(hit).map(({ name, value }) =>
      personal.test(name) && !KEPT.has(name) ? { name, value: secret } : { name, value },
    );
    const decoded = decode(hitRequest(hit), fields);
    const { tracker, summary, fields: named, report } = decoded ?? {};
    const { what, asked } = report ?? {};
    expect(JSON.stringify({ tracker, summary, named, what, asked })).not.toContain('Schmidt');
    expect(decoded?.values.map(({ name }) => name)).toEqual(
      decoded === null ? undefined : expect.arrayContaining([...decoded.fields]),
    );
  });

  it('is an address, a number or a long text in the place of an event', () => {
    for (const event of ['maria@example.org', '+49 151 1234567', 'x'.repeat(90), '<b>']) {
      const url = `${TR}&ev=${encodeURIComponent(event)}`;
      expect(told(url)?.summary).toBe('Meta was told: an event');
    }
  });
});

/** Names that make a hit what it is, of events and of apps: shown where they look like one. */
const KEPT: ReadonlySet<string> = new Set(
  ['id', 'tid', 'rec', 'idsite', 'name', 'event_name', 'eventName', 'bundle_id', 'package_name']
    .concat(['application_package_name', 'app_id', 'bundleId', 'events.0.name', 'en'])
    .concat(['batch.0.context.app.namespace', 'data.0.event_name', '_dcid_temp', 'search_term'])
    .concat(['data.attributes.metric.data.attributes.name', 'tiktok_app_id', 'data.1.event_name']),
);

/** Any UTF-16, control characters and halves of pairs included. */
const TEXT = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });

const NAMES = [...new Set(HITS.flatMap(hitFields).map(({ name }) => name))];
const VALUES = [...new Set(HITS.flatMap(hitFields).map(({ value }) => value))];

const FIELD = fc.record({
  name: fc.oneof(fc.constantFrom(...NAMES), TEXT),
  value: fc.oneof(
    TEXT,
    fc.webUrl(),
    fc.constantFrom(...VALUES),
    fc.json(),
    fc.json().map((text) => Buffer.from(text).toString('base64')),
    fc.constantFrom(
      'x'.repeat(400),
      '\u202e'.repeat(90),
      '[['.repeat(5_000),
      '{"a":'.repeat(5_000),
    ),
    fc.constantFrom('2', 'G-ABC', '123456789012345', '4abcdefg', HASH, HASH64, FBP),
  ),
});

it('never throws, and keeps the sentence bounded and printable, whatever it is given', () => {
  const url = fc.constantFrom(...HITS.map((hit) => hit.url), 'https://shop.example/');
  let understood = 0;
  fc.assert(
    fc.property(url, fc.array(FIELD, { maxLength: 30 }), (target, fields) => {
      const page = 'news.example' as Hostname;
      const request = requestTo(target, { type: 'image', party: 'third', page });
      const decoded = decode(request, [...hitFields({ url: target }), ...fields]);
      if (decoded === null) return;
      understood += 1;
      expect(decoded.summary.length).toBeLessThanOrEqual(200);
      expect(decoded.summary).toMatch(/^[^:]{1,60} was told: ./u);
      expect(decoded.fields.length).toBeLessThanOrEqual(50);
      for (const text of [decoded.summary, decoded.tracker ?? '', ...decoded.fields]) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(understood).toBeGreaterThan(1_000);
});

describe('the same person at several trackers', () => {
  const MAIL = 'maria@example.org';
  const identifiers = (hit: Pick<TrackerHit, 'url' | 'json'>) =>
    decode(hitRequest(hit), hitFields(hit))?.report.identifiers;
  const tiktok = (user: object) => ({
    url: 'https://analytics.tiktok.com/api/v2/pixel',
    json: { event: 'ViewContent', context: { pixel: { code: 'C1' }, user } },
  });

  it.each([
    ['a hash at Meta', { url: `${TR}&ev=Lead&ud[em]=${HASH}` }, HASH],
    ['the same at TikTok', tiktok({ email: HASH.toUpperCase() }), HASH],
    [
      "the same in Google's spelling",
      {
        url: `https://www.google.com/ccm/form-data/1?em=tv.1~em.${Buffer.from(HASH, 'hex').toString('base64url')}~pn.e0`,
      },
      HASH,
    ],
    [
      'in clear',
      { url: `${TR}&ev=Lead&ud[em]=${encodeURIComponent(` ${MAIL.toUpperCase()}`)}` },
      MAIL,
    ],
  ])('%s', (_what, hit, value) => {
    expect(identifiers(hit)).toContainEqual({ kind: 'email', value });
  });

  it('is known by the click, in a cookie and in an address', () => {
    const inCookie = { url: `${TR}&ev=Lead&fbc=fb.1.1790000000000.IwAR0abcDEF` };
    const click = { kind: 'click', value: 'IwAR0abcDEF' };
    expect(identifiers(inCookie)).toEqual([click]);
  });
});

it('understands a hit among thousands of other fields', () => {
  const many: readonly Field[] = Array.from({ length: 2_000 }, (_, index) => ({
    name: `${'a.'.repeat(100)}${index}`,
    value: `{"a":${'[1],'.repeat(20)}1}`,
  }));
  for (const hit of HITS) {
    expect(decode(hitRequest(hit), [...hitFields(hit), ...many])).not.toBeNull();
  }
});
