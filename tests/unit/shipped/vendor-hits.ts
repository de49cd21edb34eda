/** Hosts of the companies whose reports the rules are about, with all below them. */
export const VENDOR_HOSTS: Readonly<Record<string, readonly string[]>> = {
  Meta: ['facebook.com', 'facebook.net', 'instagram.com', 'threads.com', 'threads.net'],
  Google: [
    ...['google-analytics.com', 'analytics.google.com', 'googletagmanager.com'],
    ...['doubleclick.net', 'googleadservices.com', 'www.google.com'],
  ],
  TikTok: ['analytics.tiktok.com', 'tiktokw.us'],
  Snap: ['tr.snapchat.com', 'tr6.snapchat.com', 'sc-static.net'],
  LinkedIn: ['ads.linkedin.com', 'snap.licdn.com', 'adsymptotic.com'],
  Criteo: ['criteo.com', 'criteo.net'],
  Pinterest: ['ct.pinterest.com', 'trk.pinterest.com', 's.pinimg.com'],
  Microsoft: ['bat.bing.com', 'clarity.ms'],
  X: ['ads-twitter.com', 'analytics.twitter.com', 'twitter.com', 't.co'],
  HubSpot: ['track.hubspot.com', 'hs-analytics.net', 'hsadspixel.net', 'hscollectedforms.net'],
};

/**
 * Where the companies' own documents and the captured traffic say that visits
 * and purchases are reported, by host and path: what goes there is a hit,
 * whatever our rules say of it.
 */
export const HIT_ADDRESSES: Readonly<Record<string, readonly RegExp[]>> = {
  Meta: [
    /^https:\/\/www\.facebook\.com\/tr\/?(?:\?|$)/,
    /^https:\/\/www\.facebook\.com\/privacy_sandbox\//,
    /^https:\/\/connect\.facebook\.net\/(?:signals\/|log\/|[a-z]{2}_[A-Z]{2}\/fbevents\.js)/,
  ],
  Google: [
    /^https:\/\/[\w.-]*google-analytics\.com\/(?:\w\/)?collect/,
    /^https:\/\/analytics\.google\.com\/g\/collect/,
    /^https:\/\/stats\.g\.doubleclick\.net\//,
    /^https:\/\/googleads\.g\.doubleclick\.net\/pagead\/(?:viewthrough)?conversion\//,
    /^https:\/\/(?:td|cm\.g)\.doubleclick\.net\//,
    /^https:\/\/(?:ad|\w+\.fls)\.doubleclick\.net\/(?:ddm\/)?activity/,
    /^https:\/\/www\.google\.[a-z.]+\/(?:ccm\/|pagead\/(?:1p-|form-data))/,
  ],
  TikTok: [/^https:\/\/analytics\.tiktok\.com\/(?:i18n\/pixel|api)\//, /\.tiktokw\.us\//],
  Snap: [/^https:\/\/tr6?\.snapchat\.com\//],
  LinkedIn: [/^https:\/\/(?:px\d?\.ads\.linkedin|snap\.licdn)\.com\//],
  Pinterest: [/^https:\/\/ct\.pinterest\.com\//, /^https:\/\/s\.pinimg\.com\/ct\//],
  Microsoft: [/^https:\/\/bat\.bing\.com\//, /^https:\/\/[\w.]*clarity\.ms\//],
  X: [/^https:\/\/(?:t\.co|analytics\.twitter\.com)\/(?:1\/)?i\/adsct/, /twitter\.com\/i\/jot/],
  HubSpot: [
    /^https:\/\/track\.hubspot\.com\/__ptq\.gif/,
    /^https:\/\/js\.hs(?:-analytics|adspixel|collectedforms)\.net\//,
    /^https:\/\/forms\.hscollectedforms\.net\//,
  ],
};

/** The company that a host belongs to, or null. */
export function vendorOf(hostname: string): string | null {
  const found = Object.entries(VENDOR_HOSTS).find(([, hosts]) =>
    hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`)),
  );
  return found?.[0] ?? null;
}

/** The company to which this address is a report, or null. */
export function reportedTo(url: string): string | null {
  const found = Object.entries(HIT_ADDRESSES).find(([, hits]) => hits.some((hit) => hit.test(url)));
  return found?.[0] ?? null;
}
