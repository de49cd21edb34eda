// Stands in for Google Analytics (classic): google-analytics.com/ga.js
//
// Pages push calls on _gaq, among them functions and links to follow once the
// hit was sent, and ask _gat for trackers. Nothing leaves the page.
(() => {
  const nothing = () => {};
  const same = (link) => link;
  // Trackers have some eighty methods, most of which only tell them something.
  const tracker = new Proxy(
    {
      _getName: () => '',
      _getAccount: () => 'UA-00000000-0',
      _getVersion: () => '5.7.2',
      _getLinkerUrl: same,
      _getVisitorCustomVar: () => undefined,
      _link: (link) => window.location.assign(link),
    },
    { get: (known, name) => known[name] || (/^_/.test(String(name)) ? nothing : undefined) },
  );

  function push(...calls) {
    for (const call of calls) {
      // One that fails is reported, and does not keep the others.
      try {
        if (typeof call === 'function') call();
        else if (Array.isArray(call)) run(...call);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
    return 0;
  }

  function run(method, ...words) {
    if (typeof method === 'function') method(...words);
    else if (method === '_set' && words[0] === 'hitCallback') setTimeout(words[1]);
    else if (/(^|\.)_link$/.test(method)) window.location.assign(words[0]);
  }

  const waiting = Array.isArray(window._gaq) ? window._gaq : [];
  window._gat = new Proxy(
    {
      _getTracker: () => tracker,
      _getTrackerByName: () => tracker,
      _createTracker: () => tracker,
      _getTrackers: () => [tracker],
    },
    { get: (known, name) => known[name] || nothing },
  );
  window._gaq = { push, _createAsyncTracker: () => tracker, _getAsyncTracker: () => tracker };
  push(...waiting);
})();
