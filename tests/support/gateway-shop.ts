import type { ServerResponse } from 'node:http';
import type { Received, Site } from './origin.ts';
import { pixelConfig } from './pixel-config.ts';

/**
 * A shop that reports to Meta by way of a gateway on a name of its own, and
 * stand-ins for the tracker's servers. The scripts are ours; they do what the
 * vendor's are documented to do: the loader asks for the pixel's settings, and
 * where these name a gateway, each event is posted there as text with
 * credentials. Where that fails, or comes back without CORS, it is posted to
 * the fallback instead.
 */
export const SHOP = 'www.shop.test';
export const GATEWAY = 'gw.shop.test';
export const FALLBACK = 'fallback.test';
export const LOADER_HOST = 'connect.facebook.net';
export const HITS_HOST = 'www.facebook.com';
export const SHOP_NAMES = [SHOP, GATEWAY, FALLBACK, LOADER_HOST, HITS_HOST];
export const PIXEL = '769712154761541';
export const SETTINGS = `https://${LOADER_HOST}/signals/config/${PIXEL}?v=2.9.285&r=stable&domain=${SHOP}`;
/** What the shop knows of its visitor, hashed. */
export const HASHED_EMAIL = 'f2d25833d060fc7a233f0d4dc46702ef'.repeat(2);

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A shop</title><script>
(function (page, doc) {
  const queue = (...words) => {
    if (queue.callMethod) queue.callMethod(...words);
    else queue.queue.push(words);
  };
  Object.assign(queue, { push: queue, loaded: true, version: '2.0', queue: [] });
  page.fbq = queue;
  page.calls = [];
  page.errors = [];
  addEventListener('error', (event) => page.errors.push(String(event.message)));
  const script = doc.createElement('script');
  script.src = 'https://${LOADER_HOST}/en_US/fbevents.js';
  doc.head.append(script);
})(window, document);
fbq('init', '${PIXEL}', { em: '${HASHED_EMAIL}' });
fbq('track', 'Purchase', { value: 89.9 });
</script></head><body><h1>A shop</h1></body></html>`;

const LOADER = `
(function () {
  const queue = window.fbq;
  const settings = new Map();
  const optedIn = new Set();
  let pixel = '';
  let user = {};
  const config = { set: (id, name, value) => settings.set(name, value) };
  const instance = { optIn: (id, name) => optedIn.add(name), configLoaded: start };
  queue.loadPlugin = () => {};
  queue.set = () => {};
  queue.registerPlugin = (id, { plugin }) => plugin(queue, instance, config);
  const [init, ...events] = queue.queue.splice(0);
  pixel = init[1];
  user = init[2];
  const script = document.createElement('script');
  script.src = 'https://${LOADER_HOST}/signals/config/' + pixel + '?v=2.9.285&r=stable&domain=' + location.hostname;
  document.head.append(script);

  function start() {
    for (const [, name, data] of events) track(name, data);
    document.title = 'tracked';
  }
  function track(name, data) {
    const matching = optedIn.has('AutomaticMatching') ? user : {};
    const fields = { id: pixel, ev: name, dl: location.href, fbp: 'fb.1.1745853804711.505853085526430295' };
    for (const [key, value] of Object.entries(data)) fields['cd[' + key + ']'] = value;
    for (const [key, value] of Object.entries(user)) fields['ud[' + key + ']'] = value;
    new Image().src = 'https://${HITS_HOST}/tr/?' + new URLSearchParams(fields);
    for (const endpoint of settings.get('openbridge')?.endpoints ?? []) report(endpoint, {
      event_name: name, custom_data: data, 'fb.pixel_id': pixel, 'fb.advanced_matching': matching,
      website_context: { location: location.href }, 'fb.fbp': fields.fbp,
    });
  }
  function post(url, event) {
    return fetch(url + 'events', {
      method: 'POST', credentials: 'include', keepalive: true,
      headers: { 'Content-Type': 'text/plain;charset=UTF-8' }, body: JSON.stringify(event),
    });
  }
  async function report({ endpoint, fallbackDomain }, event) {
    const failed = await post(endpoint, event).then(
      (response) => { calls.push('gateway ' + response.status); return !response.ok; },
      () => { calls.push('gateway failed'); return true; },
    );
    if (!failed || !fallbackDomain) { calls.push('done'); return; }
    await post(fallbackDomain, event).catch(() => {});
    calls.push('fallback', 'done');
  }
})();
`;

function send(response: ServerResponse, type: string, text: string): void {
  response
    .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(text);
}

/** A gateway that takes what comes, from any page. */
const open: Site = (_request, response, { headers }: Received) =>
  response
    .writeHead(200, {
      'access-control-allow-origin': headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
    })
    .end('{}');

export const GATEWAY_SITES: Readonly<Record<string, Site>> = {
  [SHOP]: (_request, response, { target }) => {
    if (target.split('?')[0] === '/') send(response, 'text/html', PAGE);
    else response.writeHead(404).end();
  },
  [GATEWAY]: open,
  [FALLBACK]: open,
  [LOADER_HOST]: (_request, response, { target }) => {
    if (target.startsWith('/en_US/fbevents.js')) send(response, 'text/javascript', LOADER);
    else if (target.startsWith(`/signals/config/${PIXEL}?`)) {
      const endpoint = { endpoint: `https://${GATEWAY}/`, fallbackDomain: `https://${FALLBACK}/` };
      const text = pixelConfig({ pixel: PIXEL, endpoints: [endpoint] });
      send(response, 'application/x-javascript', text);
    } else response.writeHead(404).end();
  },
  [HITS_HOST]: (_request, response) => send(response, 'text/plain', ''),
};
