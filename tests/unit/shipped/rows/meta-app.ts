import { app, blocked, FORM, get, json, post, type Row, stripped } from '../row.ts';

const GRAPH = 'https://graph.facebook.com/v16.0';
const APP = `${GRAPH}/123456789012345`;
const MADID = '38400000-8cf0-11bd-b23e-10b96e40000d';
const BSSID = '00:11:22:33:44:55';

export const META_APP: readonly Row[] = [
  {
    what: 'A8 activities, on graph, ep1 and ep2',
    hits: blocked(
      'success',
      app(`${APP}/activities`, 'event=CUSTOM_APP_EVENTS&anon_id=XZ5f0c'),
      app('https://ep1.facebook.com/v17.0/123456789012345/activities'),
      app('https://ep2.facebook.com/123456789012345/activities'),
    ),
    passes: [
      { url: `${APP}?fields=supports_implicit_sdk_logging` },
      { url: `${APP}/mobile_sdk_gk` },
      get(`${GRAPH}/act_4711/activities`),
    ],
  },
  {
    what: 'A8 activities in a batch',
    hits: [
      ...blocked(
        'nothing',
        app(`${GRAPH}/`, `batch=${encodeURIComponent('[{"relative_url":"1234567/activities"}]')}`),
      ),
      ...blocked(
        'nothing',
        json(`${GRAPH}/`, {
          batch: [{ method: 'POST', relative_url: 'v16.0/1234567/activities' }],
        }),
      ),
    ],
    passes: [
      app(`${GRAPH}/`, `batch=${encodeURIComponent('[{"relative_url":"me?fields=name"}]')}`),
    ],
  },
  {
    what: 'A8 other uploads of the SDK',
    hits: [
      ...blocked(
        'empty',
        { url: `${APP}/cloudbridge_settings` },
        { url: 'https://ep1.facebook.com/v17.0/123456789012345/custom_audience_third_party_id' },
      ),
      ...blocked(
        'nothing',
        app(`${APP}/aem_conversions`),
        app(`${APP}/aem_attribution`),
        app(`${APP}/app_indexing_session`),
        app(`${APP}/app_indexing`),
        app(`${APP}/domain_reports`),
      ),
    ],
    passes: [{ url: `${APP}/aem_conversion_configs` }, { url: `${GRAPH}/me/permissions` }],
  },
  {
    what: "A8 the SDK's shape on any host (M6)",
    hits: [
      ...blocked(
        'nothing',
        app('https://relay.example/x', 'anon_id=XZ5f0c&extinfo=%5B%22a2%22%5D'),
      ),
      ...blocked(
        'nothing',
        json('https://relay.example/x', { advertiser_id: MADID, extinfo: ['i2', 'com.game'] }),
      ),
    ],
    passes: [app('https://shop.example/x', 'advertiser_id=4711')],
  },
  {
    what: 'A8 Audience Network',
    hits: [
      ...blocked(
        'object',
        app('https://graph.facebook.com/network_ads_common', 'BUNDLE=com.game&IDFA=3840'),
        app('https://www.facebook.com/adnw_sync2', 'payload=%7B%7D'),
        app('https://web.facebook.com/adnw_sync2', 'payload=%7B%7D'),
      ),
      ...blocked(
        'nothing',
        app('https://an.facebook.com/placementbid.ortb'),
        app('https://relay.example/x', 'IDFA=3840&ANALOG=%7B%7D&BUNDLE=com.game'),
      ),
    ],
    passes: [{ url: `${GRAPH}/me/adaccounts` }],
  },
  {
    what: 'A9 Places: where a device is, and the networks around it',
    hits: [
      ...blocked('empty', {
        url: 'https://graph.facebook.com/v5.0/current_place/results?coordinates=%7B%7D&wifi=%7B%7D',
      }),
      ...blocked('nothing', app('https://graph.facebook.com/current_place/feedback')),
    ],
    passes: [{ url: `${GRAPH}/search?type=place&q=cafe` }],
  },
  {
    what: 'A9 networks and position in uploads of other advertising kits',
    hits: [
      ...stripped(
        ['wifi.bssid (body)', 'wifi.ssid (body)'],
        json('https://ads.example/v1', {
          gaid: MADID,
          wifi: { bssid: BSSID, ssid: 'HomeNet' },
          os: 'a',
        }),
      ),
      ...stripped(
        ['latitude (body)', 'longitude (body)'],
        post(
          'https://ads.example/v1',
          `idfa=${MADID}&latitude=52.5200&longitude=13.4050&os=ios`,
          FORM,
          { type: 'other' },
        ),
      ),
    ],
    passes: [
      json('https://cloud.speaker.example/setup', { mac_address: BSSID, ssid: 'HomeNet' }),
      json('https://weather.example/now', { latitude: '52.5200', longitude: '13.4050' }),
    ],
  },
];
