import {
  app,
  blocked,
  get,
  HASH,
  image,
  json,
  multipart,
  OB3,
  opened,
  PAGE,
  PIXEL,
  plainJson,
  post,
  type Row,
} from '../row.ts';

/** Part C of the catalogue: what gives a tracker away on any host. Those of Google are in google.ts. */
export const SHAPES: readonly Row[] = [
  {
    what: 'C M1 pixel shape',
    hits: [
      ...blocked('gif', image(`https://t.shop.example/p?${PIXEL}`)),
      ...blocked('gif', image('https://t.shop.example/p?id=605277233983629&ev=Lead&noscript=1')),
      ...blocked(
        'nothing',
        post('https://shop.example/p', PIXEL),
        multipart('https://shop.example/p', { id: '605277233983629', ev: 'Lead', dl: PAGE }),
      ),
      ...blocked('empty', { url: `https://t.shop.example/p?${PIXEL}` }),
    ],
    passes: [
      get('https://shop.example/p?id=1234567890123456&variant=2'),
      get('https://shop.example/p?id=605277233983629&ev=open'),
      get('https://shop.example/p?id=605277&ev=PageView&dl=x'),
      opened(`https://shop.example/p?${PIXEL}`),
    ],
  },
  {
    what: 'C M2 gateway JSON',
    hits: blocked(
      'nothing',
      plainJson('https://any.example/e', { 'fb.pixel_id': '639718045141621' }),
      json('https://any.example/e', { event_name: 'PageView', 'fb.num_items': 2 }),
    ),
    passes: [
      json('https://any.example/e', { event_name: 'PageView', facebook: { likes: 2 } }),
      json('https://any.example/e', { 'fb.theme': 'dark' }),
    ],
  },
  {
    what: 'C M3 event number of the gateway plug-in',
    hits: [
      ...blocked('nothing', plainJson('https://any.example/e', { event_id: OB3 })),
      ...blocked('gif', image(`https://any.example/e?eid=${OB3}`)),
      ...blocked('nothing', post('https://any.example/e', `eid=ob_plugin-set_${HASH}`)),
    ],
    passes: [plainJson('https://any.example/e', { event_id: `set_${HASH}` })],
  },
  {
    what: 'C M4 relay in the format of the Conversions API',
    hits: blocked(
      'nothing',
      json('https://shop.example/x', { data: [{ event_name: 'Buy', user_data: { em: HASH } }] }),
      post(
        'https://shop.example/x',
        `data=${encodeURIComponent(JSON.stringify([{ event_name: 'Buy', user_data: { em: HASH } }]))}`,
      ),
      post('https://graph.facebook.com/v16.0/605277233983629/events', 'access_token=EAAx'),
    ),
    passes: [json('https://shop.example/x', { data: [{ event_name: 'Buy', price: 9 }] })],
  },
  {
    what: 'C M5 relays of WordPress; admin-ajax itself passes',
    hits: blocked(
      'nothing',
      post('https://blog.example/wp-admin/admin-ajax.php', 'action=pys_api_event&ids%5B%5D=1'),
    ),
    passes: [post('https://blog.example/wp-admin/admin-ajax.php', 'action=heartbeat')],
  },
  {
    what: 'C M6 app SDK',
    hits: blocked(
      'nothing',
      app('https://any.example/x', 'advertiser_id=38400000&extinfo=%5B%22i2%22%5D'),
    ),
    passes: [app('https://any.example/x', 'extinfo=1')],
  },
  {
    what: 'C X2 keys of advanced matching',
    hits: blocked(
      'nothing',
      post('https://any.example/x', `audff[ph]=${HASH}`),
      post('https://any.example/x', 'ncud[em]=x&id=605277233983629'),
    ),
    passes: [post('https://any.example/x', 'audio[em]=1&id=605277233983629')],
  },
  {
    what: 'C controls: checkout, login, consent and basket of a shop',
    hits: [],
    passes: [
      json('https://shop.example/checkout', { email: 'maria@shop.example', items: [1], total: 9 }),
      json('https://shop.example/api/cart', { id: '1234567890123456', ev: 'add', qty: 2 }),
      json('https://consent.example/v1', { purposes: [1, 2], vendors: [755], gdpr: true }),
      post('https://shop.example/account/login', 'email=maria%40shop.example&password=x'),
      json('https://api.stripe.com/v1/payment_methods', { card: { number: '4242' } }),
      json('https://checkoutshopper-live.adyen.com/v1/sessions', {
        id: 'CS1',
        amount: { value: 9 },
      }),
      post('https://www.paypal.com/xoplatform/logger/api/logger', 'events=%5B%5D'),
      opened('https://accounts.google.com/o/oauth2/v2/auth?client_id=1&redirect_uri=x&state=y'),
      opened('https://shop.example/success?session_id=cs_test_1&event_name=x'),
    ],
  },
  {
    what: 'C controls: what pages and apps send that looks a little like it',
    hits: [],
    passes: [
      json('https://shop.example/graphql', {
        operationName: 'LogIn',
        variables: { email: 'maria@shop.example', hash: HASH },
        extensions: { persistedQuery: { version: 1, sha256Hash: HASH } },
      }),
      json('https://o1.ingest.errors.example/api/1/envelope/', {
        event_id: HASH.slice(0, 32),
        dsn: 'x',
      }),
      json('https://identitytoolkit.googleapis.com/v1/accounts:signUp', {
        returnSecureToken: true,
      }),
      json('https://x-dsn.search.example/1/indexes/items/query', {
        query: 'shoes',
        userToken: 'anon',
      }),
      json('https://calendar.example/api/events', {
        event_name: 'Dinner',
        event_id: '17',
        data: [1],
      }),
      json('https://tickets.example/events', {
        event: 'PageView',
        id: '605277233983629',
        dl: true,
      }),
      json('https://home.example/api/services/light/turn_on', {
        entity_id: 'light.hall',
        a: 'block',
      }),
      json('https://files.example/uploads', { chunk: 1, checksum: HASH, id: '123456789012345678' }),
      json('https://chat.example/session', {
        app_id: 'x',
        user_hash: HASH,
        page: { title: 'Cart' },
      }),
      post(
        'https://stats.shop.example/matomo.php',
        'action_name=Cart&idsite=1&rec=1&_id=0a1b2c3d4e5f',
      ),
      post(
        'https://blog.example/wp-admin/admin-ajax.php',
        'action=elementor_ajax&_nonce=x&em=bold',
      ),
      app('https://tv.example/v2/playback/events', 'event_name=pause&position=17&data%5B0%5D=1'),
      image('https://maps.example/tile?v=2&id=605277233983629&x=1&y=2'),
      get('https://api.shop.example/p?v=2&tid=GX-1&gtm=on'),
    ],
  },
];
