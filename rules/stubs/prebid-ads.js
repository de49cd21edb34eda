// Stands in for scripts that are called as if they showed advertisements
// (prebid-ads.js, ads.js), by which pages find out whether they may.
window.canRunAds = true;
window.isAdBlockActive = false;
