// Stands in for Google's tag manager and its tag:
// googletagmanager.com/gtm.js and /gtag/js
//
// Pages push events on dataLayer, or call gtag(), which does the same, and go
// on when eventCallback (or event_callback) runs; a link is often followed
// only then. Others ask gtag for the client's id, read google_tag_manager, or
// hide themselves until dataLayer.hide.end() is called. Nothing leaves the page.
(() => {
  const { src = '' } = document.currentScript || {};
  const { searchParams } = new URL(src || location.href, location.href);
  const id = searchParams.get('id') || 'GTM-0';
  const name = searchParams.get('l') || 'dataLayer';
  const layer = window[name] || [];
  window[name] = layer;
  const manager = window.google_tag_manager || {};
  if (manager[id]) return;

  const values = {};
  const model = {
    get: (key) => values[key],
    set: (key, value) => {
      values[key] = value;
    },
    reset: () => {
      for (const key of Object.keys(values)) delete values[key];
    },
  };
  const soon = (callback, ...words) => {
    if (typeof callback === 'function') setTimeout(() => callback(...words));
  };

  /** The words of gtag('get', …), gtag('event', …) and so on. */
  function takeWords([verb, about, field, callback]) {
    // client_id and session_id are numbers; the page that asks gets the same as all others.
    if (verb === 'get') soon(callback, /_id$/.test(field) ? '1.1' : undefined);
    if (verb === 'set' && typeof about === 'string') values[about] = field;
    for (const word of [about, field]) if (word) soon(word.event_callback, id);
  }

  /** One entry: a function that gets at the values, an object, or words. */
  function take(entry) {
    if (typeof entry === 'function') setTimeout(() => entry.call(model));
    else if (Object(entry) !== entry) return;
    else if (entry.length !== undefined) takeWords(Array.from(entry));
    else {
      soon(entry.eventCallback, id);
      Object.assign(values, entry);
    }
  }

  manager[id] = { dataLayer: model, callback: () => {} };
  manager.dataLayer = { name, gtmDom: true, gtmLoad: true, subscribers: 1 };
  window.google_tag_manager = manager;
  window.google_tag_data = window.google_tag_data || {};

  const keep = layer.push.bind(layer);
  for (const entry of Array.from(layer)) take(entry);
  layer.push = (...entries) => {
    const count = keep(...entries);
    entries.forEach(take);
    return count;
  };
  if (layer.hide && typeof layer.hide.end === 'function') layer.hide.end();
})();
