import { HASH64, type TrackerHit } from '../tracker-hit.ts';

const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');
const GA4 = 'https://region1.google-analytics.com/g/collect?v=2&tid=G-ABCDEF1234&cid=1.2';

/** Google's analytics and advertising, on its own hosts and on others. */
export const GOOGLE: readonly TrackerHit[] = [
  {
    what: 'a visit, with all in the address',
    url: `${GA4}&en=page_view&dl=${SHOP}&dt=Basket&sid=17&uid=4711&gcs=G100`,
    tracker: 'Google Analytics',
    summary:
      'Google was told: page_view on shop.example, with the title of the page, browser id, visit number and customer number',
    fields: ['dt', 'cid', 'sid', 'uid'],
  },
  {
    what: 'events in lines, the one with an amount being told',
    url: `${GA4}&dl=${SHOP}`,
    text: 'en=scroll&epn.percent_scrolled=25\r\nen=purchase&ep.transaction_id=T1&pr1=id1~nmTea&pr2=id2&epn.value=12.5&cu=USD\nen=click',
    tracker: 'Google Analytics',
    summary:
      'Google was told: purchase 12.5 USD (2 products) and 2 more on shop.example, with browser id and order number',
    fields: ['cid', 'ep.transaction_id'],
  },
  {
    what: 'what the site knows of its visitor, and what was searched',
    url: `${GA4}&en=view_search_results&dl=${SHOP}&ep.search_term=tea&up.member=gold`,
    tracker: 'Google Analytics',
    summary:
      'Google was told: view_search_results on shop.example, with what the site knows of the visitor, the search words and browser id',
    fields: ['up.member', 'ep.search_term', 'cid'],
  },
  {
    what: 'hashed data in a hit, on a host of the site',
    url: `https://metrics.shop.example/g/collect?v=2&tid=G-ABCDEF1234&en=form_submit&dl=${SHOP}&em=tv.1~em.${HASH64}~fn0.${HASH64}~co0.DE`,
    tracker: 'Google Analytics',
    summary:
      'Google was told: form_submit on shop.example, with hashed e-mail and first name, and country',
    fields: ['em'],
  },
  {
    what: 'a transaction of the analytics before',
    url: `https://www.google-analytics.com/collect?v=1&tid=UA-1234567-1&t=event&ec=Shop&ea=order&dl=${SHOP}&cid=1.2&ti=T1&tr=20&cu=EUR&pr1id=a&pr1nm=b&pr2id=c`,
    tracker: 'Google Analytics',
    summary:
      'Google was told: order 20 EUR (2 products) on shop.example, with browser id and order number',
    fields: ['cid', 'ti'],
  },
  {
    what: 'a visit of the analytics before',
    url: `https://www.google-analytics.com/j/collect?v=1&tid=UA-1234567-1&t=pageview&dl=${SHOP}&cid=1.2`,
    tracker: 'Google Analytics',
    summary: 'Google was told: pageview on shop.example, with browser id',
    fields: ['cid'],
  },
  {
    what: 'what was typed, hashed',
    url: `https://www.google.com/ccm/form-data/1234567890?gtm=45be6231v9170577772&auid=16.17&em=tv.1~em.${HASH64}~pn.${HASH64}`,
    tracker: 'Google Ads',
    summary:
      'Google was told: what was typed into a form, with hashed e-mail and phone, and browser id',
    fields: ['em', 'auid'],
  },
  {
    what: 'hashed data with a key that means nothing',
    url: 'https://www.google.com/ccm/form-data/1?gtm=45be6231v9&em=tv.1~zz.abc~ln0.def',
    tracker: 'Google Ads',
    summary: 'Google was told: what was typed into a form, with hashed last name',
    fields: ['em'],
  },
  {
    what: 'a conversion',
    url: `https://www.googleadservices.com/pagead/conversion/1234567890/?value=89.90&currency_code=EUR&label=abc&oid=4711&url=${SHOP}&gclaw=Cj0`,
    tracker: 'Google Ads',
    summary:
      'Google was told: a conversion 89.90 EUR on shop.example, with order number and click id',
    fields: ['oid', 'gclaw'],
  },
  {
    what: "the tag's own start",
    url: `https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1234567890/?gtm=45be3b81v893339183&url=${SHOP}&tiba=Basket&auid=7.1&data=event%3Dgtag.config`,
    tracker: 'Google Ads',
    summary: 'Google was told: a visit on shop.example, with the title of the page and browser id',
    fields: ['tiba', 'auid'],
  },
  {
    what: 'an event of the site for advertising',
    url: `https://googleads.g.doubleclick.net/pagead/viewthroughconversion/1234567890/?url=${SHOP}&data=event%3Dadd_to_cart%3Bx%3D1`,
    tracker: 'Google Ads',
    summary: 'Google was told: add_to_cart on shop.example',
    fields: [],
  },
  {
    what: 'a list of visitors',
    url: `https://www.google.de/pagead/1p-user-list/1234567890/?url=${SHOP}&auid=7.1`,
    tracker: 'Google Ads',
    summary: 'Google was told: a visit (to advertise again) on shop.example, with browser id',
    fields: ['auid'],
  },
  {
    what: 'a list that the browser keeps',
    url: `https://td.doubleclick.net/td/rul/1234567890?url=${SHOP}`,
    tracker: 'Google Ads',
    summary: 'Google was told: a visit (for a list in the browser) on shop.example',
    fields: [],
  },
  {
    what: 'a visit for all its tags',
    url: `https://www.google.com/ccm/collect?en=page_view&dl=${SHOP}&auid=7.1`,
    tracker: 'Google Ads',
    summary: 'Google was told: page_view on shop.example, with browser id',
    fields: ['auid'],
  },
  {
    what: 'Floodlight, with its fields in the path',
    url: 'https://ad.doubleclick.net/activity;src=123;type=sale;cat=shop;qty=1;cost=9.90;ord=4711;~oref=https%3A%2F%2Fshop.example%2Fthanks',
    tracker: 'Google Ads',
    summary: 'Google was told: a conversion 9.90 on shop.example',
    fields: [],
  },
  {
    what: 'an advertisement',
    url: `https://securepubads.g.doubleclick.net/gampad/ads?url=${SHOP}&ga_vid=1.2&cust_params=age%3D30`,
    tracker: 'Google Ad Manager',
    summary:
      'Google was told: an advertisement was asked for on shop.example, with what the site knows of the visitor and browser id',
    fields: ['cust_params', 'ga_vid'],
  },
  {
    what: 'an advertisement that was seen',
    url: 'https://pagead2.googlesyndication.com/activeview?xai=abc',
    tracker: 'Google Ad Manager',
    summary: 'Google was told: an advertisement was seen',
    fields: [],
  },
  {
    what: 'the number of a browser',
    url: 'https://cm.g.doubleclick.net/pixel?google_nid=x&google_hm=abcd',
    tracker: 'Google Ad Manager',
    summary: 'Google was told: which browser this is, with browser id',
    fields: ['google_hm'],
  },
  {
    what: "a shop's server at Stape",
    url: 'https://data.shop.example/data?v=2&event_name=purchase',
    json: {
      event_name: 'purchase',
      _dcid_temp: 'dcid.1.1790000000000.12345',
      page_location: 'https://shop.example/thanks',
      page_title: 'Thanks',
      value: 5,
      currency: 'EUR',
      items: [{ item_id: 'a' }],
      user_data: { email: 'maria@example.org' },
    },
    tracker: 'Stape',
    summary:
      "The shop's server at Stape was told: purchase 5 EUR (1 product) on shop.example, with the title of the page, e-mail and browser id",
    fields: ['page_title', 'user_data.email', '_dcid_temp'],
  },
];
