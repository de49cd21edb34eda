// Stands in for Matomo: matomo.js and piwik.js, on any host
//
// Pages push calls on _paq, among them functions that get the tracker, and ask
// it for the visitor's id. Nothing leaves the page.
(() => {
  const before = Array.isArray(window._paq) ? window._paq : [];
  const nothing = () => {};
  // Trackers have some two hundred methods, most of which only tell them something.
  const tracker = new Proxy(
    {
      getVisitorId: () => '0'.repeat(16),
      getVisitorInfo: () => ['1', '0'.repeat(16), 0, 0, 0, 0, 0],
      getUserId: () => '',
      getSiteId: () => 1,
      getTrackerUrl: () => '',
      getMatomoUrl: () => '',
      getCurrentUrl: () => location.href,
      getAttributionInfo: () => ['', '', 0, ''],
      getLinkTrackingTimer: () => 500,
      hasCookies: () => false,
      hasConsent: () => false,
      hasRememberedConsent: () => false,
      isUserOptedOut: () => true,
      getEcommerceItems: () => ({}),
      getCrossDomainLinkingUrlParameter: () => '',
    },
    { get: (known, name) => known[name] || (name === 'then' ? undefined : nothing) },
  );

  function push(...calls) {
    for (const call of calls) {
      const [method, ...words] = typeof call === 'function' ? [call] : Array.from(call || []);
      if (typeof method === 'function') method.apply(tracker, words);
    }
  }

  const matomo = {
    initialized: true,
    addPlugin: nothing,
    addTracker: () => tracker,
    getAsyncTracker: () => tracker,
    getAsyncTrackers: () => [tracker],
    getTracker: () => tracker,
    off: nothing,
    on: nothing,
    retryMissedPluginCalls: nothing,
    trigger: nothing,
  };
  Object.assign(window, { Matomo: matomo, Piwik: matomo, AnalyticsTracker: matomo });
  window._paq = { push };
  for (const name of ['matomoAsyncInit', 'piwikAsyncInit']) {
    if (typeof window[name] === 'function') window[name]();
  }
  push(...before);
})();
