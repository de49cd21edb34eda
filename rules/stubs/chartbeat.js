// Stands in for Chartbeat: static.chartbeat.com/js/chartbeat.js
//
// Sites of one page tell it of each view; players push films on _cbv.
(() => {
  const nothing = () => {};
  window.pSUPERFLY = { activity: nothing, virtualPage: nothing, addEngagementListener: nothing };
  for (const name of ['_cbq', '_cbv', '_cbm']) window[name] = { push: nothing };
  window._cbv_strategies = [];
})();
