// Stands in for Snap's pixel: sc-static.net/scevent.min.js
//
// Pages call snaptr('track', …); their snippet keeps the calls until
// snaptr.handleRequest is there. Nothing leaves the page.
(() => {
  const snaptr = window.snaptr || ((...words) => snaptr.handleRequest(...words));
  if (snaptr.handleRequest) return;
  const called = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  const waiting = Array.from(snaptr.queue || []);
  Object.assign(snaptr, { handleRequest: called, queue: [] });
  window.snaptr = snaptr;
  for (const words of waiting) called(...Array.from(words));
})();
