import {
  app,
  blocked,
  frame,
  get,
  image,
  opened,
  plainJson,
  post,
  type Row,
  script,
  stubbed,
  TEXT,
} from '../row.ts';

const GA = 'v=2&tid=G-HNFM342006&gtm=45je6231v874724966&cid=1904735325.1764877160&en=scroll';
const MAIL = 'tv.1~em.YsAr_2V73d-OT1eLsjR7QZB6UEJlTtqzzHCOeet0Ek8';
const lines = (url: string) =>
  post(url, 'en=scroll&epn.percent_scrolled=25\r\nen=x', TEXT, { type: 'ping' });

/** What the disguised loader carries: the container's number, as base64. */
const PLAIN = Buffer.from('id=GTM-ABC1234&l=layer').toString('base64');
/** The same, hidden by a key of small letters. */
const HIDDEN = Buffer.from(
  [...'id=GTM-ABC1234&l=dataLayer&more=1'].map(
    (char, i) => char.charCodeAt(0) ^ 'yhfkzqnwd'.charCodeAt(i % 9),
  ),
).toString('base64');

export const GOOGLE: readonly Row[] = [
  {
    what: 'B GA4 (G1, G2)',
    hits: [
      ...blocked(
        'nothing',
        lines(`https://www.google-analytics.com/g/collect?${GA}`),
        lines(`https://region1.google-analytics.com/g/collect?${GA}`),
        lines(`https://analytics.google.com/g/collect?${GA}`),
        lines('https://stats.g.doubleclick.net/g/collect?v=2&tid=G-1'),
      ),
      ...blocked(
        'gif',
        image('https://www.google-analytics.com/r/collect?v=1&tid=UA-1-1&cid=1'),
        image('https://a.example/x?v=1&tid=UA-1234-1&cid=1'),
        image(`https://a.example/x?${GA}`),
        image('https://a.example/x?v=2&tid=AW-123&en=x'),
      ),
      ...blocked(
        'nothing',
        post('https://a.example/x', 'v=2&tid=GT-ABC'),
        post('https://a.example/mp/collect?measurement_id=G-HNFM342006&api_secret=x', '{}', TEXT),
      ),
      ...blocked('nothing', app('https://app-measurement.com/a')),
    ],
    passes: [
      script('https://www.googletagmanager.com/gtag/js?id=G-HNFM342006&cx=c&gtm=45je6231'),
      script('https://www.googletagmanager.com/gtm.js?id=GTM-NHK8DTX'),
      opened('https://analytics.google.com/analytics/web/'),
      opened(`https://a.example/x?${GA}`),
      get('https://api.shop.example/v2/thing?v=2&tid=12345'),
    ],
  },
  {
    what: 'B Ads',
    hits: [
      ...blocked(
        'nothing',
        post('https://www.google.com/ccm/collect?en=page_view&auid=1.2&gtm=45be6231v9', ''),
        post(`https://www.google.com/ccm/form-data/11398465741?em=${MAIL}`, ''),
        post('https://www.google.com/pagead/form-data/1?x=1', ''),
      ),
      ...blocked(
        'gif',
        image('https://www.google.de/pagead/1p-user-list/1/?x=1'),
        image('https://www.google.co.uk/ads/ga-audiences?v=1'),
        image('https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/?x=1'),
        image('https://ad.doubleclick.net/activity;src=1;type=x'),
      ),
      ...blocked(
        'page',
        frame('https://td.doubleclick.net/td/rul/1?x=1'),
        frame('https://4823948.fls.doubleclick.net/activityi;src=1'),
      ),
    ],
    passes: [
      script('https://www.google.com/recaptcha/api.js'),
      get('https://www.google.com/search?q=pagead'),
      opened('https://www.google.com/measurements'),
      script('https://maps.google.com/maps/api/js?key=x'),
    ],
  },
  {
    what: 'B sGTM and Google tag gateway: hits',
    hits: blocked(
      'nothing',
      lines(`https://sgtm.shop.example/g/collect?${GA}`),
      lines(`https://shop.example/a1b2c3/g/collect?${GA}`),
      lines('https://metrics.shop.example/g/collect'),
      lines('https://shop.example/a1b2c3/ag/g/c'),
      get('https://shop.example/a1b2c3/ag/g/c?v=2&x=1', { type: 'xhr' }),
    ),
    passes: [
      get('https://shop.example/collect?from=Hamburg'),
      get('https://shop.example/ag/g/c', { type: 'xhr' }),
    ],
  },
  {
    what: 'B sGTM and Google tag gateway: loaders',
    hits: [
      ...stubbed(
        'script',
        script('https://shop.example/metrics/?id=G-HNFM342006'),
        script('https://sgtm.shop.example/gtag/js?id=AW-123456&l=dataLayer'),
        script('https://sgtm.shop.example/mtsvlhoy.js?st=PNZ4JMKQ&l=layer'),
        script('https://load.x.shop.example/kpmtsvlhoy.js?st=PNZ4JMKQ'),
        script(`https://load.x.shop.example/7w2ksjarkvoy.js?bhl16=${PLAIN}&apiKey=3864a2ac`),
        script(`https://sst.shop.example/9cqkkgjyospzn.js?9r2=${encodeURIComponent(HIDDEN)}`),
      ),
      ...blocked('page', frame('https://load.x.shop.example/ns.html?id=GTM-ABC1234')),
    ],
    passes: [
      script('https://shop.example/player/?id=G-123'),
      script('https://shop.example/site.js?v=Kp3aZ0mXq7fN2cVbYt8LsWdQeRgHjUiOaSdFgHjKlZx'),
      script('https://shop.example/main.js?st=1'),
      script('https://sgtm.shop.example/gtm.js?id=GTM-ABC1234'),
      get('https://shop.example/items?id=G-HNFM342006', { type: 'xhr' }),
      frame('https://shop.example/ns.html?id=1'),
    ],
  },
  {
    what: 'B Stape data tag (G6)',
    hits: blocked(
      'nothing',
      plainJson('https://data.shop.example/x', { event_name: 'x', _dcid_temp: 'dcid.1.17.4' }),
      plainJson('https://data.shop.example/x', { event_name: 'x', data: { _dcid: 'dcid.1.17.4' } }),
      post('https://data.shop.example/data?v=2&event_name=x', '{}', TEXT),
    ),
    passes: [
      get('https://shop.example/data?v=2'),
      plainJson('https://shop.example/x', { event_name: 'x', id: 'dcid.1.17.4' }),
    ],
  },
  {
    what: 'C G4 build of a tag',
    hits: blocked(
      'gif',
      image('https://a.example/x?gtm=45je6231v874724966&tid=1'),
      image('https://a.example/x?gtm=45He6231v874724966&auid=1'),
      image('https://a.example/x?gtm=45be6231&gcd=13l3'),
    ),
    passes: [
      get('https://a.example/x?gtm=4'),
      get('https://a.example/x?gtm=45je6231'),
      script('https://sgtm.shop.example/gtm.js?id=GTM-1&gtm=45je6231&gcd=13l3'),
    ],
  },
  {
    what: 'C G5 enhanced conversions',
    hits: [
      ...blocked('gif', image(`https://a.example/x?em=${MAIL}`)),
      ...blocked('nothing', post('https://a.example/x', `em=${encodeURIComponent(MAIL)}`)),
    ],
    passes: [{ url: 'https://a.example/x?em=maria%40example.org', type: 'image' }],
  },
  {
    what: 'B Zaraz',
    hits: blocked(
      'nothing',
      plainJson('https://shop.example/cdn-cgi/zaraz/t', { name: 'Pageview' }),
    ),
    passes: [get('https://shop.example/cdn-cgi/challenge-platform/x')],
  },
];
