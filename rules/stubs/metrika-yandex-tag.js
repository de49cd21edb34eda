// Stands in for Yandex Metrica: mc.yandex.*/metrika/tag.js
//
// Pages call ym(number, 'reachGoal', …, callback) and go on when the callback
// runs; some wait for the event yacounter<number>inited. Nothing leaves the page.
(() => {
  const before = window.ym || {};
  if (before.isStandIn) return;

  function run(number, method, ...words) {
    if (method === 'init') init(number, words[0] || {});
    const reply = method === 'getClientID' ? ['1'] : [];
    for (const [at, word] of words.entries()) {
      // The callback stands for itself, before what it is called on, or in the options.
      const { callback = word, ctx = words[at + 1] } = Object(word);
      if (typeof callback === 'function') setTimeout(() => callback.apply(ctx, reply));
    }
  }

  function init(number, { triggerEvent = false }) {
    window[`yaCounter${number}`] = counter(number);
    if (triggerEvent)
      setTimeout(() => document.dispatchEvent(new Event(`yacounter${number}inited`)));
  }

  /** The older way: an object for each counter. */
  function counter(number) {
    const names =
      'addFileExtension extLink file firstPartyParams hit notBounce params reachGoal setUserID userParams';
    const made = { id: number, getClientID: () => '1' };
    for (const name of names.split(' ')) made[name] = (...words) => run(number, name, ...words);
    return made;
  }

  window.ym = Object.assign((...words) => run(...words), { isStandIn: true, a: [], l: before.l });
  window.Ya = window.Ya || {};
  window.Ya.Metrika2 = ({ id, counterId } = {}) => counter(id || counterId);
  for (const words of Array.from(before.a || [])) run(...words);
  for (const start of window.yandex_metrika_callbacks2 || []) start();
})();
