import type { Hostname } from '../../../src/model/terms.ts';
import { HASH, type TrackerHit } from '../tracker-hit.ts';

const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');

/** Counters of visits. */
export const MEASURING: readonly TrackerHit[] = [
  {
    what: 'a visit for Yandex',
    url: `https://mc.yandex.ru/watch/12345678?page-url=${SHOP}&browser-info=pv%3A1%3Aw%3A1000x800`,
    tracker: 'Yandex Metrica',
    summary: 'Yandex was told: a visit on shop.example, with the make of the browser',
    fields: ['browser-info'],
  },
  {
    what: 'a purchase for Yandex',
    url: `https://mc.yandex.ru/watch/12345678?page-url=${SHOP}&site-info=${encodeURIComponent('{"__ym":{"ecommerce":[{"currencyCode":"RUB","purchase":{"actionField":{"id":"T1","revenue":500},"products":[{"id":"a"},{"id":"b"}]}}]}}')}`,
    tracker: 'Yandex Metrica',
    summary: 'Yandex was told: a purchase 500 RUB (2 products) on shop.example',
    fields: [],
  },
  {
    what: 'a film for Yandex',
    url: `https://mc.yandex.com/webvisor/12345678?page-url=${SHOP}`,
    tracker: 'Yandex Metrica',
    summary: 'Yandex was told: a film of the visit on shop.example',
    fields: [],
  },
  {
    what: 'a goal for Yandex',
    url: `https://mc.yandex.ru/watch/12345678?page-url=${encodeURIComponent('goal://shop.example/ORDER')}`,
    tracker: 'Yandex Metrica',
    summary: 'Yandex was told: a goal was reached on shop.example',
    fields: [],
  },
  {
    what: 'a visit for HubSpot',
    url: `https://track.hubspot.com/__ptq.gif?k=1&a=123&pu=${SHOP}&t=Basket&vi=ab12&u=1.ab&b=1.ab.2`,
    tracker: 'HubSpot',
    summary:
      'HubSpot was told: a visit on shop.example, with the title of the page, browser id and visit number',
    fields: ['t', 'vi', 'u', 'b'],
  },
  {
    what: 'a form for HubSpot',
    url: 'https://forms.hscollectedforms.net/collected-forms/submit/form',
    json: {
      contactFields: { email: 'maria@example.org', firstName: 'Maria' },
      pageUrl: 'https://shop.example/kontakt',
      pageTitle: 'Kontakt',
      utk: 'ab12',
    },
    tracker: 'HubSpot forms',
    summary:
      'HubSpot was told: what was typed into a form on shop.example, with e-mail, first name, the title of the page and browser id',
    fields: ['contactFields.email', 'contactFields.firstName', 'pageTitle', 'utk'],
  },
  {
    what: 'an order for a Matomo',
    url: `https://stats.shop.example/matomo.php?idsite=1&rec=1&url=${SHOP}&action_name=Thanks&idgoal=0&ec_id=T1&revenue=30&ec_items=${encodeURIComponent('[["a","A"],["b","B"]]')}&_id=ab12&uid=4711`,
    tracker: 'Matomo',
    summary:
      "The site's Matomo was told: a purchase 30 (2 products) on shop.example, with the title of the page, order number, browser id and customer number",
    fields: ['action_name', 'ec_id', '_id', 'uid'],
  },
  {
    what: 'a search for a Matomo',
    url: `https://stats.shop.example/piwik.php?idsite=1&rec=1&url=${SHOP}&search=tea&_id=ab12`,
    tracker: 'Matomo',
    summary:
      "The site's Matomo was told: a search on shop.example, with the search words and browser id",
    fields: ['search', '_id'],
  },
  {
    what: 'a purchase for Adobe, on a host of the site',
    url: `https://metrics.shop.example/b/ss/shopprod/1/JS-2.22/s123?g=${SHOP}&pageName=thanks&events=event12%2Cpurchase&mid=123&purchaseID=T1&zip=10115`,
    tracker: 'Adobe Analytics',
    summary:
      'Adobe was told: a purchase on shop.example, with the title of the page, postcode, browser id and order number',
    fields: ['pageName', 'zip', 'mid', 'purchaseID'],
  },
  {
    what: 'a visit for Adobe, by its new kit',
    url: 'https://edge.adobedc.net/ee/v1/interact?configId=ab12',
    json: {
      events: [
        {
          xdm: {
            eventType: 'web.webpagedetails.pageViews',
            web: { webPageDetails: { URL: 'https://shop.example/', name: 'home' } },
            identityMap: { ECID: [{ id: '123' }], Email_LC_SHA256: [{ id: HASH }] },
          },
        },
      ],
    },
    tracker: 'Adobe Experience Platform',
    summary:
      'Adobe was told: a visit on shop.example, with hashed e-mail, and the title of the page and browser id',
    fields: [
      'events.0.xdm.web.webPageDetails.name',
      'events.0.xdm.identityMap.Email_LC_SHA256.0.id',
      'events.0.xdm.identityMap.ECID.0.id',
    ],
  },
  {
    what: 'a visit for the trackers behind Zaraz',
    url: 'https://shop.example/cdn-cgi/zaraz/t',
    json: { name: 'Pageview', system: { page: { url: 'https://shop.example/', title: 'Tea' } } },
    tracker: 'Cloudflare Zaraz',
    summary: 'Cloudflare Zaraz was told: Pageview on shop.example, with the title of the page',
    fields: ['system.page.title'],
  },
  {
    what: "Cloudflare's counter",
    url: 'https://shop.example/cdn-cgi/rum?',
    json: { location: 'https://shop.example/', timings: [] },
    tracker: 'Cloudflare Web Analytics',
    summary: 'Cloudflare was told: how fast a page was on shop.example',
    fields: [],
  },
  {
    what: 'a visit for Comscore',
    url: `https://sb.scorecardresearch.com/b?c1=2&c2=123&c7=${SHOP}&c8=Basket&cs_fpid=ab12`,
    tracker: 'Comscore',
    summary:
      'Comscore was told: a visit on shop.example, with the title of the page and browser id',
    fields: ['c8', 'cs_fpid'],
  },
  {
    what: 'a visit for Nielsen',
    url: `https://secure-us.imrworldwide.com/cgi-bin/m?ci=us-1&si=${SHOP}`,
    tracker: 'Nielsen',
    summary: 'Nielsen was told: a visit on shop.example',
    fields: [],
  },
  {
    what: 'a reader for Chartbeat',
    url: 'https://ping.chartbeat.net/ping?h=news.example&p=%2F&u=ab12&i=News&t=cd34',
    more: { page: 'news.example' as Hostname },
    tracker: 'Chartbeat',
    summary:
      'Chartbeat was told: how a page is read on news.example, with the title of the page, browser id and visit number',
    fields: ['i', 'u', 't'],
  },
  {
    what: 'a visit for Quantcast, with its fields in the path',
    url: 'https://pixel.quantserve.com/pixel;r=1;a=p-ab;url=https%3A%2F%2Fshop.example%2F;fpa=P0-12;event=load',
    tracker: 'Quantcast',
    summary: 'Quantcast was told: a visit on shop.example, with browser id',
    fields: ['fpa'],
  },
  {
    what: 'a visit for Salesforce',
    url: 'https://beacon.krxd.net/pixel.gif?_kpid=ab&_kua_zip=10115&_kua_gender=&_kpref_=https%3A%2F%2Fshop.example%2F',
    tracker: 'Salesforce Audience Studio',
    summary: 'Salesforce was told: a visit on shop.example, with postcode',
    fields: ['_kua_zip'],
  },
  {
    what: 'how a page behaved, for New Relic',
    url: `https://bam.nr-data.net/events/1/NRBR-ab?a=1&s=ab12&ref=${SHOP}`,
    tracker: 'New Relic',
    summary: 'New Relic was told: how a page behaved on shop.example, with visit number',
    fields: ['s'],
  },
];
