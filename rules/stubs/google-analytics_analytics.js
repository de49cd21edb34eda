// Stands in for Google Analytics (Universal): google-analytics.com/analytics.js
//
// Pages call ga('send', …, { hitCallback }) and go on, to the next page for
// instance, when the callback runs. Others ask a tracker for its clientId, or
// hide themselves until an experiment was chosen. Nothing leaves the page.
(() => {
  const name = window.GoogleAnalyticsObject || 'ga';
  const before = window[name] || {};
  if (before.loaded) return;
  const trackers = new Map();
  const nothing = () => {};

  /** Runs what waits for a hit to be sent. */
  const sent = (words) => {
    for (const word of words) {
      // In the fields of the hit, or by itself behind its name.
      const { hitCallback = word } = Object(word);
      if (typeof hitCallback === 'function') setTimeout(hitCallback);
    }
  };

  function create(...words) {
    const given = Object.assign({}, ...words.filter((word) => word && typeof word === 'object'));
    const [trackingId = '', , title] = words.filter((word) => typeof word === 'string');
    const fields = { trackingId, name: title || 't0', clientId: '1.1', linkerParam: '', ...given };
    const tracker = {
      get: (field) => fields[field],
      set: (field, value) =>
        Object.assign(fields, typeof field === 'object' ? field : { [field]: value }),
      send: (...hit) => sent([fields, ...hit]),
      require: nothing,
    };
    trackers.set(fields.name, tracker);
    return tracker;
  }

  function run(command, ...words) {
    if (typeof command === 'function') setTimeout(() => command(trackers.get('t0') || create()));
    else if (command === 'create') create(...words);
    else if (/(^|\.)set$/.test(command)) for (const one of trackers.values()) one.set(...words);
    else if (/(^|\.)send$/.test(command)) {
      const [to] = trackers.values();
      if (to) to.send(...words);
      else sent(words);
    }
  }

  const ga = Object.assign((...words) => run(...words), {
    ...{ create, loaded: true, q: [], l: before.l || Date.now(), P: [] },
    getAll: () => Array.from(trackers.values()),
    getByName: (title) => trackers.get(title) || null,
    remove: (title) => trackers.delete(title),
  });
  window[name] = ga;

  // Links to other sites of the same owner are handed back as they are.
  class Linker {
    decorate(link) {
      return link;
    }
    autoLink() {}
    passthrough() {}
  }
  window.gaplugins = Object.assign(window.gaplugins || {}, { Linker });
  window.gaGlobal = window.gaGlobal || {};

  const { hide } = window.dataLayer || {};
  if (hide && typeof hide.end === 'function') hide.end();
  for (const words of Array.from(before.q || [])) run(...words);
})();
