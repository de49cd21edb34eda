// Stands in for X's pixel: static.ads-twitter.com/uwt.js
//
// Pages call twq('event', …); their snippet keeps the calls until twq.exe is
// there. Nothing leaves the page.
(() => {
  const twq = window.twq || ((...words) => twq.exe(...words));
  if (twq.exe) return;
  const called = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  const waiting = Array.from(twq.queue || []);
  Object.assign(twq, { exe: called, queue: [], version: twq.version || '1.1' });
  window.twq = twq;
  // Its older form.
  window.twttr = window.twttr || {};
  window.twttr.conversion = { trackPid: called, load: called };
  for (const words of waiting) called(...Array.from(words));
})();
