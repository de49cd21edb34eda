// Stands in for Google's advertisements in films: imasdk.googleapis.com/js/sdkloader/ima3.js
//
// Players ask for an advertisement and begin the film when it has ended, or
// when there is an error. They get one that is over as soon as it begins, and
// where they do not wait for one, the error that there is none.
(() => {
  const nothing = () => {};
  /** A class whose instances take any of these calls, and give the values of `known`. */
  const silent = (names, known = {}) =>
    class {
      constructor(type) {
        this.type = type;
        for (const name of names.split(' ')) this[name] = nothing;
        for (const [name, value] of Object.entries(known)) this[name] = () => value;
      }
    };

  const AdPodInfo = silent('', {
    ...{ getAdPosition: 1, getTotalAds: 1, getPodIndex: 0, getTimeOffset: 0 },
    ...{ getMaxDuration: -1, getIsBumper: false },
  });
  const TEXTS =
    'getAdId getAdSystem getAdvertiserName getContentType getCreativeAdId getCreativeId getDealId getDescription getTitle getTraffickingParametersString';
  const LISTS =
    'getCompanionAds getUiElements getUniversalAdIds getWrapperAdIds getWrapperAdSystems getWrapperCreativeIds';
  const SIZES = 'getHeight getWidth getVastMediaBitrate getVastMediaHeight getVastMediaWidth';
  const all = (names, value) => Object.fromEntries(names.split(' ').map((name) => [name, value]));
  const Ad = silent('', {
    ...{ ...all(TEXTS, ''), ...all(LISTS, []), ...all(SIZES, 0) },
    ...{ getAdPodInfo: new AdPodInfo(), getDuration: -1, getMinSuggestedDuration: -1 },
    ...{ getSkipTimeOffset: -1, getMediaUrl: null, getSurveyUrl: null, getApiFramework: null },
    ...{ getTraffickingParameters: {}, isLinear: true, isSkippable: false, isUiDisabled: false },
  });

  const ad = new Ad();
  const AdEvent = silent('preventDefault', { getAd: ad, getAdData: {} });
  AdEvent.Type = Object.fromEntries(
    'adBreakReady adBuffering adCanPlay adMetadata adProgress allAdsCompleted click complete contentPauseRequested contentResumeRequested durationChange firstQuartile impression interaction linearChanged loaded log midpoint skippableStateChanged thirdQuartile userClose videoClicked volumeChange'
      .split(' ')
      .map((word) => [word.replace(/[A-Z]/g, '_$&').toUpperCase(), word]),
  );
  Object.assign(AdEvent.Type, { STARTED: 'start', PAUSED: 'pause', RESUMED: 'resume' });
  Object.assign(AdEvent.Type, { SKIPPED: 'skip', VOLUME_CHANGED: 'volumeChange' });
  Object.assign(AdEvent.Type, { VOLUME_MUTED: 'mute', VIEWABLE_IMPRESSION: 'viewable_impression' });

  const MESSAGE = 'The VAST response document is empty.';
  const AdError = silent('', {
    ...{ getErrorCode: 1009, getVastErrorCode: 303, getInnerError: null, getMessage: MESSAGE },
    ...{ getType: 'adLoadError', toString: `AdError 1009: ${MESSAGE}` },
  });
  AdError.ErrorCode = { VAST_EMPTY_RESPONSE: 1009, UNKNOWN_ERROR: 900 };
  AdError.Type = { AD_LOAD: 'adLoadError', AD_PLAY: 'adPlayError' };
  const AdErrorEvent = silent('', { getError: new AdError(), getUserRequestContext: {} });
  AdErrorEvent.Type = { AD_ERROR: 'adError' };

  /** Something that tells those who listen. */
  const telling = (names, known) =>
    class extends silent(names, known) {
      constructor() {
        super();
        this.listeners = [];
      }
      addEventListener(types, listener, _options, scope) {
        for (const type of [].concat(types)) this.listeners.push([type, listener, scope]);
      }
      removeEventListener(type, listener) {
        this.listeners = this.listeners.filter((one) => one[0] !== type || one[1] !== listener);
      }
      tell(event) {
        for (const [type, listener, scope] of this.listeners) {
          if (type === event.type) setTimeout(() => listener.call(scope || this, event));
        }
      }
    };

  class AdsManager extends telling(
    'collapse configureAdsManager destroy discardAdBreak expand focus init pause requestNextAdBreak resize resume setVolume skip stop updateAdsRenderingSettings',
    {
      ...{ getAdSkippableState: false, getCuePoints: [], getCurrentAd: ad, getRemainingTime: 0 },
      ...{ getVolume: 1, isCustomClickTrackingUsed: false, isCustomPlaybackUsed: false },
    },
  ) {
    start() {
      const { LOADED, STARTED, COMPLETE, CONTENT_RESUME_REQUESTED, ALL_ADS_COMPLETED } =
        AdEvent.Type;
      for (const type of [LOADED, STARTED, COMPLETE, CONTENT_RESUME_REQUESTED, ALL_ADS_COMPLETED])
        this.tell(new AdEvent(type));
    }
  }
  class AdsManagerLoadedEvent extends silent('', { getUserRequestContext: {} }) {
    getAdsManager() {
      return new AdsManager();
    }
  }
  AdsManagerLoadedEvent.Type = { ADS_MANAGER_LOADED: 'adsManagerLoaded' };

  const ImaSdkSettings = silent(
    'setAutoPlayAdBreaks setCookiesEnabled setDisableCustomPlaybackForIOS10Plus setFeatureFlags setLocale setNumRedirects setPlayerType setPlayerVersion setPpid setSessionId setVpaidAllowed setVpaidMode setDisableFlashAds',
    {
      ...{ getLocale: '', getPlayerType: '', getPlayerVersion: '', getPpid: '' },
      ...{ getFeatureFlags: {}, getNumRedirects: 4, isCookiesEnabled: false },
    },
  );
  ImaSdkSettings.VpaidMode = { DISABLED: 0, ENABLED: 1, INSECURE: 2 };
  const settings = new ImaSdkSettings();

  class AdsLoader extends telling('contentComplete destroy', {
    getSettings: settings,
    getVersion: '3',
  }) {
    requestAds() {
      const waits = this.listeners.some(([type]) => type === 'adsManagerLoaded');
      this.tell(
        waits ? new AdsManagerLoadedEvent('adsManagerLoaded') : new AdErrorEvent('adError'),
      );
    }
  }

  window.google = window.google || {};
  window.google.ima = Object.assign(window.google.ima || {}, {
    ...{ AdError, AdErrorEvent, AdEvent, AdsLoader, AdsManagerLoadedEvent, ImaSdkSettings },
    ...{ settings, VERSION: '3', AdDisplayContainer: silent('initialize destroy') },
    AdsRenderingSettings: silent(''),
    AdsRequest: silent('setAdWillAutoPlay setAdWillPlayMuted setContinuousPlayback'),
    CompanionAdSelectionSettings: silent(''),
    OmidAccessMode: { LIMITED: 'limited', DOMAIN: 'domain', FULL: 'full' },
    OmidVerificationVendor: { OTHER: 1, GOOGLE: 9 },
    UiElements: { AD_ATTRIBUTION: 'adAttribution', COUNTDOWN: 'countdown' },
    ViewMode: { NORMAL: 'normal', FULLSCREEN: 'fullscreen' },
  });
})();
