// Stands in for Gemius: gemius.js and xgemius.js on *.hit.gemius.pl
(() => {
  const nothing = () => {};
  for (const name of [
    'gemius_hit',
    'gemius_event',
    'gemius_init',
    'pp_gemius_hit',
    'pp_gemius_event',
  ])
    window[name] = nothing;
  const names = 'newProgram newAd programEvent adEvent setVideoObject dispose';
  window.GemiusPlayer = class {
    constructor() {
      for (const name of names.split(' ')) this[name] = nothing;
    }
  };
  window.gemiusStream = { newStream: nothing, event: nothing, closeStream: nothing };
})();
