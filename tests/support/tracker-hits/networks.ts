import { HASH, type TrackerHit } from '../tracker-hit.ts';

const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');

/** Pixels of social networks. */
export const NETWORKS: readonly TrackerHit[] = [
  {
    what: 'a TikTok purchase',
    url: 'https://analytics.tiktok.com/api/v2/pixel',
    json: {
      event: 'CompletePayment',
      context: {
        pixel: { code: 'CABC123' },
        user: { anonymous_id: 'UUTs66', email: HASH, auto_email: HASH },
        page: { url: 'https://shop.example/login/' },
      },
      properties: { value: '5', currency: 'EUR', contents: [{ content_id: 'a' }], query: 'tea' },
    },
    tracker: 'TikTok Pixel',
    summary:
      'TikTok was told: CompletePayment 5 EUR (1 product) on shop.example, with hashed e-mail taken from a form, hashed e-mail, and browser id and the search words',
    fields: [
      'context.user.anonymous_id',
      'context.user.email',
      'context.user.auto_email',
      'properties.query',
    ],
  },
  {
    what: 'a TikTok click, with what the pixel reads by itself',
    url: 'https://analytics.tiktok.com/api/v2/pixel/act',
    json: {
      action: 'Click',
      context: {
        pixel: { code: 'CABC123' },
        ad: { ttclid: 'E.C.P.x' },
        user: { locale: 'de' },
        page: { url: 'https://shop.example/' },
      },
      auto_collected_properties: { trigger_element: { inner_text: 'Log in' } },
    },
    tracker: 'TikTok Pixel',
    summary: 'TikTok was told: Click on shop.example, with click id and the text of the button',
    fields: ['context.ad.ttclid', 'auto_collected_properties.trigger_element.inner_text'],
  },
  {
    what: 'a visit for X',
    url: `https://t.co/i/adsct?p_id=Twitter&tw_document_href=${SHOP}&bci=4711&twclid=N&events=${encodeURIComponent('[["pageview",null]]')}`,
    tracker: 'X Pixel',
    summary: 'X was told: a visit on shop.example, with browser id',
    fields: ['bci'],
  },
  {
    what: 'a purchase for X',
    url: `https://analytics.twitter.com/i/adsct?tw_document_href=${SHOP}&pl_id=ab12&events=${encodeURIComponent(`[["tw-abc-def",{"value":"19.90","currency":"EUR","num_items":2,"email_address":"${HASH}"}]]`)}`,
    tracker: 'X Pixel',
    summary:
      'X was told: tw-abc-def 19.90 EUR (2 products) on shop.example, with hashed e-mail, and browser id',
    fields: ['events.0.1.email_address', 'pl_id'],
  },
  {
    what: 'a post of X in a page',
    url: 'https://syndication.twitter.com/settings?session_id=ab12cd',
    tracker: 'X embeds',
    summary: 'X was told: a post or a button of X was shown, with browser id',
    fields: ['session_id'],
  },
  {
    what: 'a visit for LinkedIn',
    url: `https://px.ads.linkedin.com/collect?v=2&fmt=js&pid=1234567&url=${SHOP}&li_adsId=ab12`,
    tracker: 'LinkedIn Insight Tag',
    summary: 'LinkedIn was told: a visit on shop.example, with browser id',
    fields: ['li_adsId'],
  },
  {
    what: 'a conversion for LinkedIn',
    url: `https://px4.ads.linkedin.com/collect?pid=1234567&conversionId=99&url=${SHOP}`,
    tracker: 'LinkedIn Insight Tag',
    summary: 'LinkedIn was told: a conversion on shop.example',
    fields: [],
  },
  {
    what: "LinkedIn's click recorder on any host",
    url: 'https://relay.example/wa/',
    json: {
      pids: [1234567],
      websiteSignalRequestId: 'x',
      signalType: 'CLICK',
      url: 'https://shop.example/',
      pageTitle: 'Jobs',
      liFatId: '',
      domAttributes: { innerText: 'Apply' },
    },
    tracker: 'LinkedIn Insight Tag',
    summary:
      'LinkedIn was told: a click on shop.example, with the title of the page and the text of what was clicked',
    fields: ['pageTitle', 'domAttributes.innerText'],
  },
  {
    what: 'a checkout for Pinterest',
    url: `https://ct.pinterest.com/v3/?tid=1234567890123&event=checkout&ad=${encodeURIComponent('{"loc":"https://shop.example/thanks"}')}&ed=${encodeURIComponent('{"value":12,"currency":"EUR","order_quantity":2}')}&pd=${encodeURIComponent(`{"em":"${HASH}"}`)}`,
    tracker: 'Pinterest Tag',
    summary: 'Pinterest was told: checkout 12 EUR (2 products) on shop.example, with hashed e-mail',
    fields: ['pd.em'],
  },
  {
    what: 'who visits, for Pinterest',
    url: `https://ct.pinterest.com/user/?tid=1234567890123&pd=${encodeURIComponent(`{"em":"${HASH}","ph":"${HASH}"}`)}`,
    tracker: 'Pinterest Tag',
    summary: 'Pinterest was told: who the visitor is, with hashed e-mail and phone',
    fields: ['pd.em', 'pd.ph'],
  },
  {
    what: 'a purchase for Snap, among other events',
    url: 'https://tr.snapchat.com/p',
    json: {
      ctx: { url: 'https://shop.example/' },
      req: [
        { t: { pid: 'ab', ev: 'PAGE_VIEW' } },
        { t: { pid: 'ab', ev: 'PURCHASE', u_hem: HASH, e_pr: '5', e_cur: 'EUR', e_ni: '2' } },
      ],
      u_scsid: 'x1',
      u_sclid: 'y2',
    },
    tracker: 'Snap Pixel',
    summary:
      'Snap was told: PURCHASE 5 EUR (2 products) and 1 more on shop.example, with hashed e-mail, and visit number and click id',
    fields: ['req.1.t.u_hem', 'u_scsid', 'u_sclid'],
  },
  {
    what: 'which browser it is, for Snap',
    url: 'https://tr.snapchat.com/cm/i?pid=ab&u_scsid=x1',
    tracker: 'Snap Pixel',
    summary: 'Snap was told: which browser this is, with visit number',
    fields: ['u_scsid'],
  },
  {
    what: 'a purchase for Reddit',
    url: `https://alb.reddit.com/rp.gif?id=t2_abc&event=Purchase&m.valueDecimal=12.50&m.currency=EUR&m.itemCount=1&em=${HASH}&uuid=ab-12&dpm=x`,
    tracker: 'Reddit Pixel',
    summary: 'Reddit was told: Purchase 12.50 EUR (1 product), with hashed e-mail, and browser id',
    fields: ['em', 'uuid'],
  },
  {
    what: 'a visit for Spotify',
    url: 'https://pixels.spotify.com/v1/ingest',
    json: {
      batch: [{ pid: 'ab', events: [{ action: 'view', body: { url: 'https://shop.example/' } }] }],
    },
    tracker: 'Spotify Pixel',
    summary: 'Spotify was told: a visit on shop.example',
    fields: [],
  },
];
