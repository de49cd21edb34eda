// Stands in for svonm.com/hd-main.js, which some German sites call under the
// names L and J: all their functions are there, and do nothing.
(() => {
  const nothing = () => {};
  window.L = new Proxy({}, { get: (_known, name) => (name === 'then' ? undefined : nothing) });
  window.J = window.L;
})();
