// Stands in for FullStory: edge.fullstory.com/s/fs.js
//
// Pages call FS.identify(…) or FS('setIdentity', …), and ask for the address of
// the film of a visit: there is none.
(() => {
  const name = window._fs_namespace || 'FS';
  const nothing = () => {};
  const FS = (method) => (/Async$/.test(method) ? Promise.resolve(null) : null);
  const names =
    'anonymize consent disableConsole enableConsole event identify log restart rec setUserVars setVars shutdown clearUserCookie';
  for (const method of names.split(' ')) FS[method] = nothing;
  FS.getCurrentSession = () => null;
  FS.getCurrentSessionURL = () => null;
  window[name] = FS;
})();
