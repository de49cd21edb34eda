// Stands in for Hotjar: static.hotjar.com/c/hotjar-*.js
//
// Pages call hj('event', …). Nothing is filmed, and nothing leaves the page.
(() => {
  const before = window.hj || {};
  const hj = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  Object.assign(hj, { q: [], globals: { get: () => '', set: () => {} }, scriptLoaded: true });
  window.hj = hj;
  for (const words of Array.from(before.q || [])) hj(...Array.from(words));
})();
