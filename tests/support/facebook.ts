import type { ServerResponse } from 'node:http';
import type { Site } from './origin.ts';

/**
 * Facebook Login as it is documented: the SDK, the dialog that asks a person,
 * the page that hands the answer to the window that asked, and the Graph API.
 * The code is ours; the addresses and what they are asked are Facebook's.
 */
export const FACEBOOK_HOSTS = [
  'connect.facebook.net',
  'www.facebook.com',
  'staticxx.facebook.com',
  'graph.facebook.com',
] as const;
export const APP = '123456789012345';
export const TOKEN = 'EAAtesttoken';
/** What an app's server trades for a token. */
export const CODE = 'AQDtestcode';

const ARBITER = 'https://staticxx.facebook.com/x/connect/xd_arbiter/?version=46';

/** The second part is fetched by the first, as the real SDK does it. */
const LOADER = `
(() => {
  if (window.FB) return;
  const part = document.createElement('script');
  const own = document.currentScript;
  part.src = own.src.split('?')[0] + '?hash=0123456789abcdef&ua=modern_es6';
  window.FB = { init: (options) => (window.FB.__options = options), Event: { subscribe() {} }, login: (...words) => (window.FB.__login = words) };
  document.head.append(part);
})();`;

const SDK = `
(() => {
  const early = window.FB;
  let auth = { status: 'unknown', authResponse: null };
  let options = null;
  const FB = {
    __real: true,
    init(given) {
      options = given;
      const query = new URLSearchParams({ client_id: given.appId, redirect_uri: location.href, sdk: 'joey', origin: '1' });
      fetch('https://www.facebook.com/x/oauth/status?' + query, { credentials: 'include' })
        .then((reply) => (window.loginStatus = reply.headers.get('fb-s') || 'silent'), () => (window.loginStatus = 'failed'));
    },
    Event: { subscribe() {} },
    getAuthResponse: () => auth.authResponse,
    login(callback, { scope = '' } = {}) {
      const query = new URLSearchParams({
        client_id: options.appId, scope, response_type: 'token', display: 'popup',
        redirect_uri: '${ARBITER}#cb=f1&origin=' + encodeURIComponent(location.origin) + '&relation=opener',
      });
      const popup = window.open('https://www.facebook.com/v19.0/dialog/oauth?' + query, 'login', 'width=500,height=600');
      if (popup === null) return callback({ status: 'popup blocked', authResponse: null });
      addEventListener('message', ({ origin, data }) => {
        if (origin !== 'https://staticxx.facebook.com') return;
        auth = { status: 'connected', authResponse: { accessToken: data.access_token, userID: '4711' } };
        callback(auth);
      }, { once: true });
    },
    api(path, callback) {
      fetch('https://graph.facebook.com/v19.0' + path + '?access_token=' + auth.authResponse.accessToken)
        .then((reply) => reply.json()).then(callback);
    },
  };
  window.FB = FB;
  if (early.__options) FB.init(early.__options);
  if (early.__login) FB.login(...early.__login);
})();`;

const DIALOG = (back: string) => `<!doctype html><title>Log in</title>
<a id="agree" href="${back.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">Continue as Ada</a>`;

/** Hands what is in its fragment to the window that opened it. */
const ARBITER_PAGE = `<!doctype html><title>Facebook</title><script>
const words = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
opener.postMessage(words, words.origin);
close();
</script>`;

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
}

export const FACEBOOK_SITES: Readonly<Record<string, Site>> = {
  'connect.facebook.net': (_request, response, { target }) => {
    response.setHeader('access-control-allow-origin', '*');
    if (target === '/en_US/sdk.js') send(response, 'text/javascript', LOADER);
    else if (target.startsWith('/en_US/sdk.js?hash=')) send(response, 'text/javascript', SDK);
    else response.writeHead(404).end();
  },
  'www.facebook.com': (_request, response, { target, headers }) => {
    const { pathname, searchParams } = new URL(target, 'https://www.facebook.com');
    if (pathname === '/v19.0/dialog/oauth') {
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      if (searchParams.get('response_type') === 'token') back.hash += `&access_token=${TOKEN}`;
      else {
        back.searchParams.set('code', CODE);
        back.searchParams.set('state', searchParams.get('state') ?? '');
      }
      send(response, 'text/html', DIALOG(back.href));
    } else if (pathname === '/x/oauth/status') {
      const origin = headers.origin ?? '';
      response
        .writeHead(200, {
          'access-control-allow-origin': origin,
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': 'fb-s, fb-ar',
          'fb-s': 'not_authorized',
        })
        .end();
    } else response.writeHead(404).end();
  },
  'staticxx.facebook.com': (_request, response) => send(response, 'text/html', ARBITER_PAGE),
  'graph.facebook.com': (_request, response, { target }) => {
    response.setHeader('access-control-allow-origin', '*');
    const known = target.includes(`access_token=${TOKEN}`);
    send(
      response,
      'application/json',
      JSON.stringify(known ? { id: '4711', name: 'Ada' } : { error: {} }),
    );
  },
};
