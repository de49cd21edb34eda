import type { Action } from '../../../src/model/rule.ts';
import type { Sample } from '../../support/judge.ts';

/** A documented request, what must become of it, and a neighbour that must pass. */
export interface Row {
  readonly what: string;
  readonly action: Action;
  readonly samples: readonly Sample[];
  /** Alike, but harmless. */
  readonly passes: readonly Sample[];
}

export const HASH = '60c61206e36204aa3ac3b26c9994204e05c1f48ad55414a653704cecae7c43be';
const FBP = 'fb.1.1745853804711.505853085526430295';
const OB3 = `ob3_plugin-set_${HASH}`;
const PAGE = 'https://shop.example/cart';
const HIT = 'id=605277233983629&ev=PageView&dl=https%3A%2F%2Fshop.example%2F';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TEXT = { 'content-type': 'text/plain;charset=UTF-8' };
const JSON_TYPE = { 'content-type': 'application/json' };
const CROSS = { 'sec-fetch-site': 'cross-site' };

const get = (url: string, more: Partial<Sample> = {}): Sample => ({ url, page: PAGE, ...more });
const post = (url: string, body: string, headers: Readonly<Record<string, string>>): Sample => ({
  url,
  body,
  headers,
  page: PAGE,
  method: 'POST',
});
const json = (url: string, value: unknown, headers = JSON_TYPE): Sample =>
  post(url, JSON.stringify(value), headers);

const FRAME = { type: 'subdocument' } as const;
const MULTIPART = 'multipart/form-data; boundary=XX';
const multipart = (fields: Readonly<Record<string, string>>): string =>
  `${Object.entries(fields)
    .map(
      ([name, value]) =>
        `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join('')}--XX--\r\n`;

export const META: readonly Row[] = [
  {
    what: 'A1 the loader of the pixel',
    action: 'block',
    samples: [
      get('https://connect.facebook.net/en_US/fbevents.js', { type: 'script' }),
      get('https://connect.facebook.net/de_DE/fbevents.js?v=next', { type: 'script' }),
      get('https://shop.example/js/fbevents.js', { type: 'script' }),
    ],
    passes: [
      get('https://connect.facebook.net/en_US/sdk.js', { type: 'script' }),
      get('https://shop.example/js/events.js', { type: 'script' }),
    ],
  },
  {
    what: 'A1 the settings of a pixel, plug-ins and telemetry',
    action: 'block',
    samples: [
      get('https://connect.facebook.net/signals/config/605277233983629?v=2.9.285&r=stable'),
      get('https://connect.facebook.net/signals/plugins/identity.js?v=2.9.285'),
      get('https://connect.facebook.net/signals/iwl.js'),
      get('https://connect.facebook.net/log/fbevents_telemetry/'),
      get('https://connect.facebook.net/log/error'),
    ],
    passes: [get('https://connect.facebook.net/en_US/all.js', { type: 'script' })],
  },
  {
    what: 'A2 a hit as image, beacon, form, fetch, and without scripts',
    action: 'block',
    samples: [
      get(`https://www.facebook.com/tr/?${HIT}&rqm=GET`, { type: 'image' }),
      get(`https://www.facebook.com/tr?id=1&ev=PageView&noscript=1`, { type: 'image' }),
      post('https://www.facebook.com/tr/', HIT, FORM),
      { ...post('https://www.facebook.com/tr/', HIT, FORM), ...FRAME },
      post(
        'https://www.facebook.com/tr/',
        multipart({ id: '605277233983629', ev: 'PageView', dl: PAGE }),
        { 'content-type': MULTIPART },
      ),
      { url: `https://www.facebook.com/tr/?${HIT}` },
    ],
    passes: [
      get('https://www.facebook.com/trending/'),
      get('https://www.facebook.com/tr', { type: 'document' }),
      get('https://www.instagram.com/tr/', { type: 'document' }),
    ],
  },
  {
    what: 'A2 the further endpoints of the pixel',
    action: 'block',
    samples: [
      get(`https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?${HIT}`),
      get(
        'https://www.facebook.com/privacy_sandbox/topics/registration/?id=605277233983629',
        FRAME,
      ),
      get(`https://www.instagram.com/tr/?${HIT}`),
      get('https://www.facebook.com/parallel-pxl/?x=1'),
    ],
    passes: [get('https://www.facebook.com/privacy/policy/')],
  },
  {
    what: "A2 Facebook's own pages are not touched",
    action: 'pass',
    samples: [],
    passes: [
      { url: `https://www.facebook.com/tr/?${HIT}`, page: 'https://www.facebook.com/' },
      {
        url: 'https://www.facebook.com/plugins/like.php?href=x',
        page: 'https://www.facebook.com/',
        ...FRAME,
      },
      {
        url: 'https://www.facebook.com/x/oauth/status?client_id=1',
        page: 'https://www.facebook.com/',
      },
    ],
  },
  {
    what: 'A3 advanced matching, on any host',
    action: 'block',
    samples: [
      post('https://shop.example/collect', `udff[em]=${HASH}&x=1`, FORM),
      post('https://shop.example/collect', `ud[ph]=${HASH}`, FORM),
      get(`https://t.shop.example/x?ud%5Bexternal_id%5D=${HASH}`),
    ],
    passes: [
      post('https://shop.example/profile', 'ud[em]=maria%40example.org&ud[name]=Maria', FORM),
      get(`https://shop.example/fonts/a.woff2?v=${HASH}`),
    ],
  },
  {
    what: 'A5 social plug-ins under all paths and hosts',
    action: 'block',
    samples: [
      get('https://www.facebook.com/plugins/like.php?href=https%3A%2F%2Fshop.example', FRAME),
      get('https://www.facebook.com/v22.0/plugins/page.php?href=x', FRAME),
      get('https://m.facebook.com/plugins/comments.php?href=x', FRAME),
      get('https://web.facebook.com/v2.0/plugins/post.php?href=x', FRAME),
      get('https://www.facebook.com/plugins/customerchat.php?page_id=1', FRAME),
      get('https://socialplugin.facebook.net/like.php?href=x', FRAME),
    ],
    passes: [
      get('https://www.facebook.com/plugins/login_button.php?app_id=1', FRAME),
      get('https://www.facebook.com/v22.0/plugins/login_button.php?app_id=1', FRAME),
      { url: 'https://www.facebook.com/plugins/like.php?href=x', type: 'document' },
      get('https://shop.example/plugins/like.php'),
    ],
  },
  {
    what: 'A5 impressions of plug-ins',
    action: 'block',
    samples: [
      get('https://www.facebook.com/platform/impression.php/f1b2/?lid=115&payload=x'),
      get('https://www.facebook.com/platform/canvas_impression.php?x=1'),
      get('https://www.facebook.com/platform/scribe_endpoint.php?x=1'),
    ],
    passes: [get('https://www.facebook.com/platform/')],
  },
  {
    what: 'A5 the question who is logged in',
    action: 'block',
    samples: [
      get('https://www.facebook.com/x/oauth/status?client_id=1&redirect_uri=x&sdk=joey', {
        type: 'xhr',
      }),
      { url: 'https://www.facebook.com/x/oauth/status?client_id=1', headers: CROSS },
    ],
    passes: [{ url: 'https://www.facebook.com/x/oauth/status?client_id=1&input_token' }],
  },
  {
    what: 'A5 Facebook Login stays alive',
    action: 'pass',
    samples: [
      get('https://www.facebook.com/v22.0/dialog/oauth?client_id=1&redirect_uri=x', {
        type: 'document',
      }),
      get('https://www.facebook.com/dialog/oauth?client_id=1', FRAME),
      get('https://www.facebook.com/dialog/permissions.request?x=1', { type: 'document' }),
      get('https://www.facebook.com/login.php?next=x', { type: 'document' }),
      get('https://m.facebook.com/v22.0/dialog/oauth?client_id=1', { type: 'document' }),
      get('https://graph.facebook.com/v22.0/me?fields=id,name&access_token=EAAx'),
      get('https://graph.facebook.com/v22.0/oauth/access_token'),
      get('https://graph.facebook.com/v22.0/4711/picture', { type: 'image' }),
      get('https://staticxx.facebook.com/x/connect/xd_arbiter/?version=46', FRAME),
      get('https://www.facebook.com/fed_cm/config.json'),
      get('https://www.instagram.com/oauth/authorize?client_id=1', { type: 'document' }),
      get('https://scontent.xx.fbcdn.net/v/t1/p.jpg', { type: 'image' }),
    ],
    passes: [],
  },
  {
    what: 'A5 use of WhatsApp and headsets',
    action: 'block',
    samples: [
      { url: 'https://web.whatsapp.com/wam?x=1', page: 'https://web.whatsapp.com/', type: 'xhr' },
      get('https://graph.oculus.com/collect/x'),
    ],
    passes: [{ url: 'https://web.whatsapp.com/', type: 'document' }],
  },
  {
    what: 'A6 a hit sent to a gateway, on any host, in any content type',
    action: 'block',
    samples: [
      json(
        'https://capig.shop.example/events',
        { event_name: 'PageView', 'fb.pixel_id': '639718045141621', event_id: OB3 },
        TEXT,
      ),
      json('https://x.shop.example/a', {
        event_name: 'Lead',
        'fb.advanced_matching': { em: HASH },
      }),
      json('https://any.example/e', { event_name: 'PageView', event_id: OB3 }, TEXT),
    ],
    passes: [
      json('https://shop.example/events', { event_name: 'Summer party', from: '2026-07-01' }),
      get('https://shop.example/events?from=2026-01-01'),
    ],
  },
  {
    what: 'A6 gateways known by name',
    action: 'block',
    samples: [
      get('https://mpc-prod-27-s6uit34pua-uk.a.run.app/events'),
      get('https://mpc2-prod-25-is5qnl632q-wl.a.run.app/events?cee=no'),
      get(`https://5z-${HASH.slice(0, 32)}.ecs.us-east-1.on.aws/events`),
      get('https://demo-1.conversionsapigateway.com/events'),
      get('https://gw.conversionsapigateway.com/sdk/1/capig-events.js', { type: 'script' }),
      get('https://capig.stape.example/events'),
    ],
    passes: [
      get('https://shop-prod-27-s6uit34pua-uk.a.run.app/api'),
      get('https://app.ecs.us-east-1.on.aws/api'),
    ],
  },
  {
    what: 'A6 relays of WordPress and PixelYourSite',
    action: 'block',
    samples: [
      post('https://blog.example/?ob=open-bridge/events', '{"event_name":"Lead"}', TEXT),
      json('https://blog.example/wp-json/pys-facebook/v1/event', { pixel: 'facebook' }),
      json('https://blog.example/wp-json/pys-tiktok/v1/event', { pixel: 'tiktok' }),
      post(
        'https://blog.example/wp-admin/admin-ajax.php',
        `action=pys_api_event&pixel=facebook&event=PageView&data%5B_fbp%5D=${FBP}`,
        FORM,
      ),
      post('https://blog.example/wp-admin/admin-ajax.php', 'action=pys_get_pbid', FORM),
    ],
    passes: [
      post('https://blog.example/wp-admin/admin-ajax.php', 'action=wpcf7_submit&your-name=M', FORM),
      json('https://blog.example/wp-json/wc/v1/event', { a: 1 }),
      get('https://blog.example/?ob=open-bridge/events'),
    ],
  },
  {
    what: 'A6 home-made relays and the gateway of apps',
    action: 'block',
    samples: [
      json('https://shop.example/api/fb-capi', { event_name: 'Lead', event_id: '1', fbp: FBP }),
      json('https://shop.example/.netlify/functions/fb', { eventName: 'Lead', user: { fbc: FBP } }),
      json('https://gateway.shop.example/capi/1234567890/events', { accessKey: 'k', data: [] }),
      json('https://shop.example/x', {
        data: [{ event_name: 'Purchase', user_data: { em: HASH } }],
      }),
    ],
    passes: [
      json('https://shop.example/api/lead', { event_name: 'Lead', email: 'maria@example.org' }),
      json('https://shop.example/x', { data: [{ event_name: 'Purchase', price: 9 }] }),
    ],
  },
  {
    what: 'A8 events of apps',
    action: 'block',
    samples: [
      post(
        'https://graph.facebook.com/v16.0/123456789012345/activities',
        'event=CUSTOM_APP_EVENTS',
        FORM,
      ),
      { url: 'https://ep1.facebook.com/v17.0/123456789012345/activities', method: 'POST' },
      { url: 'https://ep2.facebook.com/123456789012345/activities', method: 'POST' },
      post(
        'https://graph.facebook.com/v16.0/',
        `batch=${encodeURIComponent('[{"relative_url":"123456789012345/activities"}]')}`,
        FORM,
      ),
      post('https://relay.example/x', 'anon_id=XZ5f0c&extinfo=%5B%22a2%22%5D', FORM),
      { url: 'https://graph.facebook.com/v16.0/123456789012345/cloudbridge_settings' },
      { url: 'https://graph.facebook.com/v16.0/123456789012345/aem_conversions', method: 'POST' },
      { url: 'https://graph.facebook.com/v16.0/123456789012345/domain_reports', method: 'POST' },
    ],
    passes: [
      {
        url: 'https://graph.facebook.com/v16.0/123456789012345?fields=supports_implicit_sdk_logging',
      },
      { url: 'https://graph.facebook.com/v16.0/123456789012345/mobile_sdk_gk' },
      post('https://shop.example/x', 'advertiser_id=4711', FORM),
    ],
  },
  {
    what: 'A8 Audience Network',
    action: 'block',
    samples: [
      post('https://graph.facebook.com/network_ads_common', 'BUNDLE=com.game&IDFA=3840', FORM),
      post('https://www.facebook.com/adnw_sync2', 'payload=%7B%7D', FORM),
      { url: 'https://an.facebook.com/placementbid.ortb', method: 'POST' },
    ],
    passes: [{ url: 'https://graph.facebook.com/v16.0/me/adaccounts' }],
  },
  {
    what: 'A9 positions',
    action: 'block',
    samples: [
      {
        url: 'https://graph.facebook.com/v5.0/current_place/results?coordinates=%7B%7D&wifi=%7B%7D',
      },
      { url: 'https://graph.facebook.com/current_place/feedback', method: 'POST' },
    ],
    passes: [{ url: 'https://graph.facebook.com/v5.0/search?type=place&q=cafe' }],
  },
];

const CLICKED = (query: string): Sample => ({
  url: `https://shop.example/product?${query}`,
  type: 'document',
});

/** Link, what must be left of its query. */
export const LINKS: readonly (readonly [string, string])[] = [
  ['a=1&fbclid=IwAR0&b=%20x', '?a=1&b=%20x'],
  ['fbclid=IwAR0', ''],
  ['fbclid=IwAR0&brid=x&waaem=y', ''],
  ['brid=2&a=1', '?brid=2&a=1'],
  [`brid=${'a'.repeat(24)}`, ''],
  ['ctwa_clid=x&ig_sid=y&igsh=z&igshid=w&mibextid=v&rdid=u', ''],
  ['rdid=7&page=2', '?rdid=7&page=2'],
  ['gclid=x&gbraid=y&wbraid=z&dclid=w&gad_source=1&gad_campaignid=2&srsltid=v&gclsrc=aw.ds', ''],
  ['_gl=1*1abc2*_ga*MTIzNDU2', ''],
  ['_gl=de', '?_gl=de'],
  ['msclkid=x&ttclid=y&twclid=z&li_fat_id=w&rdt_cid=v&yclid=u&ysclid=t', ''],
  ['ScCid=8c6b&epik=dj0yJnU9abcdefgh', ''],
  ['epik=1', '?epik=1'],
  ['_hsenc=p2ANqtz&_hsmi=1&hsCtaTracking=x', ''],
  ['mc_eid=abc&mkt_tok=x&_kx=y&vero_id=z', ''],
  ['__s=abcdefghij0123456789', ''],
  ['__s=de', '?__s=de'],
  ['utm_source=newsletter&page=2', '?utm_source=newsletter&page=2'],
  ['dicbo=v2-x&tblci=GiA', ''],
];

export const CLICKS: readonly Row[] = [
  {
    what: 'A4 click ids on links',
    action: 'strip',
    samples: [CLICKED('fbclid=IwAR0'), CLICKED('gclid=x'), CLICKED('msclkid=y')],
    passes: [
      CLICKED('id=1234567890123456&variant=2'),
      {
        url: 'https://l.facebook.com/l.php?u=https%3A%2F%2Fshop.example&fbclid=x',
        type: 'document',
      },
      { url: 'https://www.googleadservices.com/pagead/aclk?sa=L&gclid=x', type: 'document' },
      { url: 'https://shop.us1.list-manage.com/unsubscribe?u=1&mc_eid=2', type: 'document' },
    ],
  },
];

const b64 = 'YsAr_2V73d-OT1eLsjR7QZB6UEJlTtqzzHCOeet0Ek8';
const GA = 'v=2&tid=G-HNFM342006&gtm=45je6231v874724966&cid=1904735325.1764877160&en=scroll';

export const OTHERS: readonly Row[] = [
  {
    what: 'B GA4',
    action: 'block',
    samples: [
      { ...get(`https://www.google-analytics.com/g/collect?${GA}`), method: 'POST' },
      get(`https://region1.google-analytics.com/g/collect?${GA}`),
      get(`https://analytics.google.com/g/collect?${GA}`),
      get('https://www.google-analytics.com/r/collect?v=1&tid=UA-1-1&cid=1'),
      get('https://stats.g.doubleclick.net/j/collect?v=1&tid=UA-1-1'),
    ],
    passes: [
      get(
        'https://www.googletagmanager.com/gtag/js?id=G-HNFM342006&l=dataLayer&cx=c&gtm=45je6231',
        { type: 'script' },
      ),
      get('https://www.googletagmanager.com/gtm.js?id=GTM-NHK8DTX', { type: 'script' }),
      { url: 'https://analytics.google.com/analytics/web/', type: 'document' },
    ],
  },
  {
    what: 'B Google Ads',
    action: 'block',
    samples: [
      get('https://www.google.com/ccm/collect?en=page_view&dl=x&auid=1.2&gtm=45be6231v9'),
      get(`https://www.google.com/ccm/form-data/11398465741?em=tv.1~em.${b64}`),
      get('https://www.google.com/pagead/form-data/1?x=1'),
      get('https://www.google.de/pagead/1p-user-list/1/?x=1'),
      get('https://www.google.co.uk/ads/ga-audiences?v=1'),
      get('https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1/?x=1'),
      get('https://td.doubleclick.net/td/rul/1?x=1', FRAME),
      get('https://ad.doubleclick.net/activity;src=1;type=x'),
      get('https://4823948.fls.doubleclick.net/activityi;src=1', FRAME),
    ],
    passes: [
      get('https://www.google.com/recaptcha/api.js', { type: 'script' }),
      get('https://www.google.com/search?q=pagead'),
      get('https://maps.google.com/maps/api/js?key=x', { type: 'script' }),
    ],
  },
  {
    what: 'B server-side tag managers',
    action: 'block',
    samples: [
      get(`https://sgtm.shop.example/g/collect?${GA}`),
      get(`https://shop.example/a1b2c3/g/collect?${GA}`),
      { ...get('https://metrics.shop.example/g/collect'), method: 'POST' },
      json('https://data.shop.example/data?v=2&event_name=x', {
        event_name: 'x',
        _dcid_temp: 'dcid.1.17.4',
      }),
    ],
    passes: [
      get('https://shop.example/collect?from=Hamburg'),
      get('https://api.shop.example/v2/thing?v=2&tid=12345'),
    ],
  },
  {
    what: 'B Zaraz',
    action: 'block',
    samples: [json('https://shop.example/cdn-cgi/zaraz/t', { name: 'Pageview' })],
    passes: [get('https://shop.example/cdn-cgi/challenge-platform/x')],
  },
  {
    what: 'B TikTok',
    action: 'block',
    samples: [
      get('https://analytics.tiktok.com/i18n/pixel/events.js?sdkid=C2&lib=ttq', { type: 'script' }),
      post('https://analytics.tiktok.com/api/v2/pixel', '{}', TEXT),
      get('https://analytics-ipv6.tiktokw.us/ipv6/enrich_ipv6'),
      json(
        'https://relay.shop.example/t',
        { context: { pixel: { code: 'C2' }, library: { name: 'pixel.js' } } },
        TEXT,
      ),
    ],
    passes: [
      get('https://www.tiktok.com/embed.js', { type: 'script' }),
      get('https://www.tiktok.com/@x'),
    ],
  },
  {
    what: 'B X',
    action: 'block',
    samples: [
      get('https://static.ads-twitter.com/uwt.js', { type: 'script' }),
      get('https://t.co/i/adsct?bci=4&p_id=Twitter&tw_document_href=x'),
      get('https://t.co/1/i/adsct?bci=4'),
      get('https://analytics.twitter.com/i/adsct?bci=4'),
    ],
    passes: [
      get('https://platform.twitter.com/widgets.js', { type: 'script' }),
      { url: 'https://t.co/AbC', type: 'document' },
    ],
  },
  {
    what: 'B LinkedIn',
    action: 'block',
    samples: [
      get('https://snap.licdn.com/li.lms-analytics/insight.min.js', { type: 'script' }),
      get('https://px.ads.linkedin.com/collect?v=2&fmt=js&pid=301905'),
      get('https://px.ads.linkedin.com/attribution_trigger?pid=1'),
      get('https://www.linkedin.com/px/li_sync?redirect=x'),
      json('https://relay.example/wa/', {
        pids: [301905],
        websiteSignalRequestId: 'x',
        signalType: 'CLICK',
      }),
    ],
    passes: [
      get('https://www.linkedin.com/in/somebody', { type: 'document' }),
      get('https://media.licdn.com/a.jpg'),
    ],
  },
  {
    what: 'B Pinterest',
    action: 'block',
    samples: [
      get(
        'https://ct.pinterest.com/v3/?tid=2612345678901&event=pagevisit&ad=%7B%22loc%22%3A%22x%22%7D',
      ),
      get('https://ct.pinterest.com/user/?tid=2612345678901&pd=%7B%7D'),
      get('https://s.pinimg.com/ct/core.js', { type: 'script' }),
    ],
    passes: [
      get('https://i.pinimg.com/originals/a.jpg'),
      get('https://assets.pinterest.com/js/pinit.js'),
    ],
  },
  {
    what: 'B Snap',
    action: 'block',
    samples: [
      post('https://tr.snapchat.com/p', '{}', TEXT),
      post('https://tr6.snapchat.com/p', '{}', TEXT),
      get('https://tr.snapchat.com/cm/i?pid=1&u_scsid=2'),
      get('https://sc-static.net/scevent.min.js', { type: 'script' }),
      json(
        'https://relay.example/p',
        { ctx: { url: 'x' }, req: [{ t: { pid: 'p' } }], u_scsid: 's' },
        TEXT,
      ),
    ],
    passes: [get('https://www.snapchat.com/add/somebody', { type: 'document' })],
  },
  {
    what: 'B Reddit',
    action: 'block',
    samples: [
      get('https://www.redditstatic.com/ads/pixel.js', { type: 'script' }),
      get('https://alb.reddit.com/rp.gif?ts=1&id=t2_x&event=PageVisit'),
    ],
    passes: [get('https://www.redditstatic.com/shreddit/a.js'), get('https://www.reddit.com/r/x/')],
  },
  {
    what: 'B Microsoft',
    action: 'block',
    samples: [
      get('https://bat.bing.com/action/0?ti=4021041&Ver=2&mid=x'),
      get('https://bat.bing.com/bat.js', { type: 'script' }),
      post('https://k.clarity.ms/collect', 'x', TEXT),
      get('https://www.clarity.ms/tag/abc', { type: 'script' }),
    ],
    passes: [
      get('https://www.bing.com/search?q=clarity'),
      get('https://learn.microsoft.com/clarity'),
    ],
  },
  {
    what: 'B Criteo',
    action: 'block',
    samples: [
      get(
        'https://sslwidget.criteo.com/event?a=1&p0=e%3Dce%26m%3D5d41402abc4b2a76b9719d911017c592',
      ),
      get('https://gum.criteo.com/sid/json?x=1'),
      get('https://dynamic.criteo.com/js/ld/ld.js?a=1', { type: 'script' }),
      get('https://static.criteo.net/js/x.js', { type: 'script' }),
    ],
    passes: [{ url: 'https://www.criteo.com/', type: 'document' }],
  },
  {
    what: 'B Yandex',
    action: 'block',
    samples: [get('https://mc.yandex.ru/watch/1?x=1'), get('https://mc.yandex.ru/webvisor/1')],
    passes: [get('https://yandex.ru/maps/')],
  },
  {
    what: 'B HubSpot',
    action: 'block',
    samples: [
      get('https://track.hubspot.com/__ptq.gif?k=1&vi=2&u=3'),
      get('https://js.hs-analytics.net/analytics/1/2.js', { type: 'script' }),
    ],
    passes: [get('https://js.hsforms.net/forms/v2.js', { type: 'script' })],
  },
  {
    what: 'B mails that were opened',
    action: 'block',
    samples: [
      { url: 'https://x.us1.list-manage.com/track/open.php?u=1&id=2&e=3', type: 'image' },
      { url: 'https://u1.ct.sendgrid.net/wf/open?upn=abc', type: 'image' },
      { url: 'https://email.mg.shop.example/o/eJwNyE0', type: 'image' },
      { url: 'https://www.facebook.com/email_open_log_pic.php?mid=1', type: 'image' },
    ],
    passes: [
      { url: 'https://x.us1.list-manage.com/track/click?u=1&id=2&e=3', type: 'document' },
      { url: 'https://email.mg.shop.example/img/logo.png', type: 'image' },
    ],
  },
  {
    what: 'C shapes on any host: GA4, its tag, hashed form data',
    action: 'block',
    samples: [
      get('https://a.example/x?v=2&tid=AW-123&en=x'),
      post('https://a.example/x', 'v=2&tid=GT-ABC', FORM),
      get('https://a.example/x?gtm=45je6231v874724966&tid=1'),
      get(`https://a.example/x?em=tv.1~em.${b64}`),
    ],
    passes: [
      get('https://a.example/x?gtm=4'),
      get('https://a.example/x?em=maria%40example.org'),
      { url: `https://a.example/x?${GA}`, type: 'document' },
    ],
  },
  {
    what: "C M1 the pixel's shape on any host",
    action: 'block',
    samples: [
      get(`https://t.shop.example/p?${HIT}`, { type: 'image' }),
      post('https://shop.example/p', HIT, FORM),
      post('https://shop.example/p', multipart({ id: '605277233983629', ev: 'Lead', dl: PAGE }), {
        'content-type': MULTIPART,
      }),
      { url: `https://t.shop.example/p?${HIT}` },
    ],
    passes: [
      get('https://shop.example/p?id=1234567890123456&variant=2'),
      get('https://shop.example/p?id=605277233983629&ev=open'),
      get('https://shop.example/p?id=605277&ev=PageView&dl=x'),
      { url: `https://shop.example/p?${HIT}`, type: 'document' },
    ],
  },
];
