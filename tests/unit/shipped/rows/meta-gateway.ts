import {
  blocked,
  FBP,
  get,
  HASH,
  image,
  json,
  multipart,
  OB3,
  opened,
  plainJson,
  post,
  type Row,
  script,
} from '../row.ts';

const GATEWAY_HIT = {
  event_name: 'PageView',
  'fb.pixel_id': '639718045141621',
  event_id: OB3,
  website_context: { location: 'https://shop.example/', isInIFrame: false },
  'fb.fbp': FBP,
};
const AJAX = 'https://blog.example/wp-admin/admin-ajax.php';

export const META_GATEWAY: readonly Row[] = [
  {
    what: 'A6 any host: a hit sent to a gateway',
    hits: blocked(
      'nothing',
      plainJson('https://capi.shop.example/events', GATEWAY_HIT),
      plainJson('https://x.shop.example/anything', { 'fb.pixel_id': '1' }, { type: 'ping' }),
      json('https://x.shop.example/a', {
        event_name: 'Lead',
        'fb.advanced_matching': { em: HASH },
      }),
      plainJson('https://x.shop.example/a', { event_name: 'InputData', 'fb.fbp': FBP }),
    ),
    passes: [
      json('https://shop.example/events', { event_name: 'Summer party', from: '2026-07-01' }),
      get('https://shop.example/events?from=2026-01-01'),
    ],
  },
  {
    what: 'A6 addresses of a gateway, whatever is in the body',
    hits: blocked(
      'nothing',
      post(`https://x.shop.example/events/${HASH}`, 'gibberish', { 'content-type': 'text/plain' }),
      post('https://x.shop.example/g/events?cee=no', 'gibberish', { 'content-type': 'text/plain' }),
    ),
    passes: [
      post(`https://shop.example/events/${HASH.slice(0, 24)}`, 'seats=2'),
      get('https://shop.example/events?cee=no'),
    ],
  },
  {
    what: 'A6 connect.facebook.net/signals, gw.conversionsapigateway.com, demo-1, demo-2',
    hits: [
      ...blocked(
        'script',
        script('https://connect.facebook.net/signals/config/1?v=1'),
        script('https://gw.conversionsapigateway.com/sdk/1/capig-events.js'),
        script('https://cdn.shop.example/capig-events.js'),
      ),
      ...blocked(
        'nothing',
        post('https://demo-1.conversionsapigateway.com/events', 'x=1'),
        post('https://demo-2.conversionsapigateway.com/events', 'x=1'),
      ),
    ],
    passes: [opened('https://www.conversionsapigateway.com/')],
  },
  {
    what: 'A6 mpc-prod on run.app',
    hits: blocked(
      'nothing',
      post('https://mpc-prod-27-s6uit34pua-uk.a.run.app/events', 'x=1'),
      post('https://mpc2-prod-25-is5qnl632q-wl.a.run.app/events?cee=no', 'x=1'),
      post('https://mpc-prod-27-1053047382554.us-central1.run.app/events', 'x=1'),
    ),
    passes: [
      get('https://shop-prod-27-s6uit34pua-uk.a.run.app/api'),
      get('https://mpc-prod-27.shop.example/api'),
    ],
  },
  {
    what: 'A6 5z on ecs.on.aws',
    hits: blocked(
      'nothing',
      post(`https://5z-${HASH.slice(0, 32)}.ecs.us-east-1.on.aws/events`, 'x=1'),
    ),
    passes: [get('https://app.ecs.us-east-1.on.aws/api')],
  },
  {
    what: 'A6 capig on Stape and on the own site',
    hits: blocked(
      'nothing',
      post('https://capig.stape.example/events', 'x=1'),
      post('https://capig.shop.example/anything', 'x=1'),
      post('https://capi-gateway.shop.example/e', 'x=1'),
    ),
    passes: [
      opened('https://capig.shop.example/hub/'),
      { ...get('https://capig.shop.example/hub/app.js'), page: 'https://capig.shop.example/hub/' },
      get('https://api.shop.example/capig'),
    ],
  },
  {
    what: 'A6 WordPress official plugin',
    hits: blocked(
      'nothing',
      plainJson('https://blog.example/?ob=open-bridge/events', { event_name: 'Lead' }),
      post('https://blog.example/index.php/open-bridge/events', 'x', {
        'content-type': 'text/plain',
      }),
    ),
    passes: [get('https://blog.example/?ob=open-bridge/events'), get('https://blog.example/?ob=1')],
  },
  {
    what: 'A6 PixelYourSite, for Meta, TikTok and Pinterest',
    hits: [
      ...blocked(
        'success',
        json('https://blog.example/wp-json/pys-facebook/v1/event', { pixel: 'facebook' }),
        json('https://blog.example/wp-json/pys-tiktok/v1/event', { pixel: 'tiktok' }),
        json('https://blog.example/wp-json/pys-pinterest/v1/event', { pixel: 'pinterest' }),
      ),
      ...blocked(
        'nothing',
        json('https://blog.example/?rest_route=/pys-facebook/v1/event', { pixel: 'facebook' }),
        post(AJAX, `action=pys_api_event&pixel=facebook&event=PageView&data%5B_fbp%5D=${FBP}`),
        post(AJAX, 'action=pys_tt_api_event&pixel=tiktok'),
        post(AJAX, 'action=pys_get_pbid'),
        multipart(AJAX, { action: 'pys_api_event', pixel: 'facebook' }),
      ),
    ],
    passes: [
      post(AJAX, 'action=wpcf7_submit&your-name=M'),
      post(AJAX, 'action=woocommerce_add_to_cart&product_id=7'),
      json('https://blog.example/wp-json/wc/v1/event', { a: 1 }),
    ],
  },
  {
    what: 'A6 gateway of the app SDK',
    hits: blocked(
      'success',
      json('https://gateway.shop.example/capi/1234567890/events', { accessKey: 'k', data: [] }),
    ),
    passes: [json('https://gateway.shop.example/capi/kitchen/events', { data: [] })],
  },
  {
    what: 'A6 hand-rolled relays',
    hits: blocked(
      'nothing',
      json('https://shop.example/api/fb-capi', { event_name: 'Lead', event_id: '1' }),
      json('https://shop.example/api/meta/capi', { eventName: 'Lead', email: 'a@b.example' }),
      json('https://shop.example/facebook-conversions-api', { eventId: '1' }),
      json('https://shop.example/.netlify/functions/fb', { event_name: 'Lead', fbp: FBP }),
      json('https://shop.example/t', { eventName: 'Lead', user: { fbc: FBP } }),
      json('https://shop.example/t', { event_name: 'Lead', user_data: { em: [HASH] } }),
      json('https://shop.example/t', {
        event_name: 'Lead',
        event_source_url: 'https://shop.example',
      }),
      json('https://shop.example/t', { event_name: 'Lead', action_source: 'website' }),
    ),
    passes: [
      json('https://shop.example/api/lead', { event_name: 'Lead', name: 'Maria' }),
      json('https://shop.example/api/meta/tags', { event: 'x' }),
      json('https://shop.example/api/fb-capi/settings', { theme: 'dark' }),
      get('https://shop.example/docs/meta/capi/'),
      image('https://shop.example/img/facebook-conversions.png'),
    ],
  },
];
