import type { Hostname } from '../../../src/model/terms.ts';
import { FBP, HASH, type TrackerHit } from '../tracker-hit.ts';

const TR = 'https://www.facebook.com/tr/?id=123456789012345';
const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');

/** Hits of Meta's pixel, gateway and relays. */
export const META: readonly TrackerHit[] = [
  {
    what: 'a pixel hit as an image',
    url: `${TR}&ev=Purchase&dl=${SHOP}&cd[value]=89.90&cd[currency]=EUR&cd[num_items]=3&fbp=${FBP}`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: Purchase 89.90 EUR (3 products) on shop.example, with browser id',
    fields: ['fbp'],
  },
  {
    what: 'what is looked at, with its numbers as JSON',
    url: `${TR}&ev=ViewContent&dl=${SHOP}&cd[content_ids]=${encodeURIComponent('["4711"]')}`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: ViewContent (1 product) on shop.example',
    fields: [],
  },
  {
    what: 'what is bought, as a list',
    url: `${TR}&ev=AddToCart&dl=${SHOP}&cd[contents]=${encodeURIComponent('[{"id":"a","quantity":1},{"id":"b","quantity":2}]')}&cd[search_string]=tea`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: AddToCart (2 products) on shop.example, with the search words',
    fields: ['cd[search_string]'],
  },
  {
    what: 'a pixel hit with what was typed',
    url: `${TR}&ev=Lead&dl=${SHOP}&udff[em]=${HASH}&udff[ph]=${HASH}`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: Lead on shop.example, with hashed e-mail and phone taken from a form',
    fields: ['udff[em]', 'udff[ph]'],
  },
  {
    what: 'a pixel hit with what the site knows, one of it in the clear',
    url: `${TR}&ev=PageView&dl=${SHOP}&ud[em]=${HASH}&ud[external_id]=4711`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: PageView on shop.example, with hashed e-mail, and customer number',
    fields: ['ud[em]', 'ud[external_id]'],
  },
  {
    what: 'the same in the other formats',
    url: `${TR}&ev=PageView&dl=${SHOP}&aud[fn]=${HASH}&cud[ct]=${HASH}&audff[em]=${HASH}`,
    tracker: 'Meta Pixel',
    summary:
      'Meta was told: PageView on shop.example, with hashed e-mail taken from a form, and hashed first name and town',
    fields: ['aud[fn]', 'cud[ct]', 'audff[em]'],
  },
  {
    what: 'a click, posted as a form',
    url: 'https://www.facebook.com/tr/',
    form: {
      id: '123456789012345',
      ev: 'SubscribedButtonClick',
      dl: 'https://help.example/contact',
      'cd[buttonText]': 'Send',
      'cd[formFeatures]': '[{"name":"email"}]',
      'cd[pageFeatures]': '{"title":"Crisis line"}',
    },
    tracker: 'Meta Pixel',
    summary:
      'Meta was told: a button was clicked on help.example, with the text of the button, the fields of the form and the title of the page',
    fields: ['cd[buttonText]', 'cd[formFeatures]', 'cd[pageFeatures]'],
  },
  {
    what: 'what the script reads of the page',
    url: 'https://www.facebook.com/tr/',
    form: {
      id: '123456789012345',
      ev: 'Microdata',
      dl: 'https://clinic.example/termin',
      'cd[OpenGraph]': '{"og:title":"Termin"}',
      'pmd[title]': 'Termin',
    },
    tracker: 'Meta Pixel',
    summary:
      'Meta was told: the content of a page on clinic.example, with what the page is about and the title of the page',
    fields: ['cd[OpenGraph]', 'pmd[title]'],
  },
  {
    what: 'a pixel hit without scripts',
    url: `${TR}&ev=PageView&noscript=1`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: PageView',
    fields: [],
  },
  {
    what: 'the same hit for the privacy sandbox',
    url: `https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?id=123456789012345&ev=Purchase&dl=${SHOP}`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: Purchase on shop.example',
    fields: [],
  },
  {
    what: "the browser's own topics",
    url: 'https://www.facebook.com/privacy_sandbox/topics/registration/?id=123456789012345',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Meta Pixel',
    summary: "Meta was told: the browser's list of interests, and a visit on shop.example",
    fields: [],
  },
  {
    what: 'a hit that has not the shape of one',
    url: `https://www.instagram.com/tr/?dl=${SHOP}`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: an event on shop.example',
    fields: [],
  },
  {
    what: "the pixel's script",
    url: 'https://connect.facebook.net/en_US/fbevents.js',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Meta Pixel',
    summary: 'Meta was told: its pixel was loaded on shop.example',
    fields: [],
  },
  {
    what: "the pixel's settings",
    url: 'https://connect.facebook.net/signals/config/123456789012345?v=2.9.285&r=stable',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Meta Pixel',
    summary: 'Meta was told: its pixel is at work on shop.example',
    fields: [],
  },
  {
    what: 'a gateway hit',
    url: 'https://capig.shop.example/events/abc',
    json: {
      event_name: 'InputData',
      'fb.pixel_id': '123456789012345',
      'fb.advanced_matching': { em: HASH, fb_login_id: '99' },
      website_context: { location: 'https://shop.example/contact?fbclid=1' },
      'fb.fbp': FBP,
      'fb.clickID': 'fb.1.1.IwAR',
    },
    tracker: 'Meta Conversions API',
    summary:
      'Meta was told: what was typed into a form on shop.example, with hashed e-mail, and Facebook login, browser id and click id',
    fields: ['fb.advanced_matching.em', 'fb.advanced_matching.fb_login_id', 'fb.fbp', 'fb.clickID'],
  },
  {
    what: 'a purchase through the gateway, on a host that says nothing',
    url: 'https://5z-0f0f.ecs.us-east-1.on.aws/events?cee=no',
    json: {
      event_name: 'Purchase',
      'fb.pixel_id': '123456789012345',
      'fb.dynamic_product_ads': { content_ids: ['a', 'b', 'c'] },
      custom_data: { value: 19.9, currency: 'USD' },
      website_context: { location: 'https://shop.example/thanks' },
      'fb.search_string': '',
    },
    tracker: 'Meta Conversions API',
    summary: 'Meta was told: Purchase 19.9 USD (3 products) on shop.example',
    fields: [],
  },
  {
    what: "WordPress's own relay",
    url: 'https://blog.example/?ob=open-bridge/events',
    json: {
      event_name: 'Lead',
      'fb.pixel_id': '123456789012345',
      'fb.advanced_matching': { ph: HASH },
    },
    tracker: 'Meta Conversions API',
    summary: 'Meta was told: Lead on blog.example, with hashed phone',
    fields: ['fb.advanced_matching.ph'],
  },
  {
    what: 'the format of servers, with several events',
    url: 'https://gateway.shop.example/capi/123456/events',
    json: {
      accessKey: 'k',
      data: [
        {
          event_name: 'Purchase',
          user_data: { madid: '38400000-8cf0-11bd-b23e-10b96e40000d', em: [HASH], fbp: FBP },
          app_data: { extinfo: ['a2'] },
          custom_data: { value: 9.99, currency: 'EUR', contents: [{ id: 1 }] },
        },
        { event_name: 'ViewContent', user_data: {} },
      ],
    },
    tracker: 'Meta Conversions API',
    summary:
      'Meta was told: Purchase 9.99 EUR (1 product) and 1 more on gateway.shop.example, with hashed e-mail, and advertising id and browser id',
    fields: ['data.0.user_data.madid', 'data.0.user_data.em.0', 'data.0.user_data.fbp'],
  },
  {
    what: "a shop's own relay, which names things as it likes",
    url: 'https://shop.example/api/meta/capi',
    json: {
      event_name: 'Lead',
      email: 'maria@example.org',
      phone: '+491511234567',
      fbp: FBP,
      fbc: 'fb.1.1.IwAR',
      event_source_url: 'https://shop.example/kontakt',
    },
    tracker: 'Meta Conversions API',
    summary: 'Meta was told: Lead on shop.example, with e-mail, phone, browser id and click id',
    fields: ['email', 'phone', 'fbp', 'fbc'],
  },
  {
    what: 'a PixelYourSite relay, as a form',
    url: 'https://blog.example/wp-admin/admin-ajax.php',
    form: {
      action: 'pys_api_event',
      pixel: 'facebook',
      event: 'PageView',
      'data[_fbp]': FBP,
      'data[page_title]': 'Emergency',
      'data[user_role]': 'guest',
      woo_order: '',
      url: 'https://blog.example/emergency',
    },
    tracker: 'Meta Conversions API',
    summary:
      'Meta was told: PageView on blog.example, with browser id, the title of the page and the role on the site',
    fields: ['data[_fbp]', 'data[page_title]', 'data[user_role]'],
  },
  {
    what: 'a PixelYourSite relay for TikTok, as JSON',
    url: 'https://blog.example/wp-json/pys-tiktok/v1/event',
    json: { event: 'CompletePayment', ids: ['C2'], data: { value: '12', currency: 'EUR' } },
    tracker: 'TikTok Events API',
    summary: 'TikTok was told: CompletePayment 12 EUR on blog.example',
    fields: [],
  },
  {
    what: 'an identifier among the matching fields, and names that mean nothing',
    url: `${TR}&ev=PageView&ud[fbp]=${FBP}&ud[constructor]=x&ud[colour]=red&ud[em]=`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: PageView, with browser id',
    fields: ['ud[fbp]'],
  },
];
