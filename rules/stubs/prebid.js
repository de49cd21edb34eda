// Stands in for Prebid, the auction that many sites run in the browser: prebid.js
//
// Pages put functions in pbjs.que, ask for bids and load advertisements, or
// themselves, when bidsBackHandler runs. There are no bids.
(() => {
  const before = window.pbjs || {};
  if (before.libLoaded) return;
  const nothing = () => {};
  const names =
    'addAdUnits addBidResponse adServers aliasBidder bidderSettings cleanupEventListeners clearAllAuctions enableAnalytics findBidByAdId getNoBidsForAdUnitCode markWinningBidAsUsed mergeConfig offEvent onEvent refreshUserIds registerAnalyticsAdapter registerBidAdapter registerSignalSources removeAdUnit renderAd setBidderConfig setConfig setPAAPIConfigForGPT setTargetingForAst setTargetingForGPTAsync triggerBilling triggerUserSyncs';
  const empty = (names, make) => Object.fromEntries(names.split(' ').map((name) => [name, make]));
  const run = (...calls) => {
    for (const call of calls) {
      if (typeof call !== 'function') continue;
      // One that fails is reported, and does not keep the others.
      try {
        call.call(window.pbjs);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  };

  window.pbjs = Object.assign(before, {
    ...empty(names, nothing),
    ...empty('getAdserverTargeting getBidResponses getConfig getUserIds getNoBids', () => ({})),
    ...empty(
      'getAllPrebidWinningBids getAllWinningBids getHighestCpmBids getUserIdsAsEids getEvents',
      () => [],
    ),
    ...{ libLoaded: true, version: 'v9', installedModules: [], adUnits: [] },
    getBidResponsesForAdUnitCode: () => ({ bids: [] }),
    getAdserverTargetingForAdUnitCode: () => ({}),
    requestBids: ({ bidsBackHandler, auctionId = '0' } = {}) => {
      if (typeof bidsBackHandler === 'function')
        setTimeout(() => bidsBackHandler({}, false, auctionId));
      return Promise.resolve({ bids: {}, timedOut: false, auctionId });
    },
  });
  const waiting = [...Array.from(before.que || []), ...Array.from(before.cmd || [])];
  window.pbjs.que = { push: run };
  window.pbjs.cmd = window.pbjs.que;
  run(...waiting);
})();
