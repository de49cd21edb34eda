// Stands in for Facebook's SDK: connect.facebook.net/*/sdk.js and all.js
//
// Pages wait for window.fbAsyncInit, call FB.init and ask FB.getLoginStatus.
// They are told that nobody is logged in. Like buttons and posts become the
// frames that the SDK would make, which are answered with a placeholder.
// Nothing leaves the page until somebody clicks: a share dialog opens
// Facebook's own page, and a login button loads the real SDK, once, from the
// address that is put in below when this is sent. It then takes over, and may
// do on this site, for ten minutes, what the rule named here holds back.
// opens: meta-login-status
(() => {
  if (window.FB) return;
  const LOAD = '__EYELID_LOAD__';
  const { nonce = '', src = '' } = document.currentScript || {};
  // The SDK's address may hold what FB.init is given: sdk.js#xfbml=1&appId=…
  let options = Object.fromEntries(new URLSearchParams(src.split('#')[1] || ''));
  let listeners = [];
  let isLoading = false;
  const FB = {};

  const soon = (callback, reply) => {
    if (typeof callback === 'function') setTimeout(() => callback(reply));
  };
  const answer =
    (reply) =>
    (...words) =>
      soon(
        words.find((word) => typeof word === 'function'),
        reply,
      );
  const nobody = () => ({ status: 'unknown', authResponse: null });
  const isClick = () => !navigator.userActivation || navigator.userActivation.isActive;
  const whenRead = (act) => {
    if (document.readyState !== 'loading') act();
    else document.addEventListener('DOMContentLoaded', act);
  };

  function login(callback, how) {
    if (!/^https?:/.test(LOAD) || !isClick() || isLoading) return soon(callback, nobody());
    isLoading = true;
    const script = Object.assign(document.createElement('script'), { src: LOAD, nonce });
    const before = window.fbAsyncInit;
    script.onerror = () => {
      isLoading = false;
      window.FB = FB;
      window.fbAsyncInit = before;
      soon(callback, nobody());
    };
    const takeOver = () => {
      isLoading = false;
      window.fbAsyncInit = before;
      window.FB.init(options);
      for (const [name, listener] of listeners) window.FB.Event.subscribe(name, listener);
      window.FB.login(callback, how);
    };
    // What comes first may only keep calls (__buffer): then this is run when all is there.
    window.fbAsyncInit = takeOver;
    script.onload = () => {
      if (isLoading && window.FB && !window.FB.__buffer) takeOver();
    };
    // The real one does nothing where it finds another.
    window.FB = undefined;
    document.head.append(script);
  }

  const PLUGINS =
    'like page post video comments comment-embed share-button save follow group send login-button';
  const SIZES = { page: [340, 500], post: [500, 300], video: [500, 280], comments: [550, 200] };

  function parse(root, callback) {
    for (const name of PLUGINS.split(' ')) {
      const tags = (root || document).querySelectorAll(`.fb-${name}, fb\\:${name}`);
      for (const tag of Array.from(tags)) render(tag, name);
    }
    soon(callback);
    for (const [name, listener] of listeners) if (name === 'xfbml.render') soon(listener);
  }

  function render(tag, name) {
    if (tag.hasAttribute('fb-xfbml-state')) return;
    tag.setAttribute('fb-xfbml-state', 'rendered');
    const data = new URLSearchParams({ href: location.href });
    for (const { name: key, value } of Array.from(tag.attributes)) {
      if (/^data-|^(href|width|height|layout|scope|onlogin)$/.test(key))
        data.set(key.replace('data-', '').replace(/-/g, '_'), value);
    }
    tag.append(name === 'login-button' ? loginButton(data) : frame(name, data));
  }

  function frame(name, data) {
    const [width, height] = SIZES[name] || [200, 32];
    const path = `${options.version || 'v2.0'}/plugins/${name.replace('-', '_')}.php`;
    const made = Object.assign(document.createElement('iframe'), {
      width: parseInt(data.get('width'), 10) || width,
      height: parseInt(data.get('height'), 10) || height,
      title: `Facebook: ${name}`,
      src: `https://www.facebook.com/${path}?${data}`,
    });
    made.style.border = 'none';
    return made;
  }

  function loginButton(data) {
    const made = document.createElement('button');
    Object.assign(made, { type: 'button', textContent: 'Log in with Facebook' });
    const after = (reply) => new Function('response', data.get('onlogin') || '')(reply);
    made.onclick = () => FB.login(after, { scope: data.get('scope') || '' });
    return made;
  }

  function ui({ method, href, link, u }, callback) {
    const page = encodeURIComponent(href || link || u || location.href);
    if (/share|feed|send/.test(method) && isClick())
      window.open(
        `https://www.facebook.com/sharer/sharer.php?u=${page}`,
        '',
        'width=600,height=500',
      );
    soon(callback, { error_code: 4201, error_message: 'User canceled the Dialog flow' });
  }

  const init = (given) => {
    options = Object.assign(options, given);
    if (options.xfbml) whenRead(() => parse());
  };

  /** Pages keep FB and its parts: once the real one is there, calls go on to it. */
  function offer(part, calls) {
    if (part !== '') FB[part] = {};
    const into = part === '' ? FB : FB[part];
    for (const [name, own] of Object.entries(calls)) {
      into[name] = (...words) => {
        const now = window.FB || FB;
        if (now === FB) return own(...words);
        return (part === '' ? now : now[part])[name](...words);
      };
    }
  }
  const silent = (names) => Object.fromEntries(names.split(' ').map((name) => [name, answer({})]));

  offer('', {
    ...{ init, login, ui },
    getLoginStatus: answer(nobody()),
    logout: answer(nobody()),
    api: answer({ error: { message: 'Not logged in', type: 'OAuthException', code: 2500 } }),
    getAuthResponse: () => null,
    getAccessToken: () => null,
    getUserID: () => '',
  });
  offer('Event', {
    subscribe: (...listener) => listeners.push(listener),
    unsubscribe: (name, callback) => {
      listeners = listeners.filter((one) => one[0] !== name || one[1] !== callback);
    },
  });
  offer('XFBML', { parse });
  offer(
    'AppEvents',
    silent(
      'logEvent logPageView logPurchase activateApp setUserID clearUserID updateUserProperties',
    ),
  );
  Object.assign(FB.AppEvents, { EventNames: {}, ParameterNames: {} });
  offer(
    'Canvas',
    silent('getPageInfo scrollTo setAutoGrow setDoneLoading setSize startTimer stopTimer'),
  );
  offer('CustomerChat', silent('show hide showDialog hideDialog update'));

  window.FB = FB;
  if (options.appId || options.xfbml) init({});
  const start = () => {
    const ready = window.fbAsyncInit;
    if (window.FB !== FB || typeof ready !== 'function' || ready.hasRun) return;
    ready.hasRun = true;
    ready();
  };
  setTimeout(start);
  // This is here sooner than pages are used to: some have nothing to be called yet.
  document.addEventListener('DOMContentLoaded', start);
  window.addEventListener('load', start);
})();
