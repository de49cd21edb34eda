// Stands in for Reddit's pixel: redditstatic.com/ads/pixel.js
//
// Pages call rdt('track', …); their snippet keeps the calls until
// rdt.sendEvent is there. Nothing leaves the page.
(() => {
  const rdt = window.rdt || ((...words) => rdt.sendEvent(...words));
  if (rdt.sendEvent) return;
  const called = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  const waiting = Array.from(rdt.callQueue || []);
  Object.assign(rdt, { sendEvent: called, callQueue: [] });
  window.rdt = rdt;
  for (const words of waiting) called(...Array.from(words));
})();
