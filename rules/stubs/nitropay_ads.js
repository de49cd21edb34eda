// Stands in for NitroPay: s.nitropay.com/ads-*.js
//
// Pages ask for advertisements and await them; there are none. Their snippet
// keeps the calls in nitroAds.queue.
(() => {
  const before = window.nitroAds || {};
  const nothing = () => {};
  window.nitroAds = {
    ...{ loaded: true, siteId: 0, queue: [], stop: nothing },
    createAd: () => Promise.resolve(null),
    addUserToken: nothing,
    clearUserTokens: nothing,
  };
  for (const [method, , resolve] of Array.from(before.queue || [])) {
    if (method === 'createAd' && typeof resolve === 'function') resolve(null);
  }
  document.dispatchEvent(new Event('nitroAds.loaded'));
})();
