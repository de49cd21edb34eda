// Stands in for AT Internet's smarttag.js
//
// Pages make a tag, tell it of pages and clicks, and follow a link when the
// callback of a click runs. Nothing leaves the page.
(() => {
  const called = (...words) => {
    for (const word of words) {
      const { callback = null } = Object(word);
      if (typeof callback === 'function') setTimeout(callback);
    }
    return true;
  };
  /** Takes any call, on any of its parts, and runs the callback in it. */
  const anything = () =>
    new Proxy(called, { get: (_known, name) => (name === 'then' ? undefined : anything()) });
  function Tag() {
    return anything();
  }
  window.ATInternet = { Tracker: { Tag, pluginProtos: {} }, Utils: anything() };
  window.ATTag = anything();
})();
