// Stands in for X's embedded posts: platform.twitter.com/widgets.js
//
// Pages write a post as a quotation with a link, which this leaves as it is, or
// ask for one with twttr.widgets.createTweet: they get a link. What waits for
// the posts to be shown runs. Nothing leaves the page.
(() => {
  const before = window.twttr || {};
  if (before.init) return;
  const listeners = [];
  const emit = (type, event) => {
    for (const [name, listener] of listeners) if (name === type) setTimeout(() => listener(event));
  };

  /** Something that the real script would show, as a link to it. */
  const linked = (address, words) => (what, into, options) => {
    const place = into instanceof Element ? into : document.getElementById(into) || document.body;
    const link = document.createElement('a');
    const at = typeof what === 'object' ? what.screenName || what.url || '' : what;
    Object.assign(link, {
      href: address(String(at)),
      textContent: words,
      target: '_blank',
      rel: 'noopener',
    });
    place.append(link);
    emit('rendered', { type: 'rendered', target: link });
    const callback = [options, into].find((word) => typeof word === 'function');
    if (callback) setTimeout(() => callback(link));
    return Promise.resolve(link);
  };
  const at = (path) => (what) =>
    /^https:/.test(what) ? what : `https://x.com/${path}${encodeURIComponent(what)}`;
  const post = linked(at('i/status/'), 'A post on X');
  const profile = linked(at(''), 'Posts on X');
  const share = linked((what) => at('intent/post?url=')(encodeURI(what)), 'Share on X');

  const twttr = {
    ...before,
    init: true,
    _e: { push: (callback) => twttr.ready(callback) },
    ready: (callback) => {
      if (typeof callback === 'function') setTimeout(() => callback(twttr));
      return Promise.resolve(twttr);
    },
    events: {
      bind: (...listener) => listeners.push(listener),
      unbind: (name) => listeners.splice(0, 99, ...listeners.filter((one) => one[0] !== name)),
      trigger: emit,
    },
    widgets: {
      // After what waits for twttr.ready, which binds what listens.
      load: () => {
        setTimeout(() => emit('loaded', { type: 'loaded', widgets: [] }));
        return Promise.resolve([]);
      },
      ...{ createTweet: post, createTweetEmbed: post, createVideo: post, createMoment: post },
      ...{ createTimeline: profile, createFollowButton: profile, createDMButton: profile },
      ...{ createShareButton: share, createHashtagButton: share, createMentionButton: share },
    },
  };
  window.twttr = twttr;
  for (const callback of Array.from(before._e || [])) void twttr.ready(callback);
  setTimeout(() => twttr.widgets.load());
})();
