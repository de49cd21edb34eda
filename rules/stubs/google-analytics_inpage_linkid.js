// Stands in for a part of Google Analytics that marks which link was clicked:
// google-analytics.com/inpage_linkid.js
//
// It is loaded by _gaq and calls nothing back. Pages that have no ga.js find
// a _gaq that takes their calls.
window._gaq = window._gaq || { push: () => 0 };
