// Stands in for AddThis's share buttons: addthis.com/js/300/addthis_widget.js
(() => {
  const nothing = () => {};
  const names =
    'addEventListener bookmark button counter init layers menu ready removeEventListener share toolbox update';
  window.addthis = Object.fromEntries(names.split(' ').map((name) => [name, nothing]));
  window.addthis.sharecounters = { getShareCounts: nothing };
  window.addthis.ready = (callback) => {
    if (typeof callback === 'function') setTimeout(callback);
  };
})();
