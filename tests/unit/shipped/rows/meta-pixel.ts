import {
  app,
  blocked,
  FORM,
  frame,
  get,
  HASH,
  held,
  image,
  multipart,
  opened,
  PAGE,
  PIXEL,
  post,
  type Row,
  script,
} from '../row.ts';

const TR = 'https://www.facebook.com/tr/';
const AT_FACEBOOK = { page: 'https://www.facebook.com/' };

export const META_PIXEL: readonly Row[] = [
  {
    what: 'A1 loader',
    hits: held(
      'https://connect.facebook.net/en_US/fbevents.js',
      'https://connect.facebook.net/de_DE/fbevents.js?v=next',
      'https://shop.example/js/fbevents.js',
    ),
    passes: [
      script('https://connect.facebook.net/en_US/xfbml.customerchat.css'),
      script('https://shop.example/js/events.js'),
    ],
  },
  {
    what: 'A1 per-pixel config',
    hits: blocked(
      'script',
      script('https://connect.facebook.net/signals/config/605277233983629?v=2.9.285&r=stable'),
    ),
    passes: [script('https://shop.example/signals/config/1.js')],
  },
  {
    what: 'A1 plugins and telemetry',
    hits: [
      ...blocked(
        'script',
        script('https://connect.facebook.net/signals/plugins/identity.js?v=2.9.285'),
        script('https://connect.facebook.net/signals/plugins/openbridge3.js?v=2.9.285'),
        script('https://connect.facebook.net/signals/iwl.js'),
      ),
      ...blocked('gif', image('https://connect.facebook.net/log/fbevents_telemetry/?x=1')),
      ...blocked('nothing', post('https://connect.facebook.net/log/error', 'x=1')),
    ],
    passes: [script('https://shop.example/log/error.js')],
  },
  {
    what: 'A2 pixel hit: image, beacon, hidden form, fetch, forced GET, without scripts',
    hits: [
      ...blocked(
        'gif',
        image(`${TR}?${PIXEL}&rqm=GET`),
        image(`${TR}?${PIXEL}&rqm=FGET`),
        // In Meta's own apps an address may have 32 KiB.
        image(`${TR}?cd[x]=${'x'.repeat(30_000)}&${PIXEL}`),
        image('https://www.facebook.com/tr?id=605277233983629&ev=PageView&noscript=1'),
      ),
      ...blocked(
        'nothing',
        multipart(TR, { id: '605277233983629', ev: 'PageView', dl: PAGE, rqm: 'SB' }),
        post(TR, `${PIXEL}&rqm=fetch`),
      ),
      // A form posted into a hidden frame, whose load event it waits for.
      ...blocked('empty', post(TR, `${PIXEL}&rqm=formPOST`, FORM, { type: 'subdocument' })),
      // Nobody says what for: an app's web view, an old browser.
      ...blocked('empty', { url: `${TR}?${PIXEL}` }),
    ],
    passes: [
      get('https://www.facebook.com/trending/'),
      opened('https://www.facebook.com/tr'),
      { ...get(`${TR}?${PIXEL}`), ...AT_FACEBOOK },
    ],
  },
  {
    what: 'A2 extra endpoints: privacy sandbox, Instagram, parallel pixel',
    hits: [
      ...blocked(
        'gif',
        image(`https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?${PIXEL}`),
        image('https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?ev=Lead&id=1'),
        image('https://www.facebook.com/privacy_sandbox/topics/registration/?id=605277233983629'),
        image(`https://www.instagram.com/tr/?${PIXEL}`),
        image('https://www.facebook.com/parallel-pxl/?x=1'),
      ),
      ...blocked(
        'page',
        frame('https://www.facebook.com/privacy_sandbox/topics/registration/?id=605277233983629'),
      ),
    ],
    passes: [
      get('https://www.facebook.com/privacy/policy/'),
      opened('https://www.instagram.com/tr/'),
      opened('https://www.instagram.com/parallel-pxl/'),
    ],
  },
  {
    what: 'A3 advanced matching and inferred events, on any host',
    hits: [
      ...blocked(
        'nothing',
        post('https://shop.example/collect', `udff[em]=${HASH}&x=1`),
        post('https://shop.example/collect', `ud[ph]=${HASH}`),
        post('https://shop.example/collect', `audff[em]=${HASH}`),
        post('https://shop.example/collect', 'cud[em]=%7B%7D&id=605277233983629'),
        multipart('https://shop.example/collect', { 'aud[fn]': HASH }),
      ),
      ...blocked('gif', image(`https://t.shop.example/x?ud%5Bexternal_id%5D=${HASH}`)),
    ],
    passes: [
      post('https://shop.example/profile', 'ud[em]=maria&ud[name]=Maria'),
      image(`https://shop.example/a.png?v=${HASH}`),
      app('https://shop.example/profile', 'cud[theme]=dark&id=17'),
    ],
  },
];
