import type { Hostname } from '../../../src/model/terms.ts';
import type { TrackerHit } from '../tracker-hit.ts';

const SHOP = encodeURIComponent('https://shop.example/cart?customer=4711');

/** What is done in a product, and films of visits. */
export const BEHAVIOUR: readonly TrackerHit[] = [
  {
    what: 'events for Amplitude',
    url: 'https://api2.amplitude.com/2/httpapi',
    json: {
      api_key: 'ab',
      events: [
        { event_type: 'open', user_id: 'u-17', device_id: 'd-18' },
        { event_type: 'upgrade', revenue: 9.99, user_properties: { email: 'maria@example.org' } },
      ],
    },
    tracker: 'Amplitude',
    summary:
      'Amplitude was told: upgrade 9.99 and 1 more, with e-mail, customer number and device number',
    fields: ['events.1.user_properties.email', 'events.0.user_id', 'events.0.device_id'],
  },
  {
    what: 'events for Amplitude, as before',
    url: 'https://api.amplitude.com/',
    form: { e: '[{"event_type":"open","device_id":"d-18"}]', client: 'ab' },
    tracker: 'Amplitude',
    summary: 'Amplitude was told: open, with device number',
    fields: ['e.0.device_id'],
  },
  {
    what: 'an event for Mixpanel, in base64',
    url: 'https://api-js.mixpanel.com/track/',
    form: {
      data: btoa(
        '[{"event":"$mp_web_page_view","properties":{"distinct_id":"x-1","$current_url":"https://shop.example/"}}]',
      ),
    },
    tracker: 'Mixpanel',
    summary: 'Mixpanel was told: a visit on shop.example, with browser id',
    fields: ['data.0.properties.distinct_id'],
  },
  {
    what: 'a person for Mixpanel',
    url: 'https://api.mixpanel.com/engage/',
    json: [{ $distinct_id: 'x-1', $set: { $email: 'maria@example.org', $name: 'Maria' } }],
    tracker: 'Mixpanel',
    summary: 'Mixpanel was told: who the visitor is, with e-mail and name',
    fields: ['0.$set.$email', '0.$set.$name'],
  },
  {
    what: 'a person for Segment',
    url: 'https://api.segment.io/v1/identify',
    json: {
      userId: 'u-17',
      anonymousId: 'a-18',
      traits: { email: 'maria@example.org', name: 'Maria' },
    },
    tracker: 'Twilio Segment',
    summary:
      'Twilio Segment was told: who the visitor is, with e-mail, name, customer number and browser id',
    fields: ['traits.email', 'traits.name', 'userId', 'anonymousId'],
  },
  {
    what: 'a purchase for Segment, among others',
    url: 'https://api.segment.io/v1/batch',
    json: {
      batch: [
        { type: 'page', context: { page: { url: 'https://shop.example/', title: 'Tea' } } },
        {
          type: 'track',
          event: 'Order Completed',
          context: { page: { url: 'https://shop.example/' } },
          properties: { revenue: 25, currency: 'EUR', products: [{}, {}] },
        },
      ],
    },
    tracker: 'Twilio Segment',
    summary:
      'Twilio Segment was told: Order Completed 25 EUR (2 products) and 1 more on shop.example, with the title of the page',
    fields: ['batch.0.context.page.title'],
  },
  {
    what: 'a visit for PostHog',
    url: 'https://eu.i.posthog.com/e/?ip=1',
    json: [
      {
        event: '$pageview',
        properties: {
          distinct_id: 'p-1',
          $current_url: 'https://shop.example/',
          $device_id: 'd-2',
        },
      },
    ],
    tracker: 'PostHog',
    summary: 'PostHog was told: a visit on shop.example, with browser id and device number',
    fields: ['0.properties.distinct_id', '0.properties.$device_id'],
  },
  {
    what: 'an event for Klaviyo',
    url: 'https://a.klaviyo.com/client/events/?company_id=AB12',
    json: {
      data: {
        type: 'event',
        attributes: {
          properties: { page: 'https://shop.example/tea' },
          metric: { data: { attributes: { name: 'Viewed Product' } } },
          profile: { data: { attributes: { email: 'maria@example.org' } } },
        },
      },
    },
    tracker: 'Klaviyo',
    summary: 'Klaviyo was told: Viewed Product on shop.example, with e-mail',
    fields: ['data.attributes.profile.data.attributes.email'],
  },
  {
    what: 'a purchase for Braze',
    url: 'https://sdk.fra-01.braze.eu/api/v3/data/',
    json: {
      device_id: 'd-2',
      events: [{ name: 'p', data: {} }],
      attributes: [{ email: 'maria@example.org' }],
    },
    tracker: 'Braze',
    summary: 'Braze was told: a purchase, with e-mail and device number',
    fields: ['attributes.0.email', 'device_id'],
  },
  {
    what: 'a click for Heap',
    url: 'https://heapanalytics.com/h?a=1&u=4711&v=12&t=click',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Heap',
    summary: 'Heap was told: what is done on shop.example, with browser id',
    fields: ['u'],
  },
  {
    what: 'a film for Clarity',
    url: 'https://k.clarity.ms/collect',
    json: {
      e: ['0.7.1', 1, 0, 500, 'proj', 'user1', 'sess1', 1, 0, 0, 0, 'https://shop.example/cart'],
      a: [],
    },
    tracker: 'Microsoft Clarity',
    summary:
      'Microsoft was told: a film of the visit on shop.example, with browser id and visit number',
    fields: ['e.5', 'e.6'],
  },
  {
    what: 'a film for Hotjar',
    url: 'https://content.hotjar.io/?site_id=1',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Hotjar',
    summary: 'Hotjar was told: a film of the visit on shop.example',
    fields: [],
  },
  {
    what: 'an answer for Hotjar',
    url: 'https://in.hotjar.com/api/v2/client/sites/1/feedback/2',
    json: { page_url: 'https://shop.example/', email: 'maria@example.org' },
    tracker: 'Hotjar',
    summary: 'Hotjar was told: an answer of the visitor on shop.example, with e-mail',
    fields: ['email'],
  },
  {
    what: 'a film for FullStory',
    url: 'https://rs.fullstory.com/rec/bundle?OrgId=ab&UserId=17&SessionId=18',
    more: { page: 'shop.example' as Hostname },
    tracker: 'FullStory',
    summary:
      'FullStory was told: a film of the visit on shop.example, with browser id and visit number',
    fields: ['UserId', 'SessionId'],
  },
  {
    what: 'a film for Mouseflow',
    url: 'https://o2.mouseflow.com/dom?website=ab',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Mouseflow',
    summary: 'Mouseflow was told: a film of the visit on shop.example',
    fields: [],
  },
  {
    what: 'a film for Lucky Orange',
    url: 'https://settings.luckyorange.net/event?x=1',
    more: { page: 'shop.example' as Hostname },
    tracker: 'Lucky Orange',
    summary: 'Lucky Orange was told: a film of the visit on shop.example',
    fields: [],
  },
  {
    what: 'a film for Crazy Egg',
    url: `https://tracking.crazyegg.com/hit?u=${SHOP}`,
    tracker: 'Crazy Egg',
    summary: 'Crazy Egg was told: a film of the visit on shop.example',
    fields: [],
  },
];
