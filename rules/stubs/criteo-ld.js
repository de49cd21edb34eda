// Stands in for Criteo: dynamic.criteo.com/js/ld/ld.js and its publisher tag
//
// Shops push what was looked at on criteo_q; sites with advertisements put
// functions in Criteo.events. Nothing leaves the page.
(() => {
  const run = (...calls) => {
    for (const call of calls) if (typeof call === 'function') setTimeout(call);
  };
  const before = window.Criteo || {};
  window.criteo_q = { push: run };
  window.Criteo = {
    ...before,
    events: { push: run },
    RequestBids: (_config, callback) => run(() => callback([])),
    SetLineItemRanges: () => {},
    DisplayAd: () => {},
  };
  run(...Array.from(before.events || []));
})();
