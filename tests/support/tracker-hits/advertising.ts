import type { Hostname } from '../../../src/model/terms.ts';
import { HASH, type TrackerHit } from '../tracker-hit.ts';

const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');

/** Advertising for shops, and exchanges of numbers. */
export const ADVERTISING: readonly TrackerHit[] = [
  {
    what: 'a visit for Microsoft',
    url: `https://bat.bing.com/action/0?ti=123&Ver=2&sid=a1&vid=b2&msclkid=N&evt=pageLoad&p=${SHOP}&tl=Basket&kw=tea`,
    tracker: 'Microsoft Advertising',
    summary:
      'Microsoft was told: a visit on shop.example, with the title of the page, the words of the page, visit number and browser id',
    fields: ['tl', 'kw', 'sid', 'vid'],
  },
  {
    what: 'a purchase for Microsoft',
    url: `https://bat.bing.com/action/0?ti=123&ea=purchase&ec=shop&gv=89.90&gc=EUR&p=${SHOP}&pid=${encodeURIComponent(`{"em":"${HASH}"}`)}`,
    tracker: 'Microsoft Advertising',
    summary: 'Microsoft was told: purchase 89.90 EUR on shop.example, with hashed e-mail',
    fields: ['pid.em'],
  },
  {
    what: 'a basket for Criteo, and the address of its owner',
    url: `https://sslwidget.criteo.com/event?a=123&v=5.23.0&p0=${encodeURIComponent('e=ce&m=0a5c47f6a8f0d9a9d1f1c1e6f2b0c3d4')}&p1=${encodeURIComponent('e=exd&site_type=d')}&p2=${encodeURIComponent('e=vb&p=[i=1&pr=9]')}&p3=${encodeURIComponent('e=dis')}&bundle=ab12&fu=${encodeURIComponent(SHOP)}`,
    tracker: 'Criteo',
    summary: 'Criteo was told: the basket on shop.example, with hashed e-mail, and browser id',
    fields: ['p0.m', 'bundle'],
  },
  {
    what: 'the number of a browser, for Criteo',
    url: 'https://gum.criteo.com/sid/json?origin=publishertag&bundle=ab12',
    more: { page: 'news.example' as Hostname },
    tracker: 'Criteo',
    summary: 'Criteo was told: which browser this is on news.example, with browser id',
    fields: ['bundle'],
  },
  {
    what: 'a purchase for Taboola',
    url: `https://trc.taboola.com/1234567/log/3/unip?en=make_purchase&revenue=12.5&currency=EUR&item-url=${SHOP}&tblci=Gi`,
    tracker: 'Taboola',
    summary: 'Taboola was told: make_purchase 12.5 EUR on shop.example, with click id',
    fields: ['tblci'],
  },
  {
    what: 'an order for Outbrain',
    url: `https://tr.outbrain.com/unifiedPixel?marketerId=ab&name=Order&orderValue=7&currency=EUR&dl=${SHOP}`,
    tracker: 'Outbrain',
    summary: 'Outbrain was told: Order 7 EUR on shop.example',
    fields: [],
  },
  {
    what: 'a conversion for The Trade Desk',
    url: `https://insight.adsrvr.org/track/conv/?adv=ab&v=10&vf=EUR&orderid=4711&ref=${SHOP}`,
    tracker: 'The Trade Desk',
    summary: 'The Trade Desk was told: a conversion 10 EUR on shop.example, with order number',
    fields: ['orderid'],
  },
  {
    what: 'a visit for Amazon',
    url: 'https://s.amazon-adsystem.com/iu3?pid=ab-12&event=PageView',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Amazon Ads',
    summary: 'Amazon was told: a visit on shop.example',
    fields: [],
  },
  {
    what: 'an advertisement of Amazon',
    url: `https://aax-eu.amazon-adsystem.com/e/dtb/bid?src=3000&u=${SHOP}`,
    tracker: 'Amazon Ads',
    summary: 'Amazon was told: an advertisement was asked for on shop.example',
    fields: [],
  },
  {
    what: 'the number of a browser, for LiveRamp',
    url: `https://idsync.rlcdn.com/712345.gif?sha256=${HASH}`,
    more: { page: 'news.example' as Hostname },
    tracker: 'LiveRamp',
    summary: 'LiveRamp was told: which browser this is on news.example, with hashed e-mail',
    fields: ['sha256'],
  },
  {
    what: 'an auction at Xandr',
    url: 'https://ib.adnxs.com/ut/v3/prebid',
    more: { page: 'news.example' as Hostname },
    tracker: 'Microsoft Xandr',
    summary: 'Microsoft Xandr was told: an advertisement was asked for on news.example',
    fields: [],
  },
  {
    what: 'the number of a browser, for Adobe',
    url: 'https://dpm.demdex.net/id?d_visid_ver=5&d_mid=123456',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Adobe Audience Manager',
    summary:
      'Adobe Audience Manager was told: which browser this is on shop.example, with browser id',
    fields: ['d_mid'],
  },
];
