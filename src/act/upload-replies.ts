import type { RequestInfo } from '../model/request.ts';

interface UploadReply {
  /** The host and its sub-domains; null for any, because relays run on every site. */
  readonly host: string | null;
  readonly path: RegExp;
  /** JSON. */
  readonly body: string;
}

const SUCCESS = '{"success":true}';
const TIKTOK_OK = '{"code":0,"message":"OK","data":{}}';

/**
 * Uploads whose sender keeps what was not acknowledged and sends it again, for
 * ever: it gets the reply that it takes for success. They are known by their
 * shape, since the reply belongs to the protocol and not to the rule that
 * blocks it.
 */
const UPLOAD_REPLIES: readonly UploadReply[] = [
  // App events of the Facebook SDKs: POST /v16.0/<app id>/activities on graph, ep1 and ep2.
  { host: 'facebook.com', path: /^(?:\/v[\d.]+)?\/\d+\/activities\/?$/, body: SUCCESS },
  // Audience Network. The real reply is not known; an empty object parses as one.
  { host: 'facebook.com', path: /^(?:\/v[\d.]+)?\/network_ads_common\/?$/, body: '{}' },
  { host: 'facebook.com', path: /^\/adnw_sync2\/?$/, body: '{}' },
  // Conversions gateway for apps, on the customer's own host: POST /capi/<data set>/events.
  { host: null, path: /^\/capi\/\d+\/events\/?$/, body: SUCCESS },
  // Relays of the PixelYourSite plug-in for WordPress, which itself replies so.
  { host: null, path: /\/wp-json\/pys-[a-z]+\/v1\/event\/?$/, body: SUCCESS },
  // TikTok's SDK for apps, on a host that it is told: it keeps on disk whatever
  // was not answered with JSON that says code 0 (its own source, TTRequest).
  { host: null, path: /^\/api\/v\d+\/app_sdk\/(?:batch|monitor)$/, body: TIKTOK_OK },
];

/** The JSON that the sender of an upload takes for success, or null where it is no such upload. */
export function uploadReply(request: RequestInfo): string | null {
  if (request.method !== 'POST') return null;
  const query = request.target.indexOf('?');
  const path = query === -1 ? request.target : request.target.slice(0, query);
  const reply = UPLOAD_REPLIES.find(
    ({ host, path: pattern }) => isUnder(request.hostname, host) && pattern.test(path),
  );
  return reply?.body ?? null;
}

function isUnder(hostname: string, host: string | null): boolean {
  return host === null || hostname === host || hostname.endsWith(`.${host}`);
}
