// Stands in for PopAds, which opens windows: pages find it there, and idle.
(() => {
  window.PopAds = window.PopAds || {};
  window.popns = window.popns || {};
})();
