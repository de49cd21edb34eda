// Stands in for Amazon's advertisements: amazon-adsystem.com/aax2/amzn_ads.js
//
// Pages ask for advertisements and go on in a callback; there are none.
(() => {
  const nothing = () => {};
  const same = (text) => text;
  const called = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  const known = {
    appendTargetingToAdServerUrl: same,
    appendTargetingToQueryString: same,
    getAdsCallback: called,
    getDisplayAdsCallback: called,
    getVideoAdsCallback: called,
    tryGetAdsAsync: called,
    getKeys: () => [],
    getTokens: () => [],
    getTargeting: () => ({}),
    hasAds: () => false,
  };
  const names =
    'appendScriptTag clearTargetingFromGPTAsync detectIframeAndGetURL doAllTasks doGetAdsAsync doTask getAdForSlot getAds getAdsAsync getDisplayAds getDisplayAdsAsync getReferrerURL getScriptSource getValidMilliseconds getVideoAds getVideoAdsAsync renderAd saveAds setTargeting setTargetingForGPTAsync setTargetingForGPTSync updateAds';
  window.amznads = {
    ...Object.fromEntries(names.split(' ').map((name) => [name, nothing])),
    ...known,
  };
  window.amzn_ads = nothing;
  window.aax_write = nothing;
  window.aax_render_ad = nothing;
})();
