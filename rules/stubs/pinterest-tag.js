// Stands in for Pinterest's tag: s.pinimg.com/ct/core.js
//
// Pages call pintrk('track', …, callback); their snippet keeps the calls in
// pintrk.queue. Nothing leaves the page.
(() => {
  const before = window.pintrk || {};
  const pintrk = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(() => word(true));
  };
  const waiting = Array.from(before.queue || []);
  Object.assign(pintrk, {
    version: before.version || '3.0',
    queue: { push: (words) => pintrk(...words) },
  });
  window.pintrk = pintrk;
  for (const words of waiting) pintrk(...Array.from(words));
})();
