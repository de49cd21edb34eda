// Stands in for FingerprintJS 2, which knows a browser again by its properties
//
// Pages wait for the fingerprint before they go on. They get another one at
// each visit, so that it tells nobody anything.
(() => {
  const hash = () =>
    Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  const soon = (callback, ...words) => {
    setTimeout(() => callback(...words));
  };
  function Fingerprint2() {}
  // Options may be left out. The newer form hands over only the properties.
  Fingerprint2.get = (options, callback = options) => soon(callback, []);
  Fingerprint2.getV18 = (options, callback = options) => soon(callback, hash(), []);
  Fingerprint2.getPromise = () => Promise.resolve([]);
  Fingerprint2.x64hash128 = hash;
  Fingerprint2.VERSION = '2.1.4';
  Fingerprint2.prototype.get = (callback) => soon(callback, hash(), []);
  window.Fingerprint2 = Fingerprint2;
})();
