import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, RequestInfo } from '../../../src/model/request.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { decode } from '../../../src/trackers/decode.ts';
import { requestTo } from '../../support/request-info.ts';

const HASH = '60c61206e36204aa3ac3b26c9994204e05c1f48ad55414a653704cecae7c43be';
const FBP = 'fb.1.1700083983516.1957486760';

/** The fields of a URL's query, then those of a body given as an object. */
function fieldsOf(url: string, body: Readonly<Record<string, string>> = {}): readonly Field[] {
  const query = [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
  return [...query, ...Object.entries(body).map(([name, value]) => ({ name, value }))];
}

function told(url: string, body?: Readonly<Record<string, string>>, more?: Partial<RequestInfo>) {
  return decode(requestTo(url, more), fieldsOf(url, body));
}

interface Row {
  readonly what: string;
  readonly url: string;
  readonly body?: Readonly<Record<string, string>>;
  readonly tracker: string;
  readonly summary: string;
  readonly fields: readonly string[];
}

const TR = 'https://www.facebook.com/tr/?id=605277233983629';
const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');

const ROWS: readonly Row[] = [
  {
    what: 'a pixel hit as an image',
    url: `${TR}&ev=Purchase&dl=${SHOP}&cd[value]=89.90&cd[currency]=EUR&fbp=${FBP}`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: Purchase 89.90 EUR on shop.example, with browser id',
    fields: ['fbp'],
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
    what: 'a click, posted as a form',
    url: 'https://www.facebook.com/tr/',
    body: {
      id: '605277233983629',
      ev: 'SubscribedButtonClick',
      dl: 'https://help.example/contact',
      'cd[buttonText]': 'Send',
      'cd[formFeatures]': '[{"name":"email"}]',
    },
    tracker: 'Meta Pixel',
    summary:
      'Meta was told: a button was clicked on help.example, with the text of the button and the fields of the form',
    fields: ['cd[buttonText]', 'cd[formFeatures]'],
  },
  {
    what: 'a pixel hit without scripts',
    url: `${TR}&ev=PageView&noscript=1`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: PageView',
    fields: [],
  },
  {
    what: 'a gateway hit',
    url: 'https://capig.shop.example/events/abc',
    body: {
      event_name: 'InputData',
      'fb.pixel_id': '639718045141621',
      'fb.advanced_matching.em': HASH,
      'website_context.location': 'https://shop.example/contact?fbclid=1',
      'fb.fbp': FBP,
      'fb.clickID': 'fb.1.1.IwAR',
    },
    tracker: 'Meta Conversions API',
    summary:
      'Meta was told: what was typed into a form on shop.example, with hashed e-mail, and browser id and click id',
    fields: ['fb.advanced_matching.em', 'fb.fbp', 'fb.clickID'],
  },
  {
    what: 'the format of servers, with several events',
    url: 'https://gateway.shop.example/capi/123456/events',
    body: {
      'data.0.event_name': 'Purchase',
      'data.0.user_data.madid': '38400000-8cf0-11bd-b23e-10b96e40000d',
      'data.0.custom_data.value': '9.99',
      'data.0.custom_data.currency': 'EUR',
      'data.1.event_name': 'ViewContent',
    },
    tracker: 'Meta Conversions API',
    summary:
      'Meta was told: Purchase 9.99 EUR and 1 more on gateway.shop.example, with advertising id',
    fields: ['data.0.user_data.madid'],
  },
  {
    what: 'a PixelYourSite relay',
    url: 'https://blog.example/wp-admin/admin-ajax.php',
    body: {
      action: 'pys_api_event',
      pixel: 'facebook',
      event: 'PageView',
      'data[_fbp]': FBP,
      url: 'https://blog.example/emergency',
    },
    tracker: 'Meta Conversions API',
    summary: 'Meta was told: PageView on blog.example, with browser id',
    fields: ['data[_fbp]'],
  },
  {
    what: "an app's events",
    url: 'https://graph.facebook.com/v16.0/123456789012345/activities',
    body: {
      event: 'CUSTOM_APP_EVENTS',
      anon_id: 'XZ5f0c',
      advertiser_id: '38400000',
      ud: `{"em":"${HASH}"}`,
      extinfo: '["a2"]',
      application_package_name: 'com.shop.app',
      custom_events: '[{"_eventName":"fb_mobile_activate_app","_logTime":1}]',
    },
    tracker: 'Meta App Events',
    summary:
      'Meta was told: fb_mobile_activate_app in com.shop.app, with app install number, advertising id and the make of the device, and hashed personal data',
    fields: ['anon_id', 'advertiser_id', 'ud', 'extinfo'],
  },
  {
    what: 'advertising in an app',
    url: 'https://graph.facebook.com/network_ads_common',
    body: { IDFA: '38400000', CARRIER: 'Telekom', ANALOG: '{}' },
    tracker: 'Meta Audience Network',
    summary:
      'Meta was told: an app shows advertising, with advertising id, phone company and motion and battery',
    fields: ['IDFA', 'CARRIER', 'ANALOG'],
  },
  {
    what: 'a position',
    url: 'https://graph.facebook.com/v5.0/current_place/results?coordinates={}&wifi={}',
    tracker: 'Meta Places',
    summary: 'Meta was told: where the device is, with position and the Wi-Fi around',
    fields: ['coordinates', 'wifi'],
  },
  {
    what: 'a Like button',
    url: 'https://www.facebook.com/v22.0/plugins/like.php?href=https%3A%2F%2Fnews.example%2Fa',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Like button was shown on news.example',
    fields: [],
  },
  {
    what: 'a plug-in on its new host',
    url: 'https://socialplugin.facebook.net/page.php?href=https%3A%2F%2Fnews.example%2Fa',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Facebook page box was shown on news.example',
    fields: [],
  },
  {
    what: 'the question who is logged in',
    url: 'https://www.facebook.com/x/oauth/status?client_id=1&redirect_uri=https%3A%2F%2Fnews.example%2F',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: somebody opened a page, and who may be logged in on news.example',
    fields: [],
  },
  {
    what: 'two events of Google Analytics in one body',
    url: 'https://region1.google-analytics.com/g/collect?v=2&tid=G-HNFM342006&cid=1.2',
    body: { en: 'purchase', 'epn.value': '12.50', cu: 'USD', dl: 'https://shop.example/' },
    tracker: 'Google Analytics',
    summary: 'Google was told: purchase 12.50 USD on shop.example, with browser id',
    fields: ['cid'],
  },
  {
    what: "Google's hashed form data",
    url: 'https://www.google.com/ccm/form-data/1139?gtm=45be6231v9170577772&auid=16.17&em=tv.1~em.YsAr_2V73d~pn.abc',
    tracker: 'Google Ads',
    summary: 'Google was told: a visit, with hashed e-mail and phone, and browser id',
    fields: ['em', 'auid'],
  },
  {
    what: 'a TikTok hit',
    url: 'https://analytics.tiktok.com/api/v2/pixel',
    body: {
      event: 'CompletePayment',
      'context.pixel.code': 'C2J87',
      'context.user.anonymous_id': 'UUTs66C64yjhna71nfypNJRsYar',
      'context.user.email': HASH,
      'context.user.auto_email': HASH,
      'context.page.url': 'https://shop.example/login/',
      'properties.value': '5',
      'properties.currency': 'EUR',
    },
    tracker: 'TikTok Pixel',
    summary:
      'TikTok was told: CompletePayment 5 EUR on shop.example, with browser id, hashed e-mail, and hashed e-mail taken from a form',
    fields: ['context.user.anonymous_id', 'context.user.email', 'context.user.auto_email'],
  },
  {
    what: 'a TikTok click, with what the pixel reads by itself',
    url: 'https://analytics.tiktok.com/api/v2/pixel/act',
    body: {
      action: 'Click',
      'context.pixel.code': 'C2J87',
      'context.ad.ttclid': 'E.C.P.x',
      'context.user.locale': 'de',
      'context.page.url': 'https://shop.example/',
      'auto_collected_properties.trigger_element.inner_text': 'Log in',
    },
    tracker: 'TikTok Pixel',
    summary: 'TikTok was told: Click on shop.example, with click id and the text of the button',
    fields: ['context.ad.ttclid', 'auto_collected_properties.trigger_element.inner_text'],
  },
  {
    what: 'an app that was installed',
    url: 'https://ep1.facebook.com/v17.0/123456789012345/activities',
    body: { event: 'MOBILE_APP_INSTALL', ud: '{}' },
    tracker: 'Meta App Events',
    summary: 'Meta was told: an app was installed',
    fields: [],
  },
  {
    what: 'an app whose events are not named',
    url: 'https://relay.example/x',
    body: { extinfo: '["a2"]', custom_events: 'x' },
    tracker: 'Meta App Events',
    summary: 'Meta was told: what is done in an app, with the make of the device',
    fields: ['extinfo'],
  },
  {
    what: 'a plug-in that has no name of its own, and one that was seen',
    url: 'https://m.facebook.com/plugins/quote.php?href=https%3A%2F%2Fnews.example%2F&ref=xx',
    tracker: 'Meta Social Plugins',
    summary:
      'Meta was told: a Facebook plug-in was shown on news.example, with how the visitor came',
    fields: ['ref'],
  },
  {
    what: 'an impression of a plug-in',
    url: 'https://www.facebook.com/platform/impression.php/f1b2/?lid=115',
    tracker: 'Meta Social Plugins',
    summary: 'Meta was told: a Facebook plug-in was seen',
    fields: [],
  },
  {
    what: 'an identifier among the matching fields, and names that mean nothing',
    url: `${TR}&ev=PageView&ud[fbp]=${FBP}&ud[constructor]=x&ud[colour]=red&ud[em]=`,
    tracker: 'Meta Pixel',
    summary: 'Meta was told: PageView, with browser id',
    fields: ['ud[fbp]'],
  },
  {
    what: 'hashed data with a key that means nothing',
    url: `https://www.google.com/ccm/form-data/1?gtm=45be6231v9&em=tv.1~zz.abc~ln0.def`,
    tracker: 'Google Ads',
    summary: 'Google was told: a visit, with hashed last name',
    fields: ['em'],
  },
  {
    what: 'an X hit',
    url: `https://t.co/i/adsct?p_id=Twitter&tw_document_href=${SHOP}&bci=4711&twclid=N`,
    tracker: 'X Pixel',
    summary: 'X was told: a visit on shop.example, with browser id',
    fields: ['bci'],
  },
  {
    what: "LinkedIn's click recorder on any host",
    url: 'https://relay.example/wa/',
    body: {
      pids: '301905',
      websiteSignalRequestId: 'x',
      signalType: 'CLICK',
      url: 'https://shop.example/',
      innerText: 'Apply',
    },
    tracker: 'LinkedIn Insight Tag',
    summary: 'LinkedIn was told: CLICK on shop.example, with the text of what was clicked',
    fields: ['innerText'],
  },
  {
    what: 'a Snap hit',
    url: 'https://tr.snapchat.com/p',
    body: {
      u_scsid: 'x1',
      'ctx.url': 'https://shop.example/',
      'req.0.t.ev': 'PURCHASE',
      'req.0.t.u_hem': HASH,
    },
    tracker: 'Snap Pixel',
    summary: 'Snap was told: PURCHASE on shop.example, with hashed e-mail, and visit number',
    fields: ['req.0.t.u_hem', 'u_scsid'],
  },
  {
    what: 'a film of a visit',
    url: 'https://k.clarity.ms/collect',
    tracker: 'Microsoft Clarity',
    summary: 'Microsoft was told: a film of the visit',
    fields: [],
  },
  {
    what: 'a mail that was opened',
    url: 'https://x.us1.list-manage.com/track/open.php?u=11&id=22&e=33',
    tracker: 'E-mail tracking',
    summary: 'The sender was told: a mail was opened, with newsletter, mail and reader',
    fields: ['u', 'id', 'e'],
  },
];

describe('decode', () => {
  it.each(ROWS)('$what', ({ url, body, tracker, summary, fields }) => {
    expect(told(url, body)).toEqual({ tracker, summary, fields });
  });

  it('counts the events of one body', () => {
    const url = 'https://www.google-analytics.com/g/collect?v=2&tid=G-HNFM342006';
    const fields = [
      ...fieldsOf(url),
      { name: 'en', value: 'scroll' },
      { name: 'en', value: 'click' },
    ];
    expect(decode(requestTo(url), fields)?.summary).toBe('Google was told: scroll and 1 more');
  });

  it('takes the page that asked where the fields name none', () => {
    const page = 'shop.example' as Hostname;
    const summary = 'Meta was told: PageView on shop.example';
    expect(told(`${TR}&ev=PageView`, {}, { page })?.summary).toBe(summary);
  });

  it.each([
    'https://shop.example/product?id=1234567890123456&variant=2',
    'https://shop.example/events?from=2026-01-01',
    'https://api.example/v2/thing?v=2&tid=12345',
    'https://www.facebook.com/v22.0/dialog/oauth?client_id=1',
    'https://graph.facebook.com/v22.0/me?fields=id,name',
    'https://t.co/abc',
    'https://shop.example/?fbclid=abc',
    'https://notclarity.ms.example/collect',
  ])('knows nothing of %s', (url) => {
    expect(told(url)).toBeNull();
  });
});

describe('what a person must not find in the log', () => {
  it('is any value of a personal field', () => {
    const secret = 'maria.schmidt@example.org';
    for (const { url, body } of ROWS) {
      const fields = fieldsOf(url, body).map(({ name, value }) =>
        /em|ph|email|external|user|innerText|buttonText/i.test(name)
          ? { name, value: secret }
          : { name, value },
      );
      const decoded = decode(requestTo(url), fields);
      expect(JSON.stringify(decoded)).not.toContain('maria');
    }
  });
});

it('never throws, and keeps the sentence bounded and printable, whatever it is given', () => {
  const names = [
    ...new Set(ROWS.flatMap(({ url, body }) => fieldsOf(url, body)).map((f) => f.name)),
  ];
  // Any UTF-16, control characters and halves of pairs included.
  const text = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
  const field = fc.record({
    name: fc.oneof(fc.constantFrom(...names), text),
    value: fc.oneof(
      text,
      fc.webUrl(),
      fc.constantFrom('x'.repeat(400), '\u202e'.repeat(90)),
      fc.constantFrom('2', 'G-ABC', '605277233983629', '4abcdefg', HASH),
    ),
  });
  const url = fc.constantFrom(...ROWS.map((row) => row.url), 'https://shop.example/');
  let understood = 0;
  fc.assert(
    fc.property(url, fc.array(field, { maxLength: 30 }), (target, fields) => {
      const decoded = decode(requestTo(target), [...fieldsOf(target), ...fields]);
      if (decoded === null) return;
      understood += 1;
      expect(decoded.summary.length).toBeLessThanOrEqual(200);
      for (const text of [decoded.summary, ...decoded.fields]) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(understood).toBeGreaterThan(200);
});
