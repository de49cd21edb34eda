import {
  FBP,
  get,
  HASH,
  image,
  json,
  multipart,
  noted,
  opened,
  post,
  type Row,
  stripped,
} from '../row.ts';

const API = 'https://shop.example/api/track';
const RUM = 'https://rum.example/v1';

export const IDENTIFIERS: readonly Row[] = [
  {
    what: 'A4 click ids in the addresses of links',
    hits: [
      ...stripped(['fbclid'], opened('https://shop.example/p?fbclid=IwAR0&a=1')),
      ...stripped(['gclid'], opened('https://shop.example/p?gclid=x')),
      ...stripped(
        ['fbclid', 'brid', 'waaem'],
        opened('https://a.example/?fbclid=x&brid=y&waaem=z'),
      ),
    ],
    passes: [
      opened('https://shop.example/p?id=1234567890123456&variant=2'),
      opened('https://www.googleadservices.com/pagead/aclk?sa=L&gclid=x'),
      opened('https://shop.us1.list-manage.com/unsubscribe?u=1&mc_eid=2'),
    ],
  },
  {
    what: 'A4 click ids inside the addresses that calls carry',
    hits: [
      ...stripped(
        ['fbclid (in dl)'],
        image(`${RUM}?dl=${encodeURIComponent('https://shop.example/p?a=1&fbclid=IwAR0')}`),
      ),
      ...stripped(
        ['gclid (in page_location)'],
        json(API, { page_location: 'https://shop.example/p?gclid=x&a=1' }),
      ),
    ],
    passes: [
      image(`${RUM}?dl=${encodeURIComponent('https://shop.example/p?a=1')}`),
      opened(`https://login.example/?url=${encodeURIComponent('https://shop.example/?gclid=x')}`),
    ],
  },
  {
    what: 'A7 fbc and fbp in first-party addresses and JSON (X1)',
    hits: [
      ...stripped(['fbp', 'fbc'], get(`${RUM}?a=1&fbp=${FBP}&fbc=${FBP}.IwAR&b=2`)),
      ...stripped(['ep.x-fb-ck-fbp'], get(`https://t.shop.example/e?ep.x-fb-ck-fbp=${FBP}`)),
      ...stripped(['cookies._fbp (body)'], json(API, { page: 'x', cookies: { _fbp: FBP } })),
      ...stripped(['user.fb_login_id (body)'], json(API, { user: { fb_login_id: 'x', plan: 1 } })),
      ...stripped(['data[_fbp] (body)'], post(API, `page=x&data%5B_fbp%5D=${FBP}`)),
      ...stripped(['_fbc (body)'], multipart(API, { page: 'x', _fbc: `${FBP}.IwAR` })),
      ...stripped(['x-fb-ck-fbp'], get(API, { headers: { 'x-fb-ck-fbp': FBP } })),
    ],
    passes: [
      get('https://cdn.example/rum?fbp=floor-plan'),
      json(API, { fbp: 'floor-plan', fbc: 3 }),
    ],
  },
  {
    what: 'A7 click ids as fields of bodies, li_fat_id among them',
    hits: [
      ...stripped(['user.li_fat_id (body)'], json(API, { page: 'x', user: { li_fat_id: 'y' } })),
      ...stripped(['gclid (body)', 'msclkid (body)'], post(API, 'page=x&gclid=y&msclkid=z')),
    ],
    passes: [
      json(API, { page: 'x', source: 'gclid' }),
      // A form that leads to a page.
      { ...post('https://shop.example/contact', 'gclid=y&name=M'), type: 'document' },
    ],
  },
  {
    what: 'A7 em and ph hashed in the browser, in calls that are otherwise allowed (P1)',
    hits: [
      ...stripped(['sha256_email_address (body)'], json(API, { a: 1, sha256_email_address: HASH })),
      ...stripped(
        ['user.hashedEmail (body)'],
        json(API, { user: { hashedEmail: HASH, plan: 'x' } }),
      ),
      ...stripped(['email_md5'], get(`${RUM}?email_md5=${HASH.slice(0, 32)}&a=1`)),
      ...stripped(['user_data.em (body)'], json(API, { user_data: { em: [HASH], lang: 'de' } })),
      ...stripped(['ph (body)'], post(API, `a=1&ph=${HASH}`)),
      ...stripped(['fn (body)', 'ln (body)'], post(API, `a=1&fn=${HASH}&ln=${HASH}`)),
      ...stripped(['em (body)', 'fn (body)'], post(API, `em=${HASH}&fn=${HASH}&a=1`)),
      ...stripped(['ud.firstName (body)'], json(API, { ud: { firstName: HASH, plan: 'x' } })),
      ...stripped(['hem'], image(`https://sync.example/p.png?hem=${HASH}&a=1`)),
    ],
    passes: [
      get(`https://cdn.example/fonts/a.woff2?v=${HASH}`),
      get(`https://cdn.example/app.${HASH}.js`),
      json(API, { integrity: HASH, sha256: HASH }),
      json(API, { email: 'maria@shop.example', name: 'Maria' }),
      json('https://shop.example/login', { email: HASH, password: HASH }),
      get(`https://code.example/api/v4/avatar?email=${HASH}&size=40`),
      json('https://shop.example/account/prelogin', { email: HASH }),
      json('https://api.stripe.com/v1/sources', { email_sha256: HASH }),
      // fn is a file's name as well, db a database.
      json('https://drive.example/upload', { files: [{ fn: HASH, size: 1 }], db: HASH }),
      get(`https://drive.example/file?fn=${HASH}`),
      opened(`https://shop.example/newsletter/stop?em=${HASH}`),
      json(API, { user_hash: HASH, csrf_token: HASH, state: HASH, st: HASH, ct: HASH }),
    ],
  },
  {
    what: 'A7 a plain e-mail address, sent to another company: noted only',
    hits: noted(
      json('https://forms.example/submit', { email: 'maria@shop.example' }),
      get('https://chat.example/hello?em=maria%40shop.example'),
    ),
    passes: [
      json('https://shop.example/newsletter', { email: 'maria@shop.example' }),
      json('https://forms.example/submit', { email: 'none' }),
    ],
  },
  {
    what: 'A4 _fbi: the address a page is seen from, asked of a third host: noted only',
    hits: noted(get('https://api64.ipify.org/?format=json')),
    passes: [get('https://shop.example/api/ip')],
  },
];
