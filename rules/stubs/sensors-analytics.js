// Stands in for Sensors Analytics: sensorsdata.min.js
//
// Pages call sensorsDataAnalytic201505, or the name that they gave it, through
// a queue that their snippet made; some wait in `quick('isReady', callback)`.
(() => {
  const name = 'sensorsDataAnalytic201505';
  const before = window[window[name]] || {};
  const nothing = () => {};
  const known = {
    init: nothing,
    quick: (what, callback) => {
      if (what === 'isReady' && typeof callback === 'function') setTimeout(callback);
      return '';
    },
    track: (_event, _about, callback) => {
      if (typeof callback === 'function') setTimeout(callback);
    },
    getAppStatus: () => null,
    getPresetProperties: () => ({}),
    store: { getDistinctId: () => '', getFirstId: () => '' },
  };
  const sensors = new Proxy(known, {
    get: (own, key) => own[key] || (key === 'then' ? undefined : nothing),
  });
  if (typeof window[name] === 'string') window[window[name]] = sensors;
  window[name] = sensors;
  for (const [method, words] of Array.from(before._q || [])) sensors[method](...Array.from(words));
})();
