// Takes from a page that it opens windows: it gets one that is not there.
(() => {
  const nothing = () => {};
  window.open = () => ({
    ...{ closed: false, opener: null, name: '', length: 0, location: { href: 'about:blank' } },
    ...{ close: nothing, focus: nothing, blur: nothing, moveTo: nothing, resizeTo: nothing },
    ...{
      postMessage: nothing,
      addEventListener: nothing,
      document: { write: nothing, close: nothing },
    },
  });
})();
