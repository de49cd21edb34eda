// Stands in for HubSpot's analytics: js.hs-analytics.net/analytics/*
//
// Pages push calls and functions on _hsq. Nothing leaves the page.
(() => {
  const before = Array.isArray(window._hsq) ? window._hsq : [];
  const push = (call) => {
    if (typeof call === 'function') setTimeout(() => call({ getVisitorId: () => '' }));
  };
  window._hsq = { push };
  for (const call of before) push(call);
})();
