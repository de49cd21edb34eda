// Stands in for Yandex Metrica, older: mc.yandex.*/metrika/watch.js
//
// Pages make a counter with new Ya.Metrika({ id }) in a function that waits in
// yandex_metrika_callbacks, and go on when its callbacks run.
(() => {
  const names =
    'addFileExtension extLink file hit notBounce params reachGoal replacePhones setUserID userParams';
  class Metrika {
    constructor(given) {
      const { id = given, triggerEvent = false } = Object(given);
      this.id = id;
      window[`yaCounter${id}`] = this;
      if (triggerEvent)
        setTimeout(() => document.dispatchEvent(new Event(`yacounter${this.id}inited`)));
    }
    getClientID() {
      return '1';
    }
    uploadPage() {}
  }
  for (const name of names.split(' ')) {
    Metrika.prototype[name] = (...words) => {
      for (const [at, word] of words.entries()) {
        const { callback = word, ctx = words[at + 1] } = Object(word);
        if (typeof callback === 'function') setTimeout(() => callback.call(ctx));
      }
    };
  }
  Metrika.counters = () => [];
  window.Ya = { ...window.Ya, Metrika, Metrika2: Metrika };
  for (const key of ['yandex_metrika_callbacks', 'yandex_metrika_callbacks2']) {
    const waiting = window[key] || [];
    window[key] = { push: (start) => start() };
    for (const start of waiting) start();
  }
  if (typeof window.yandex_metrika_callback === 'function') window.yandex_metrika_callback();
})();
