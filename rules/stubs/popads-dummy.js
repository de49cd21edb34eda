// Stands in for PopAds where a page asks only whether it is there.
window.PopAds = window.PopAds || {};
