// Stands in for Google's advertisements: pagead2.googlesyndication.com/*/adsbygoogle.js
//
// Pages mark places with <ins class="adsbygoogle"> and push one entry for each.
// The places are marked as unfilled, so that pages fold them up. Games that
// push a break for an advertisement are told that there was none.
(() => {
  const before = window.adsbygoogle || [];
  if (before.loaded) return;

  function push(entry) {
    const place = document.querySelector('ins.adsbygoogle:not([data-adsbygoogle-status])');
    if (place) {
      place.setAttribute('data-adsbygoogle-status', 'done');
      place.setAttribute('data-ad-status', 'unfilled');
    }
    const { adBreakDone, onReady, type = '', name = '' } = entry || {};
    if (typeof onReady === 'function') setTimeout(onReady);
    if (typeof adBreakDone === 'function') {
      const told = { breakType: type, breakName: name, breakFormat: type, breakStatus: 'notReady' };
      setTimeout(() => adBreakDone(told));
    }
    window.adsbygoogle.length += 1;
    return 0;
  }

  window.adsbygoogle = { loaded: true, length: 0, push };
  for (const entry of Array.from(before)) push(entry);
})();
