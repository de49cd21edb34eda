import type { ServerResponse } from 'node:http';
import type { Site } from './origin.ts';

/**
 * A shop on the web as the pixel's customers build it, and stand-ins for the
 * tracker's own servers. The snippet and the loader are ours; what they send
 * is what the vendor documents: an image, a beacon and, for what is too long
 * for an address, a form sent into a hidden frame.
 */
export const SHOP = 'www.shop.test';
export const TRACKERS = ['connect.facebook.net', 'www.facebook.com'];
const PIXEL_ID = '123456789012345';
/** What the stand-in loader sends as a visitor's hashed e-mail address. */
export const HASHED_EMAIL = 'f2d25833d060fc7a233f0d4dc46702ef'.repeat(2);

/** The base snippet: a queue that stands in until the loader takes over. */
function snippet(loader: string): string {
  return `<script>
(function (page, doc) {
  if (page.fbq) return;
  const queue = (...words) => {
    if (queue.callMethod) queue.callMethod(...words);
    else queue.queue.push(words);
  };
  Object.assign(queue, { push: queue, loaded: true, version: '2.0', queue: [] });
  page.fbq = queue;
  page._fbq = queue;
  const script = doc.createElement('script');
  script.async = true;
  script.src = '${loader}';
  doc.head.append(script);
})(window, document);
fbq('init', '${PIXEL_ID}');
fbq('track', 'PageView');
fbq('track', 'Purchase', { value: 89.9, currency: 'EUR' });
</script>`;
}

function page(loader: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A shop</title>
${snippet(loader)}
<script src="/shop.js"></script>
</head><body>
<h1>A shop</h1>
<img id="photo" src="/photo.svg" alt="a teapot">
<p id="price">…</p>
<iframe id="like" title="Like" width="200" height="60" src="https://www.facebook.com/v19.0/plugins/like.php?href=https%3A%2F%2F${SHOP}%2F&amp;layout=button_count"></iframe>
</body></html>`;
}

const SHOP_SCRIPT = `
window.shopErrors = [];
addEventListener('error', (event) => shopErrors.push(String(event.message)));
addEventListener('unhandledrejection', (event) => shopErrors.push(String(event.reason)));
fetch('/price.json')
  .then((response) => response.json())
  .then(({ price }) => { document.querySelector('#price').textContent = price; });
`;

/** Takes over the queue and sends each call in one of the three documented ways. */
const LOADER = `
(function () {
  const queue = window.fbq;
  const ways = [asImage, asBeacon, asForm];
  let pixel = '';
  let sent = 0;
  window.hits = [];
  queue.callMethod = (verb, name, data) => {
    if (verb === 'init') { pixel = name; return; }
    const fields = {
      id: pixel, ev: name, dl: location.href, rl: document.referrer, if: 'false',
      ts: String(Date.now()), v: '2.9.285', r: 'stable', ec: String(sent),
      fbp: 'fb.1.1745853804711.505853085526430295',
      'ud[em]': '${HASHED_EMAIL}',
    };
    for (const [key, value] of Object.entries(data ?? {})) fields['cd[' + key + ']'] = String(value);
    ways[sent % ways.length](fields);
    sent += 1;
  };
  for (const words of queue.queue.splice(0)) queue.callMethod(...words);
  queue('track', 'AddToCart', { content_name: 'teapot' });

  function asImage(fields) {
    const image = new Image();
    const done = (how) => () => window.hits.push('image ' + how);
    image.onload = done('loaded');
    image.onerror = done('failed');
    image.src = 'https://www.facebook.com/tr/?' + new URLSearchParams({ ...fields, rqm: 'GET' });
  }
  function asBeacon(fields) {
    const body = new FormData();
    for (const [key, value] of Object.entries({ ...fields, rqm: 'SB' })) body.append(key, value);
    window.hits.push('beacon ' + navigator.sendBeacon('https://www.facebook.com/tr/', body));
  }
  function asForm(fields) {
    const frame = document.createElement('iframe');
    frame.name = 'hit' + Math.random().toString().slice(2);
    frame.hidden = true;
    const form = document.createElement('form');
    form.method = 'post';
    form.action = 'https://www.facebook.com/tr/';
    form.target = frame.name;
    form.hidden = true;
    for (const [name, value] of Object.entries({ ...fields, rqm: 'formPOST' })) {
      form.append(Object.assign(document.createElement('input'), { name, value }));
    }
    document.body.append(frame, form);
    frame.addEventListener('load', () => window.hits.push('form loaded'), { once: true });
    form.submit();
  }
})();
`;

const PHOTO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="teal"/></svg>';

function send(response: ServerResponse, type: string, text: string): void {
  response
    .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(text);
}

/** Who answers for each name. `/own-loader` is the shop that serves the loader from its own name. */
export const SHOP_SITES: Readonly<Record<string, Site>> = {
  [SHOP]: (_request, response, { target }) => {
    const path = target.split('?')[0];
    if (path === '/')
      send(response, 'text/html', page('https://connect.facebook.net/en_US/fbevents.js'));
    else if (path === '/own-loader') send(response, 'text/html', page('/assets/stats.js'));
    else if (path === '/assets/stats.js') send(response, 'text/javascript', LOADER);
    else if (path === '/shop.js') send(response, 'text/javascript', SHOP_SCRIPT);
    else if (path === '/photo.svg') send(response, 'image/svg+xml', PHOTO);
    else if (path === '/price.json') send(response, 'application/json', '{"price":"89.90 EUR"}');
    else response.writeHead(404).end();
  },
  'connect.facebook.net': (_request, response, { target }) => {
    if (target.startsWith('/en_US/fbevents.js')) send(response, 'text/javascript', LOADER);
    else response.writeHead(404).end();
  },
  'www.facebook.com': (_request, response, { target }) => {
    if (target.includes('/plugins/')) send(response, 'text/html', '<p>Like</p>');
    else send(response, 'text/plain', '');
  },
};
