// Stands in for Outbrain's recommendations: widgets.outbrain.com/outbrain.js
//
// Sites of one page ask for the places to be filled again; they stay empty.
(() => {
  const names =
    'callClick callLoadMore callRecs callUserZapping callWhatIs cancelRecommendation cancelRecs closeCard closeModal closeTbx errorInjectionHandler getStat imageError manualVideoClicked onOdbReturn onVideoClick pagerLoad recClicked refreshSpecificWidget refreshWidget reloadWidget renderSpaWidgets researchWidget returnedError returnedHtmlData returnedIrdData returnedJsonData scrollLoad showDescription showRecInIframe userZappingMessage zappingFormAction';
  const extern = Object.fromEntries(names.split(' ').map((name) => [name, () => {}]));
  extern.getCountOfRecs = () => 0;
  window.OBR = { ...window.OBR, extern };
  window.OB_releaseVer = 0;
})();
