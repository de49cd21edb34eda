// Stands in for Pardot: pi.pardot.com/pd.js
(() => {
  const nothing = () => {};
  Object.assign(window, {
    piVersion: '1.0.2',
    piTracker: nothing,
    piResponse: nothing,
    piGetParameter: () => '',
    piSetCookie: nothing,
    piGetCookie: () => '',
    checkNamespace: nothing,
    getPardotUrl: () => '',
  });
})();
