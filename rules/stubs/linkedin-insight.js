// Stands in for LinkedIn's Insight Tag: snap.licdn.com/li.lms-analytics/insight.min.js
//
// Pages call lintrk('track', { conversion_id, commandCallback }) and go on when
// the callback runs. Nothing leaves the page.
(() => {
  const before = window.lintrk || {};
  const lintrk = (...words) => {
    for (const word of words) {
      const callback = word && typeof word === 'object' ? word.commandCallback : word;
      if (typeof callback === 'function') setTimeout(callback);
    }
  };
  lintrk.q = [];
  window.lintrk = lintrk;
  window._already_called_lintrk = true;
  for (const words of Array.from(before.q || [])) lintrk(...Array.from(words));
})();
