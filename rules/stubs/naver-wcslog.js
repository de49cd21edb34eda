// Stands in for Naver's analytics: wcs.naver.net/wcslog.js
(() => {
  const nothing = () => {};
  window.wcs_add = window.wcs_add || {};
  window.wcs_do = nothing;
  window.wcs = { inflow: nothing, cnv: () => '', trans: nothing, event: nothing };
})();
