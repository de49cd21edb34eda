import type { StubPage } from './stub-page.ts';

/** Around what measures visits. */
export const ANALYTICS: readonly StubPage[] = [
  {
    stub: 'matomo.js',
    before: `window._paq = [['setSiteId', 1], ['trackPageView']];
      _paq.push([function () { note(this.getVisitorId())(); }]);
      window.matomoAsyncInit = note('begun');`,
    after: `_paq.push(['trackEvent', 'a', 'b'], [note('after')]);
      Matomo.getTracker('https://tracker.test/', 1).trackPageView('x');
      note(String(Piwik.initialized))();`,
    notes: ['0000000000000000', 'begun', 'after', 'true'],
  },
  {
    stub: 'metrika-yandex-tag.js',
    before: `window.ym = function () { (ym.a = ym.a || []).push(arguments); };
      document.addEventListener('yacounter7inited', note('begun'));
      ym(7, 'init', { triggerEvent: true });
      ym(7, 'reachGoal', 'BUY', {}, note('before'));`,
    after: `ym(7, 'hit', '/next', { callback() { note(this.colour)(); }, ctx: { colour: 'red' } });
      ym(7, 'getClientID', (id) => note(id)());
      yaCounter7.reachGoal('BUY', note('older'));`,
    notes: ['begun', 'before', 'red', '1', 'older'],
  },
  {
    stub: 'metrika-yandex-watch.js',
    before: `window.yandex_metrika_callbacks = [];
      yandex_metrika_callbacks.push(() => {
        window.mine = new Ya.Metrika({ id: 7, triggerEvent: true });
        document.addEventListener('yacounter7inited', note('begun'));
      });`,
    after: `mine.reachGoal('BUY', {}, function () { note(this.colour)(); }, { colour: 'red' });
      note(String(yaCounter7.id))();`,
    notes: ['begun', 'red', '7'],
  },
  {
    stub: 'mxpnl_mixpanel.js',
    before: `window.mixpanel = Object.assign([], { _i: [], __SV: 1.2, people: [] });
      mixpanel._i.push(['token', { loaded: (own) => note('loaded ' + (own === window.mixpanel))() }]);
      mixpanel.push(['track', 'before', {}, note('before')]);
      mixpanel.people.push(['set', { a: 1 }, note('person')]);`,
    after: `mixpanel.track('after', {}, note('after'));
      mixpanel.people.increment('a');
      mixpanel.get_group('a', 'b').set({});
      note(mixpanel.get_distinct_id())();`,
    notes: ['loaded true', 'before', 'person', 'after', ''],
  },
  {
    stub: 'scorecardresearch_beacon.js',
    before: `window._comscore = [{ c1: '2' }];`,
    after: `_comscore.push({}); COMSCORE.beacon({}); COMSCORE.purge(); note('called')();`,
    notes: ['called'],
  },
  {
    stub: 'chartbeat.js',
    before: `window._sf_async_config = { uid: 1 };`,
    after: `pSUPERFLY.virtualPage('/next', 'Next'); _cbq.push(['_acct', 'anon']); note('called')();`,
    notes: ['called'],
  },
  {
    stub: 'ati-smarttag.js',
    after: `const tag = new ATInternet.Tracker.Tag();
      tag.page.set({ name: 'a' });
      tag.dispatch();
      tag.click.send({ name: 'b', callback: note('clicked') });`,
    notes: ['clicked'],
  },
  {
    stub: 'gemius.js',
    after: `gemius_hit('x'); new GemiusPlayer('a').newProgram('b', {}); note('called')();`,
    notes: ['called'],
  },
  {
    stub: 'naver-wcslog.js',
    before: `window.wcs_add = { wa: '1' };`,
    after: `wcs.inflow('a.example'); wcs_do(); note(wcs_add.wa + wcs.cnv('1', '2'))();`,
    notes: ['1'],
  },
  {
    stub: 'sensors-analytics.js',
    before: `window.sensorsDataAnalytic201505 = 'sensors';
      window.sensors = { _q: [['quick', ['isReady', note('before')]]] };`,
    after: `sensors.init({}); sensors.registerPage({}); sensors.track('a', {}, note('after'));`,
    notes: ['before', 'after'],
  },
  {
    stub: 'pardot-1.0.js',
    after: `piTracker('https://a.example/'); note(piGetParameter('a'))();`,
    notes: [''],
  },
  {
    stub: 'fingerprint2.js',
    after: `new Fingerprint2().get((hash, parts) => note(hash.length + ' ' + parts.length)());
      Fingerprint2.get({}, (parts) => note('new ' + parts.length)());
      Fingerprint2.getPromise().then((parts) => note('promised ' + parts.length)());
      note(String(Fingerprint2.x64hash128('a', 31).length))();`,
    notes: ['32 0', 'new 0', 'promised 0', '32'],
  },
  {
    stub: 'fingerprint3.js',
    after: `FingerprintJS.load().then((agent) => agent.get())
        .then(({ visitorId }) => note(String(visitorId.length))());`,
    notes: ['20'],
  },
];

/** Around advertisements. */
export const ADS: readonly StubPage[] = [
  {
    stub: 'amazon_ads.js',
    after: `amznads.getAdsCallback('1', note('asked'));
      amznads.setTargetingForGPTAsync('a');
      note(amznads.appendTargetingToAdServerUrl('/a'))();`,
    notes: ['asked', '/a'],
  },
  {
    stub: 'amazon_apstag.js',
    before: `const keep = (letter) => (...words) => apstag._Q.push([letter, words]);
      window.apstag = { _Q: [], init: keep('i'), fetchBids: keep('f'), setDisplayBids() {} };
      apstag.init({ pubID: '1' });
      apstag.fetchBids({ slots: [] }, (bids) => note('before ' + bids.length)());`,
    after: `apstag.fetchBids({ slots: [] }, (bids) => { apstag.setDisplayBids(); note('after ' + bids.length)(); });`,
    notes: ['before 0', 'after 0'],
  },
  {
    stub: 'prebid.js',
    before: `window.pbjs = { que: [] };
      pbjs.que.push(() => {
        pbjs.setConfig({});
        pbjs.addAdUnits([]);
        pbjs.requestBids({ bidsBackHandler: (bids) => note('before ' + Object.keys(bids).length)() });
      });`,
    after: `pbjs.que.push(function () { this.setTargetingForGPTAsync(); note('after')(); });
      pbjs.requestBids().then(({ timedOut }) => note('promised ' + timedOut)());`,
    notes: ['before 0', 'after', 'promised false'],
  },
  {
    stub: 'prebid-ads.js',
    after: `note(String(window.canRunAds))();`,
    notes: ['true'],
  },
  {
    stub: 'outbrain-widget.js',
    after: `OBR.extern.refreshWidget(); OBR.extern.researchWidget(); note('called')();`,
    notes: ['called'],
  },
  {
    stub: 'nitropay_ads.js',
    before: `window.nitroAds = {
        queue: [],
        createAd: (...words) => new Promise((done) => nitroAds.queue.push(['createAd', words, done])),
      };
      document.addEventListener('nitroAds.loaded', note('loaded'));
      nitroAds.createAd('a', {}).then((ad) => note('before ' + ad)());`,
    after: `nitroAds.createAd('b', {}).then((ad) => note('after ' + ad)());`,
    notes: ['loaded', 'before null', 'after null'],
  },
  {
    stub: 'addthis_widget.js',
    after: `addthis.init(); addthis.toolbox('.a'); addthis.ready(note('ready'));`,
    notes: ['ready'],
  },
  {
    stub: 'ampproject_v0.js',
    html: '<style>body { visibility: hidden }</style><amp-img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" alt="a" width="9" height="9"></amp-img>',
    after: `addEventListener('load', () => {
        note(getComputedStyle(document.body).visibility)();
        note(document.querySelector('img').alt)();
      });`,
    notes: ['visible', 'a'],
  },
];

/** Around what is to be kept from doing something. */
export const DEFUSERS: readonly StubPage[] = [
  {
    stub: 'nofab.js',
    after: `fuckAdBlock.onDetected(note('found')).onNotDetected(note('nobody'));
      new BlockAdBlock().setOption({}).on(false, note('nobody either'));`,
    notes: ['nobody', 'nobody either'],
  },
  {
    stub: 'noeval-silent.js',
    after: `eval('note("ran")()'); note('after')();`,
    notes: ['after'],
  },
  {
    stub: 'noeval.js',
    after: `eval('note("ran")()'); note('after')();`,
    notes: ['after'],
  },
  {
    stub: 'nobab2.js',
    after: `note(String(nH7eXzOsG > 0 && nH7eXzOsG % 39 === 0))();`,
    notes: ['true'],
  },
  {
    stub: 'hd-main.js',
    after: `L.Ad(); J.zk(1, 2); note('called')();`,
    notes: ['called'],
  },
  {
    stub: 'popads.js',
    after: `note(typeof PopAds + typeof popns)();`,
    notes: ['objectobject'],
  },
  {
    stub: 'popads-dummy.js',
    after: `note(typeof PopAds)();`,
    notes: ['object'],
  },
  {
    stub: 'window.open-defuser.js',
    after: `const opened = window.open('https://tracker.test/popup');
      opened.focus();
      note(String(opened.closed))();`,
    notes: ['false'],
  },
];
