// Stands in for static.doubleclick.net/instream/ad_status.js, by which players
// find out whether advertisements can be loaded: they are told that they can.
window.google_ad_status = 1;
