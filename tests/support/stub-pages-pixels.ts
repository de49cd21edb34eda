import { queueing, type StubPage, waiting } from './stub-page.ts';

/** Around pixels, embedded posts and films of visits. */
export const OTHER_PIXELS: readonly StubPage[] = [
  {
    stub: 'tiktok-pixel.js',
    before: `window.TiktokAnalyticsObject = 'ttq';
      const ttq = (window.ttq = []);
      for (const name of ['page', 'track', 'identify', 'ready', 'load', 'instance'])
        ttq[name] = (...words) => ttq.push([name, ...words]);
      ttq.load('C1');
      ttq.page();
      ttq.ready(note('before'));`,
    after: `ttq.ready(note('after'));
      ttq.identify({ email: 'a@b.example' });
      ttq.instance('C1').track('AddToCart');
      note(String(ttq.length))();`,
    notes: ['before', 'after', '0'],
  },
  {
    stub: 'x-pixel.js',
    before: `${queueing('twq', 'exe', 'queue')} twq.version = '1.1';
      twq('config', 'o1');
      twq('event', 'tw-1', {}, note('before'));`,
    after: `twq('event', 'tw-1', {}, note('after')); note(String(twq.queue.length))();`,
    notes: ['before', 'after', '0'],
  },
  {
    stub: 'twitter-widgets.js',
    html: `<blockquote class="twitter-tweet"><a href="https://twitter.com/a/status/1">words</a></blockquote>
      <div id="place"></div>`,
    before: `window.twttr = { _e: [], ready: (callback) => twttr._e.push(callback) };
      twttr.ready((own) => {
        note(String(own === window.twttr))();
        own.events.bind('loaded', note('loaded'));
      });`,
    after: `twttr.widgets.createTweet('20', document.getElementById('place'), { theme: 'dark' })
        .then((shown) => note(shown.href)());
      twttr.widgets.load().then(note('promised'));
      note(document.querySelector('blockquote').textContent)();`,
    notes: ['true', 'loaded', 'loaded', 'https://x.com/i/status/20', 'promised', 'words'],
  },
  {
    stub: 'linkedin-insight.js',
    before: `window.lintrk = function (a, b) { lintrk.q.push([a, b]); };
      lintrk.q = [];
      lintrk('track', { conversion_id: 1, commandCallback: note('before') });`,
    after: `lintrk('track', { conversion_id: 1, commandCallback: note('after') });`,
    notes: ['before', 'after'],
  },
  {
    stub: 'pinterest-tag.js',
    before: `window.pintrk = function () { pintrk.queue.push(Array.prototype.slice.call(arguments)); };
      pintrk.queue = [];
      pintrk.version = '3.0';
      pintrk('load', '1', { em: 'a@b.example' });
      pintrk('track', 'checkout', {}, (ready, error) => note('before ' + ready + ' ' + error)());`,
    after: `pintrk('page', {}, note('after'));`,
    notes: ['before true undefined', 'after'],
  },
  {
    stub: 'snap-pixel.js',
    before: `${queueing('snaptr', 'handleRequest', 'queue')}
      snaptr('init', '1', {}, note('before'));`,
    after: `snaptr('track', 'PURCHASE', {}, note('after'));`,
    notes: ['before', 'after'],
  },
  {
    stub: 'reddit-pixel.js',
    before: `${queueing('rdt', 'sendEvent', 'callQueue')}
      rdt('init', 't2_1', {}, note('before'));`,
    after: `rdt('track', 'PageVisit', note('after'));`,
    notes: ['before', 'after'],
  },
  {
    stub: 'microsoft-uet.js',
    before: `window.uetq = []; uetq.push('event', '', {}); uetq.push({ hitCallback: note('before') });`,
    // What the snippet does when the script is there.
    after: `const given = { ti: '1', q: window.uetq };
      window.uetq = new UET(given);
      uetq.push('pageLoad');
      uetq.push('event', 'buy', { hitCallback: note('after') });`,
    notes: ['before', 'after'],
  },
  {
    stub: 'microsoft-clarity.js',
    before: `${waiting('clarity')} clarity('set', 'a', 'b'); clarity('metadata', note('before'));`,
    after: `clarity('identify', '1').then(note('promised')); clarity('consent');`,
    notes: ['before', 'promised'],
  },
  {
    stub: 'hubspot-analytics.js',
    before: `window._hsq = []; _hsq.push(['trackPageView']); _hsq.push(note('before'));`,
    after: `_hsq.push(['identify', {}]); _hsq.push(note('after'));`,
    notes: ['before', 'after'],
  },
  {
    stub: 'criteo-ld.js',
    before: `window.criteo_q = []; criteo_q.push({ event: 'setAccount', account: 1 });
      window.Criteo = { events: [note('before')] };`,
    after: `criteo_q.push({ event: 'viewHome' });
      Criteo.events.push(() => Criteo.RequestBids({}, (bids) => note(String(bids.length))(), 500));`,
    notes: ['before', '0'],
  },
  {
    stub: 'hotjar.js',
    before: `${waiting('hj')} hj('event', 'a'); hj('ready', note('before'));`,
    after: `hj('identify', '1', {}); note(hj.globals.get('userId'))(); hj('a', note('after'));`,
    notes: ['before', '', 'after'],
  },
  {
    stub: 'fullstory.js',
    before: `window._fs_namespace = 'Films'; window.Films = () => {};`,
    after: `Films.identify('1'); Films.event('a', {});
      note(String(Films.getCurrentSessionURL()))();
      Films('getSessionAsync').then((url) => note('promised ' + url)());`,
    notes: ['null', 'promised null'],
  },
  {
    stub: 'instagram-embed.js',
    html: `<blockquote class="instagram-media" data-instgrm-captioned
      data-instgrm-permalink="https://www.instagram.com/p/AbC_1/?utm_source=ig_embed">a post</blockquote>
      <blockquote class="instagram-media">no address</blockquote>`,
    after: `addEventListener('load', () => {
        instgrm.Embeds.process();
        note(document.querySelector('iframe').src)();
        note(document.querySelector('blockquote').textContent)();
      });`,
    notes: ['https://www.instagram.com/p/AbC_1/embed/captioned/', 'no address'],
  },
  {
    stub: 'threads-embed.js',
    html: `<blockquote class="text-post-media"
      data-text-post-permalink="https://www.threads.com/@a.b/post/AbC">a post</blockquote>`,
    after: `addEventListener('load', () => note(document.querySelector('iframe').src)());`,
    notes: ['https://www.threads.com/@a.b/post/AbC/embed'],
  },
  {
    stub: 'tiktok-embed.js',
    html: `<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@a/video/123"
      data-video-id="123">a film</blockquote>`,
    after: `addEventListener('load', () => note(document.querySelector('iframe').src)());`,
    notes: ['https://www.tiktok.com/embed/v2/123'],
  },
];
