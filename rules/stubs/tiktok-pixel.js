// Stands in for TikTok's pixel: analytics.tiktok.com/i18n/pixel/events.js
//
// Pages call ttq.track(…) on an array that their snippet gave the methods of
// the pixel. The methods do nothing from now on, and ttq.ready runs what waits
// for it. Nothing leaves the page.
(() => {
  const name = window.TiktokAnalyticsObject || 'ttq';
  const ttq = window[name] || [];
  const names =
    'page track identify instances debug on off once alias group enableCookie disableCookie holdConsent revokeConsent grantConsent load';
  const called = (...words) => {
    for (const word of words) if (typeof word === 'function') setTimeout(word);
  };
  const waiting = Array.from(ttq);
  ttq.length = 0;
  for (const method of names.split(' ')) ttq[method] = called;
  ttq.ready = called;
  ttq.instance = () => ttq;
  ttq.push = (words) => called(...words);
  window[name] = ttq;
  for (const words of waiting) called(...Array.from(words));
})();
