// Stands in for Google's advertisements in films: imasdk.googleapis.com/js/sdkloader/ima3.js
//
// Players ask for an advertisement and begin the film when it has ended, or
// when there is an error. They get the error that there was none.
(() => {
  const nothing = () => {};
  /** A class whose instances take any of these calls. */
  const silent = (names, known) =>
    class {
      constructor() {
        for (const name of names.split(' ')) this[name] = nothing;
        Object.assign(this, known);
      }
    };
  const words = (text) =>
    Object.fromEntries(
      text
        .split(' ')
        .map((word) => [word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), word]),
    );

  class AdError {
    getErrorCode() {
      return 1009;
    }
    getVastErrorCode() {
      return 303;
    }
    getInnerError() {
      return null;
    }
    getMessage() {
      return 'The VAST response document is empty.';
    }
    getType() {
      return 'adLoadError';
    }
    toString() {
      return `AdError 1009: ${this.getMessage()}`;
    }
  }
  AdError.ErrorCode = { VAST_EMPTY_RESPONSE: 1009, UNKNOWN_ERROR: 900 };
  AdError.Type = { AD_LOAD: 'adLoadError', AD_PLAY: 'adPlayError' };

  class AdErrorEvent {
    constructor(request, context) {
      this.type = 'adError';
      this.request = request;
      this.context = context || {};
    }
    getError() {
      return new AdError();
    }
    getUserRequestContext() {
      return this.context;
    }
  }
  AdErrorEvent.Type = { AD_ERROR: 'adError' };

  class AdsLoader {
    constructor() {
      this.listeners = [];
      this.settings = new ImaSdkSettings();
    }
    addEventListener(types, listener, _capture, scope) {
      for (const type of [].concat(types)) this.listeners.push([type, listener, scope]);
    }
    removeEventListener(type, listener) {
      this.listeners = this.listeners.filter(([own, one]) => own !== type || one !== listener);
    }
    requestAds(request, context) {
      const event = new AdErrorEvent(request, context);
      setTimeout(() => {
        for (const [type, listener, scope] of this.listeners) {
          if (type !== 'adError') continue;
          if (typeof listener === 'function') listener.call(scope || this, event);
          else listener.handleEvent(event);
        }
      });
    }
    getSettings() {
      return this.settings;
    }
    getVersion() {
      return '3';
    }
    contentComplete() {}
    destroy() {}
  }

  const ImaSdkSettings = silent(
    'setAutoPlayAdBreaks setCookiesEnabled setDisableCustomPlaybackForIOS10Plus setFeatureFlags setLocale setNumRedirects setPlayerType setPlayerVersion setPpid setSessionId setVpaidAllowed setVpaidMode',
    { getLocale: () => '', isCookiesEnabled: () => false, getNumRedirects: () => 4 },
  );
  ImaSdkSettings.VpaidMode = { DISABLED: 0, ENABLED: 1, INSECURE: 2 };
  const AdEvent = silent('preventDefault');
  AdEvent.Type = words(
    'adBreakReady adBuffering adCanPlay adMetadata adProgress allAdsCompleted click complete contentPauseRequested contentResumeRequested durationChange firstQuartile impression interaction linearChanged loaded log midpoint paused resume skip skippableStateChanged start thirdQuartile userClose viewableImpression volumeChange volumeMute',
  );
  Object.assign(AdEvent.Type, {
    PAUSED: 'pause',
    RESUMED: 'resume',
    STARTED: 'start',
    SKIPPED: 'skip',
  });
  const AdsManagerLoadedEvent = silent('getAdsManager');
  AdsManagerLoadedEvent.Type = { ADS_MANAGER_LOADED: 'adsManagerLoaded' };

  window.google = window.google || {};
  window.google.ima = Object.assign(window.google.ima || {}, {
    ...{ AdError, AdErrorEvent, AdEvent, AdsLoader, AdsManagerLoadedEvent, ImaSdkSettings },
    AdDisplayContainer: silent('initialize destroy'),
    AdsRenderingSettings: silent(''),
    AdsRequest: silent('setAdWillAutoPlay setAdWillPlayMuted setContinuousPlayback'),
    CompanionAdSelectionSettings: silent(''),
    UiElements: { AD_ATTRIBUTION: 'adAttribution', COUNTDOWN: 'countdown' },
    ViewMode: { NORMAL: 'normal', FULLSCREEN: 'fullscreen' },
    OmidAccessMode: { LIMITED: 'limited', DOMAIN: 'domain', FULL: 'full' },
    VERSION: '3',
    settings: new ImaSdkSettings(),
  });
})();
