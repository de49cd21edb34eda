// Takes eval() from a page: what it is to run is said in the console instead.
(() => {
  window.eval = (text) => {
    // biome-ignore lint/suspicious/noConsole: it is what this is for.
    console.log('eval() was called, and nothing was run:', text);
  };
})();
