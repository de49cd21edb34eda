// Stands in for Google's experiments: google-analytics.com/cx/api.js
//
// Pages ask which variation of themselves to show: the original one.
(() => {
  const nothing = () => {};
  window.cxApi = {
    ORIGINAL_VARIATION: 0,
    NO_CHOSEN_VARIATION: -1,
    NOT_PARTICIPATING: -2,
    chooseVariation: () => 0,
    getChosenVariation: () => 0,
    setChosenVariation: nothing,
    setAllowHash: nothing,
    setCookiePath: nothing,
    setDomainName: nothing,
  };
})();
