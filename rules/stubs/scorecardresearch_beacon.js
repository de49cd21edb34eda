// Stands in for Comscore: scorecardresearch.com/beacon.js
(() => {
  const nothing = () => {};
  window._comscore = { push: nothing };
  window.COMSCORE = { ...window.COMSCORE, beacon: nothing, purge: nothing };
  window.COMSCORE.SiteRecruit = window.COMSCORE.SiteRecruit || { broker: { isDisabled: true } };
})();
