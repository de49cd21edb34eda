// Stands in for Microsoft's Universal Event Tracking: bat.bing.com/bat.js
//
// When this is loaded, the snippet of a page makes uetq a `new UET(…)`, which
// takes over the calls that waited. Nothing leaves the page.
(() => {
  window.UET = class {
    constructor({ q } = {}) {
      this.uetLoaded = true;
      for (const words of Array.from(q || [])) this.push(words);
    }
    push(...words) {
      for (const word of words) {
        const callback = word && typeof word === 'object' ? word.hitCallback : word;
        if (typeof callback === 'function') setTimeout(callback);
      }
    }
  };
})();
