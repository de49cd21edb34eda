/** A stand-in for a tracker's file, under all names by which lists ask for it. */
export interface StubName {
  /** The name that the log and the documents use; where uBlock has one, it is uBlock's. */
  readonly name: string;
  /** Other names: of uBlock and AdGuard (`redirect=`), and of Adblock Plus (`rewrite=abp-resource:`). */
  readonly aliases: readonly string[];
  /** Media type of the body; null where the type of the request decides. */
  readonly contentType: string | null;
}

const SCRIPT = 'application/javascript; charset=utf-8';
const HTML = 'text/html; charset=utf-8';
const XML = 'application/xml; charset=utf-8';

/** Stand-ins that hold nothing, or nothing to see or hear: they fit any tracker. */
const GENERIC: readonly StubName[] = [
  stub('noop.js', SCRIPT, 'noopjs', 'blank-js'),
  stub('noop.txt', 'text/plain; charset=utf-8', 'nooptext', 'blank-text'),
  stub('noop.html', HTML, 'noopframe', 'blank-html'),
  stub('noop.css', 'text/css; charset=utf-8', 'noopcss', 'blank-css'),
  stub('noop.json', 'application/json', 'noopjson'),
  stub('1x1.gif', 'image/gif', '1x1-transparent.gif', '1x1-transparent-gif'),
  stub('2x2.png', 'image/png', '2x2-transparent.png', '2x2-transparent-png'),
  stub('3x2.png', 'image/png', '3x2-transparent.png', '3x2-transparent-png'),
  stub('32x32.png', 'image/png', '32x32-transparent.png', '32x32-transparent-png'),
  stub('noop-0.1s.mp3', 'audio/mpeg', 'noopmp3-0.1s', 'blank-mp3'),
  stub('noop-0.5s.mp3', 'audio/mpeg'),
  stub('noop-1s.mp4', 'video/mp4', 'noopmp4-1s', 'blank-mp4'),
  stub('noop-vast2.xml', XML, 'noopvast-2.0'),
  stub('noop-vast3.xml', XML, 'noopvast-3.0'),
  stub('noop-vast4.xml', XML, 'noopvast-4.0'),
  stub('noop-vmap1.0.xml', XML, 'noop-vmap1.xml', 'noopvmap-1.0'),
  stub('click2load.html', HTML),
  stub('empty', null),
  // uBlock: no stand-in, though another rule asks for one.
  stub('none', null),
];

/** Stand-ins for one script of one company, which its pages call. */
const SPECIFIC: readonly StubName[] = [
  script('addthis_widget.js', 'addthis.com/addthis_widget.js'),
  script('amazon_ads.js', 'amazon-adsystem.com/aax2/amzn_ads.js', 'amazon-adsystem.com'),
  script('amazon_apstag.js', 'amazon-apstag'),
  script('ampproject_v0.js', 'ampproject.org/v0.js'),
  script('ati-smarttag.js', 'ati-smarttag'),
  script('chartbeat.js', 'static.chartbeat.com/chartbeat.js'),
  script('didomi-loader.js', 'didomi-loader'),
  script('doubleclick_instream_ad_status.js', 'doubleclick.net/instream/ad_status.js'),
  script('fbevents.js', 'connect.facebook.net/fbevents.js', 'facebook-pixel'),
  script('fb-sdk.js', 'connect.facebook.net/sdk.js', 'facebook-sdk'),
  script('fingerprint2.js', 'fingerprintjs2'),
  script('fingerprint3.js', 'fingerprintjs3'),
  script('gemius.js', 'gemius'),
  script(
    'google-analytics_analytics.js',
    ...['google-analytics.com/analytics.js', 'google-analytics.com', 'google-analytics'],
  ),
  script('google-analytics_cx_api.js', 'google-analytics.com/cx/api.js'),
  script('google-analytics_ga.js', 'google-analytics.com/ga.js', 'google-analytics-ga'),
  script('google-analytics_inpage_linkid.js', 'google-analytics.com/inpage_linkid.js'),
  script('google-ima.js', 'google-ima3'),
  script(
    'googlesyndication_adsbygoogle.js',
    ...['googlesyndication.com/adsbygoogle.js', 'googlesyndication-adsbygoogle'],
  ),
  script(
    'googletagmanager_gtm.js',
    ...['googletagmanager.com/gtm.js', 'googletagmanager-gtm', 'googletagmanager.com'],
  ),
  script(
    'googletagservices_gpt.js',
    ...['googletagservices.com/gpt.js', 'googletagservices-gpt', 'googletagservices.com'],
  ),
  script('hd-main.js'),
  script('ligatus_angular-tag.js', 'ligatus.com/*/angular-tag.js'),
  script('matomo.js', 'matomo'),
  script('metrika-yandex-tag.js', 'metrika-yandex-tag'),
  script('metrika-yandex-watch.js', 'metrika-yandex-watch'),
  script('monkeybroker.js', 'd3pkae9owd2lcf.cloudfront.net/mb105.js'),
  script('mxpnl_mixpanel.js'),
  script('naver-wcslog.js', 'naver-wcslog'),
  script('nitropay_ads.js'),
  script('nobab.js', 'bab-defuser.js', 'prevent-bab.js', 'prevent-bab'),
  script('nobab2.js', 'prevent-bab2'),
  script('noeval.js', 'noeval'),
  script('noeval-silent.js', 'silent-noeval.js'),
  script('nofab.js', 'fuckadblock.js-3.2.0', 'prevent-fab-3.2.0'),
  script('outbrain-widget.js', 'widgets.outbrain.com/outbrain.js'),
  script('pardot-1.0.js', 'pardot-1.0'),
  script('popads.js', 'popads.net.js', 'prevent-popads-net.js', 'prevent-popads-net'),
  script('popads-dummy.js', 'set-popads-dummy'),
  script('prebid.js', 'prebid'),
  script('prebid-ads.js', 'prebid-ads'),
  script(
    'scorecardresearch_beacon.js',
    ...['scorecardresearch.com/beacon.js', 'scorecardresearch-beacon', 'scorecardresearch.com'],
  ),
  script('sensors-analytics.js'),
  script('window.open-defuser.js', 'nowoif.js'),
];

/** The same, under names of our own: lists have none for these. */
const OWN: readonly StubName[] = [
  script('criteo-ld.js'),
  script('fullstory.js'),
  script('hotjar.js'),
  script('hubspot-analytics.js'),
  script('instagram-embed.js'),
  script('linkedin-insight.js'),
  script('microsoft-clarity.js'),
  script('microsoft-uet.js'),
  script('pinterest-tag.js'),
  script('reddit-pixel.js'),
  script('snap-pixel.js'),
  script('tiktok-pixel.js'),
  script('threads-embed.js'),
  script('tiktok-embed.js'),
  script('twitter-widgets.js'),
  script('x-pixel.js'),
];

/** All stand-ins that rules may name. */
export const STUB_NAMES: readonly StubName[] = [...GENERIC, ...SPECIFIC, ...OWN];

const BY_NAME: ReadonlyMap<string, StubName> = new Map(
  STUB_NAMES.flatMap((entry) => [entry.name, ...entry.aliases].map((name) => [name, entry])),
);

/** Of a script, for all stand-ins that are files are scripts. */
const FILE_NAME = /^[a-z0-9][\w.-]{0,60}\.js$/i;

/** Adblock Plus writes `abp-resource:blank-js`, and uBlock reads it so too. */
const ABP_PREFIX = 'abp-resource:';

/** The name under which we keep a stand-in, from any of its names; null for an unknown one. */
export function stubNamed(name: string): string | null {
  return find(name)?.name ?? null;
}

/**
 * True for what a file in `rules/stubs/` may be called; rules name it by that.
 * Those of editors' backups and drafts are none.
 */
export function isStubFile(name: string): boolean {
  return FILE_NAME.test(name);
}

/** The media type of a stand-in's body; null where the request decides or the name is neither known nor that of a file. */
export function stubContentType(name: string): string | null {
  const known = find(name);
  return known === undefined && isStubFile(name) ? SCRIPT : (known?.contentType ?? null);
}

function find(name: string): StubName | undefined {
  return BY_NAME.get(name.startsWith(ABP_PREFIX) ? name.slice(ABP_PREFIX.length) : name);
}

function stub(name: string, contentType: string | null, ...aliases: readonly string[]): StubName {
  return { name, aliases, contentType };
}

function script(name: string, ...aliases: readonly string[]): StubName {
  return stub(name, SCRIPT, ...aliases);
}
