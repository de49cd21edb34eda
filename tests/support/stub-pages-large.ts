import { queueing, type StubPage, waiting } from './stub-page.ts';

/** Around the scripts of Meta and Google. */
export const META_AND_GOOGLE: readonly StubPage[] = [
  {
    stub: 'fbevents.js',
    before: `${queueing('fbq', 'callMethod', 'queue')}
      Object.assign(fbq, { push: fbq, loaded: true, version: '2.0' });
      window._fbq = fbq;
      fbq('init', '123456789012345');
      fbq('track', 'PageView', {}, note('before'));`,
    after: `fbq('track', 'Purchase', { value: 1 }, note('after'));
      _fbq.push(['trackCustom', 'Mine', note('pushed')]);
      fbq.queue.push(['track', 'Late', note('queued')]);
      note(fbq.getState().pixels.map(({ id }) => id).join())();
      note(typeof fbq.callMethod)();`,
    notes: ['before', 'after', 'pushed', 'queued', '123456789012345', 'function'],
  },
  {
    stub: 'fb-sdk.js',
    html: `<div class="fb-like" data-href="https://shop.test/a" data-layout="button"></div>
      <fb:login-button scope="email" onlogin="check()"></fb:login-button>`,
    before: `window.fbAsyncInit = () => {
        FB.init({ appId: '1', version: 'v19.0', xfbml: true });
        FB.getLoginStatus((reply) => note(reply.status)());
      };`,
    after: `FB.Event.subscribe('xfbml.render', () => {
        note(document.querySelector('.fb-like iframe').src)();
        note(document.querySelector('button').textContent)();
      });
      FB.api('/me', { fields: 'name' }, (reply) => note(reply.error.type)());
      FB.login((reply) => note('without a click: ' + reply.status)());
      FB.AppEvents.logPageView();
      FB.AppEvents.logEvent(FB.AppEvents.EventNames.VIEWED_CONTENT);
      note(String(FB.getAuthResponse()))();`,
    notes: [
      'unknown',
      'https://www.facebook.com/v19.0/plugins/like.php?href=https%3A%2F%2Fshop.test%2Fa&layout=button',
      'Log in with Facebook',
      'OAuthException',
      'without a click: unknown',
      'null',
    ],
  },
  {
    stub: 'google-analytics_analytics.js',
    before: `window.GoogleAnalyticsObject = 'tell'; ${waiting('tell')} tell.l = 1;
      window.dataLayer = [];
      dataLayer.hide = { end: note('shown') };
      tell('create', 'UA-1-1', 'auto');
      tell((tracker) => note(tracker.get('trackingId'))());
      tell('send', 'pageview', { hitCallback: note('before') });
      tell('send', 'pageview', 'hitCallback', note('by name'));`,
    after: `tell('set', 'hitCallback', note('set'));
      tell('send', 'event', 'a', 'b', { hitCallback: note('after') });
      note(typeof tell.getAll()[0].get('clientId'))();
      note(new gaplugins.Linker(tell.getByName('t0')).decorate('/next'))();`,
    notes: ['shown', 'UA-1-1', 'before', 'by name', 'set', 'after', 'string', '/next'],
  },
  {
    stub: 'google-analytics_ga.js',
    before: `window._gaq = [['_setAccount', 'UA-1'], ['_trackPageview']];
      _gaq.push(note('before'));`,
    after: `_gaq.push(['_set', 'hitCallback', note('callback')], note('after'));
      const tracker = _gat._getTracker('UA-1');
      tracker._trackEvent('a', 'b');
      tracker._setCustomVar(1, 'a', 'b', 3);
      note(tracker._getLinkerUrl('/next'))();`,
    notes: ['before', 'callback', 'after', '/next'],
  },
  {
    stub: 'google-analytics_cx_api.js',
    after: `note(String(cxApi.chooseVariation()))(); cxApi.setChosenVariation(1, 'x');`,
    notes: ['0'],
  },
  {
    stub: 'google-analytics_inpage_linkid.js',
    after: `_gaq.push(['_trackPageview']); note('pushed')();`,
    notes: ['pushed'],
  },
  {
    stub: 'googletagmanager_gtm.js',
    before: `window.dataLayer = [];
      dataLayer.hide = { end: note('shown') };
      window.gtag = function () { dataLayer.push(arguments); };
      gtag('js', new Date());
      gtag('config', 'G-1');
      gtag('event', 'purchase', { value: 1, event_callback: note('before') });
      dataLayer.push({ event: 'a', colour: 'red', eventCallback: note('object'), eventTimeout: 2000 });`,
    after: `gtag('event', 'click', { event_callback: note('after') });
      gtag('get', 'G-1', 'client_id', (id) => note(typeof id)());
      dataLayer.push({ event: 'b', eventCallback: () => note('pushed')() });
      dataLayer.push(function () { note(this.get('colour'))(); });
      gtag('consent', 'update', { ad_storage: 'denied' });
      note(String(dataLayer.length))();
      note(typeof google_tag_manager['GTM-0'].dataLayer.get)();`,
    notes: ['shown', 'before', 'object', 'after', 'string', 'pushed', 'red', '9', 'function'],
  },
  {
    stub: 'googletagservices_gpt.js',
    before: `window.googletag = { cmd: [] };
      googletag.cmd.push(() => {
        const slot = googletag.defineSlot('/1/a', [300, 250], 'place').addService(googletag.pubads());
        slot.setTargeting('k', 'v').setCollapseEmptyDiv(true);
        googletag.pubads().enableSingleRequest();
        googletag.pubads().addEventListener('slotRenderEnded', ({ isEmpty, slot }) =>
          note(slot.getSlotElementId() + ' ' + isEmpty)());
        googletag.enableServices();
      });`,
    after: `googletag.cmd.push(() => googletag.display('place'), note('ran'));
      note(googletag.pubads().getSlots()[0].getTargeting('k').join())();
      googletag.sizeMapping().addSize([0, 0], []).build();`,
    notes: ['place true', 'ran', 'v'],
  },
  {
    stub: 'googlesyndication_adsbygoogle.js',
    html: '<ins class="adsbygoogle"></ins><ins class="adsbygoogle"></ins>',
    before: `window.adsbygoogle = []; adsbygoogle.push({});`,
    after: `adsbygoogle.push({});
      adsbygoogle.push({ type: 'reward', adBreakDone: ({ breakStatus }) => note(breakStatus)() });
      note(String(document.querySelectorAll('ins[data-ad-status=unfilled]').length))();
      note(String(adsbygoogle.loaded))();`,
    notes: ['notReady', '2', 'true'],
  },
  {
    stub: 'doubleclick_instream_ad_status.js',
    after: `note(String(window.google_ad_status))();`,
    notes: ['1'],
  },
  {
    stub: 'google-ima.js',
    html: '<div id="film"></div>',
    after: `const { ima } = google;
      const place = new ima.AdDisplayContainer(document.getElementById('film'));
      place.initialize();
      ima.settings.setVpaidMode(ima.ImaSdkSettings.VpaidMode.ENABLED);
      const play = (name, withManager) => {
        const loader = new ima.AdsLoader(place);
        loader.addEventListener(ima.AdErrorEvent.Type.AD_ERROR, (event) =>
          note(name + ' ' + event.getError().getType())(), false);
        if (withManager) {
          const { ADS_MANAGER_LOADED } = ima.AdsManagerLoadedEvent.Type;
          loader.addEventListener(ADS_MANAGER_LOADED, (event) => {
            const manager = event.getAdsManager(document.createElement('video'));
            for (const type of ['STARTED', 'CONTENT_PAUSE_REQUESTED', 'CONTENT_RESUME_REQUESTED', 'ALL_ADS_COMPLETED'])
              manager.addEventListener(ima.AdEvent.Type[type], (told) =>
                note(name + ' ' + told.type + ' ' + told.getAd().isLinear())());
            manager.init(640, 360, ima.ViewMode.NORMAL);
            manager.start();
          }, false);
        }
        const request = new ima.AdsRequest();
        request.adTagUrl = 'https://tracker.test/vast';
        loader.requestAds(request);
        loader.contentComplete();
      };
      play('waits', true);
      play('waits not', false);`,
    notes: [
      'waits start true',
      'waits contentResumeRequested true',
      'waits allAdsCompleted true',
      'waits not adLoadError',
    ],
  },
];
