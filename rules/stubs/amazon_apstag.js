// Stands in for Amazon's bidding: c.amazon-adsystem.com/aax2/apstag.js
//
// Pages ask for bids and show themselves, or ask others, when the answer is
// there: no bids. Their snippet keeps calls in apstag._Q until then.
(() => {
  const before = window.apstag || {};
  const nothing = () => {};
  const none = (callback) => {
    if (typeof callback === 'function') setTimeout(() => callback([]));
  };
  const apstag = {
    ...{
      init: (_config, callback) => none(callback),
      fetchBids: (_config, callback) => none(callback),
    },
    ...{ setDisplayBids: nothing, targetingKeys: () => [], renderImp: nothing, debug: nothing },
    ...{ dpa: nothing, rpa: nothing, upa: nothing, customPlacements: nothing, punt: nothing },
    _Q: { push: (call) => run(call) },
    _getSlotIdToNameMapping: nothing,
  };
  const CALLS = { i: apstag.init, f: apstag.fetchBids };
  const run = ([letter, words]) => {
    const call = CALLS[letter] || nothing;
    call(...words);
  };
  window.apstag = apstag;
  for (const call of Array.from(before._Q || [])) run(call);
})();
