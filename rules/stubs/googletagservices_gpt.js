// Stands in for Google's publisher tag: googletagservices.com/tag/js/gpt.js
//
// Pages define places for advertisements through googletag.cmd and chain calls
// on them. Each place is said to have stayed empty, so that pages fold it up.
// Nothing leaves the page.
(() => {
  const before = window.googletag || {};
  if (before.apiReady) return;
  const listeners = [];
  const slots = [];

  /** An object whose named methods return itself, or what stands in `known`. */
  const chained = (names, known) => {
    const made = { ...known };
    for (const name of names.split(' ')) made[name] = () => made;
    return made;
  };

  const createSlot = (path, sizes, element) => {
    const targeting = {};
    const slot = chained(
      'addService clearCategoryExclusions defineSizeMapping getSlotId set setCategoryExclusion setClickUrl setCollapseEmptyDiv setConfig setForceSafeFrame setSafeFrameConfig updateTargetingFromMap',
      {
        getAdUnitPath: () => path,
        get: () => null,
        getDomId: () => element || '',
        getSlotElementId: () => element || '',
        getSizes: () => sizes || [],
        getAttributeKeys: () => [],
        getCategoryExclusions: () => [],
        getResponseInformation: () => null,
        getTargetingKeys: () => Object.keys(targeting),
        getTargeting: (key) => targeting[key] || [],
        getServices: () => [service],
        setTargeting: (key, value) => {
          targeting[key] = [].concat(value);
          return slot;
        },
        clearTargeting: () => slot,
      },
    );
    slots.push(slot);
    return slot;
  };

  const service = chained(
    'clear clearCategoryExclusions clearTagForChildDirectedTreatment clearTargeting collapseEmptyDivs disableInitialLoad display enableAsyncRendering enableLazyLoad enableSingleRequest enableSyncLoading enableSyncRendering enableVideoAds set setCategoryExclusion setCentering setContent setCookieOptions setForceSafeFrame setLocation setPrivacySettings setPublisherProvidedId setRefreshUnfilledSlots setRequestNonPersonalizedAds setSafeFrameConfig setTagForChildDirectedTreatment setTargeting setVideoContent updateCorrelator',
    {
      addEventListener: (name, listener) => {
        listeners.push([name, listener]);
        return service;
      },
      removeEventListener: () => {},
      get: () => null,
      getAttributeKeys: () => [],
      getName: () => 'publisher_ads',
      getSlots: () => slots,
      getTargeting: () => [],
      getTargetingKeys: () => [],
      isInitialLoadDisabled: () => false,
      refresh: (some) => (some || slots).forEach(empty),
    },
  );

  function empty(slot) {
    const event = { slot, isEmpty: true, serviceName: 'publisher_ads', size: null };
    for (const [name, listener] of listeners) {
      if (name === 'slotRenderEnded') setTimeout(() => listener(event));
    }
  }

  const run = (...calls) => {
    for (const call of calls) {
      if (typeof call !== 'function') continue;
      // One that fails is reported, and does not keep the others.
      try {
        call();
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
    return calls.length;
  };
  const mapping = chained('addSize', { build: () => [] });
  const nothing = () => {};
  window.googletag = Object.assign(before, {
    ...{ apiReady: true, pubadsReady: true, secureSignalProviders: { push: nothing } },
    companionAds: () => service,
    content: () => service,
    pubads: () => service,
    defineSlot: createSlot,
    defineOutOfPageSlot: (path, element) => createSlot(path, [], element),
    destroySlots: () => true,
    display: (what) =>
      slots.filter((one) => one === what || one.getSlotElementId() === what).forEach(empty),
    enableServices: nothing,
    disablePublisherConsole: nothing,
    getVersion: () => '1',
    openConsole: nothing,
    setAdIframeTitle: nothing,
    setConfig: nothing,
    sizeMapping: () => mapping,
    enums: { OutOfPageFormat: {} },
  });
  const waiting = Array.from(before.cmd || []);
  window.googletag.cmd = { push: run };
  run(...waiting);
})();
