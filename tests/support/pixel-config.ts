export interface PixelConfig {
  readonly pixel: string;
  readonly endpoints?: readonly {
    readonly endpoint: string;
    readonly fallbackDomain?: string | null;
    readonly usePathCookie?: boolean;
  }[];
}

/** A pixel's settings as its vendor serves them, in words of our own: code that registers a plug-in. */
export function pixelConfig({ pixel, endpoints = [] }: PixelConfig): string {
  const id = JSON.stringify(pixel);
  const bridge = {
    endpoints: endpoints.map((one) => ({ targetDomain: null, enrichmentDisabled: true, ...one })),
    eventsFilter: { filteringMode: 'blocklist', eventNames: ['Microdata'] },
    additionalUserData: { sendFBLoginID: true },
  };
  const keys = ['em', 'fn', 'ln', 'ge', 'ph', 'ct', 'st', 'zp', 'db', 'country', 'external_id'];
  return `/* settings */
(function (words) { return words.join("(\\"set("); })(["config.set(", 'x']);
fbq.registerPlugin(${id}, {__fbEventsPlugin: 1, plugin: function(fbq, instance, config) {
config.set(${id}, "inferredEvents", {"buttonSelector":"extended","disableRestrictedData":false});
fbq.loadPlugin("inferredevents");
fbq.loadPlugin("identity");
instance.optIn(${id}, "InferredEvents", true);
config.set(${id}, "automaticMatching", {"selectedMatchKeys":${JSON.stringify(keys)}});
instance.optIn(${id}, "AutomaticMatching", true);
${endpoints.length === 0 ? '' : bridgeCalls(id, bridge)}
instance.optIn(${id}, "FirstPartyCookies", true);
instance.optIn(${id}, "MicrodataJsonLd", true);
config.set(null, "batching", {"batchWaitTimeMs":10,"maxBatchSize":10});
fbq.set("iwlExtractors", ${id}, []);
instance.configLoaded(${id}); }});
`;
}

function bridgeCalls(id: string, bridge: unknown): string {
  return `fbq.loadPlugin("openbridge3");
config.set(${id}, "openbridge", ${JSON.stringify(bridge)});
instance.optIn(${id}, "OpenBridge", true);`;
}
