// Stands in for Meta's pixel: connect.facebook.net/*/fbevents.js
//
// Pages report visits with fbq('track', …). Their own snippet makes fbq and
// lets calls wait in fbq.queue until this script takes them over. Pages also
// read fbq.version, fbq.loaded and fbq.getState(), and some wait until
// fbq.callMethod is there. All of that works; nothing leaves the page.
(() => {
  const fbq = window.fbq || ((...words) => fbq.callMethod(...words));
  if (fbq.callMethod) return;

  const pixels = new Map();
  const run = (words) => {
    const [verb, id] = words;
    if (verb === 'init') pixels.set(String(id), { id: String(id), userData: {}, eventCount: 0 });
    // Tag managers hand over functions that are to run once the call was made.
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  // _fbq.push(['track', …]) is the older way to write a call.
  const take = (...words) => run(Array.isArray(words[0]) ? words[0] : words);

  const waiting = Array.from(fbq.queue || []);
  const nothing = () => {};
  Object.assign(fbq, {
    callMethod: take,
    push: take,
    queue: Object.assign([], { push: (words) => take(...words) }),
    loaded: true,
    version: '2.9.324',
    getState: () => ({ pixels: Array.from(pixels.values()) }),
    // How parts of the real script find each other; pages that call them go on.
    registerPlugin: nothing,
    loadPlugin: nothing,
    getFbeventsModules: nothing,
    set: nothing,
    on: nothing,
    once: nothing,
    trigger: nothing,
  });
  window.fbq = fbq;
  if (!window._fbq) window._fbq = fbq;
  for (const words of waiting) take(...words);
})();
