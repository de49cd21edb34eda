// Stands in for FuckAdBlock and its kin, which look for whoever blocks
// advertisements: pages are told that nobody does.
(() => {
  class Detector {
    check() {
      return true;
    }
    clearEvent() {}
    emitEvent() {}
    setOption() {
      return this;
    }
    on(wasFound, callback) {
      if (!wasFound && typeof callback === 'function') setTimeout(callback);
      return this;
    }
    onDetected() {
      return this;
    }
    onNotDetected(callback) {
      return this.on(false, callback);
    }
  }
  for (const name of ['FuckAdBlock', 'BlockAdBlock', 'SniffAdBlock']) {
    window[name] = Detector;
    window[name[0].toLowerCase() + name.slice(1)] = new Detector();
  }
})();
