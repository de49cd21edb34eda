// Stands in for FingerprintJS 3 and later, which knows a browser again by its
// properties
//
// Pages wait for visitorId before they go on. They get another one at each
// visit, so that it tells nobody anything.
(() => {
  const visitorId = () =>
    Array.from({ length: 20 }, () => Math.floor(Math.random() * 36).toString(36)).join('');
  const get = () =>
    Promise.resolve({
      visitorId: visitorId(),
      components: {},
      confidence: { score: 0.5 },
      version: '3.4.2',
      requestId: visitorId(),
    });
  const load = () => Promise.resolve({ get, getVisitorData: get });
  window.FingerprintJS = {
    ...{ load, get, hashComponents: visitorId },
    componentsToDebugString: () => '{}',
    defaultEndpoint: '',
  };
})();
