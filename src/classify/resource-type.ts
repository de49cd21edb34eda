import {
  ANY_TYPE,
  RESOURCE_TYPES,
  type ResourceType,
  type TypeMask,
  typeBit,
} from '../model/request.ts';
import type { Signals } from './signals.ts';

/** What a request may be for, and which of it is the likeliest. */
export interface Types {
  readonly types: TypeMask;
  readonly type: ResourceType;
}

/**
 * Sec-Fetch-Dest (W3C Fetch Metadata; the destinations are those of the Fetch
 * standard, section 2.2.5). Absent ones (manifest, report, xslt, ...) are `other`.
 */
const DESTINATIONS: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>([
  ['document', 'document'],
  ['iframe', 'subdocument'],
  ['frame', 'subdocument'],
  ['fencedframe', 'subdocument'],
  ['script', 'script'],
  ['worker', 'script'],
  ['sharedworker', 'script'],
  ['serviceworker', 'script'],
  ['audioworklet', 'script'],
  ['paintworklet', 'script'],
  ['json', 'script'],
  ['style', 'stylesheet'],
  ['image', 'image'],
  ['font', 'font'],
  ['audio', 'media'],
  ['video', 'media'],
  ['track', 'media'],
  ['object', 'object'],
  ['embed', 'object'],
  ['empty', 'xhr'],
  ['websocket', 'websocket'],
]);

const EXTENSIONS: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>([
  ...words('script', 'js mjs cjs'),
  ...words('stylesheet', 'css'),
  ...words('image', 'gif png jpg jpeg webp avif svg ico bmp apng jxl'),
  ...words('font', 'woff woff2 ttf otf eot'),
  ...words('media', 'mp4 m4s m4v m4a mp3 webm ogg oga ogv wav flac aac mov ts m3u8 mpd vtt'),
  ...words('xhr', 'json wasm ndjson'),
]);

/** First words of Accept that a browser sends for one thing only. */
const ACCEPTS: readonly (readonly [prefix: string, type: ResourceType])[] = [
  ['text/css', 'stylesheet'],
  ['image/', 'image'],
  ['audio/', 'media'],
  ['video/', 'media'],
  ['font/', 'font'],
  ['application/font', 'font'],
  ['application/javascript', 'script'],
  ['text/javascript', 'script'],
  ['application/json', 'xhr'],
  ['text/event-stream', 'xhr'],
];

/** Both bits: lists write beacons as `$ping` and as `$xmlhttprequest`. */
const BEACON: Types = { types: typeBit('ping') | typeBit('xhr'), type: 'ping' };

/** A page, or a page inside a page: without Sec-Fetch nothing tells them apart. */
const PAGE: Types = { types: typeBit('document') | typeBit('subdocument'), type: 'document' };

/**
 * A page that no page asked for: an address that was typed, a bookmark, a link
 * in a mail. A frame sends a Referer unless its site takes care not to.
 */
const OPENED: Types = { types: typeBit('document'), type: 'document' };

/** Something is sent and nothing says what for. */
const SENT: Types = {
  types: typeBit('xhr') | typeBit('ping') | typeBit('other'),
  type: 'xhr',
};

/**
 * Something is fetched and nothing says what for. Not a page: whatever shows
 * pages asks for text/html.
 */
const FETCHED: Types = {
  types:
    ANY_TYPE &
    ~(typeBit('document') | typeBit('subdocument') | typeBit('ping') | typeBit('websocket')),
  type: 'other',
};

const ONLY: ReadonlyMap<ResourceType, Types> = new Map(
  RESOURCE_TYPES.map((type) => [type, { types: typeBit(type), type }]),
);

/**
 * What the request is for. `url` may be absolute or a target; `scheme` is the
 * URL's. Precise where the client says so (all browsers since 2023, over
 * https), else a set: the caller may match again when the response names its
 * content type.
 */
export function resourceType(
  method: string,
  scheme: string,
  target: string,
  signals: Signals,
): Types {
  const { dest, upgrade } = signals;
  if (scheme.startsWith('ws') || dest === 'websocket' || isWebSocket(upgrade)) {
    return only('websocket');
  }
  if (signals.pingTo !== null || startsWith(signals.contentType, 'text/ping')) return BEACON;
  if (dest === null) return withoutDestination(method, target, signals);
  // navigator.sendBeacon and a no-cors fetch of keepalive look the same.
  if (dest === 'empty' && method === 'POST' && signals.mode === 'no-cors') return BEACON;
  return only(DESTINATIONS.get(dest) ?? 'other');
}

function withoutDestination(method: string, target: string, signals: Signals): Types {
  // Android's WebView puts the app's package name into this header on every request.
  if (signals.requestedWith?.toLowerCase() === 'xmlhttprequest') return only('xhr');
  const accept = signals.accept?.trimStart().toLowerCase() ?? '*/*';
  if (accept.startsWith('text/html') || accept.startsWith('application/xhtml')) {
    return method === 'GET' && signals.referer === null ? OPENED : PAGE;
  }
  for (const [prefix, type] of ACCEPTS) {
    if (accept.startsWith(prefix)) return only(type);
  }
  if (method !== 'GET' && method !== 'HEAD') return SENT;
  const likely = EXTENSIONS.get(extension(target));
  if (likely === undefined) return FETCHED;
  return { types: typeBit(likely) | typeBit('xhr'), type: likely };
}

/** Lower case, without the dot; '' where the path has none. */
function extension(target: string): string {
  const question = target.indexOf('?');
  const end = question === -1 ? target.length : question;
  const dot = target.lastIndexOf('.', end - 1);
  if (dot === -1 || end - dot > 6 || dot < target.lastIndexOf('/', end - 1)) return '';
  return target.slice(dot + 1, end).toLowerCase();
}

/** A type that is known. */
export function only(type: ResourceType): Types {
  return ONLY.get(type) ?? { types: typeBit(type), type };
}

function isWebSocket(upgrade: string | null): boolean {
  return upgrade !== null && /\bwebsocket\b/i.test(upgrade);
}

function startsWith(value: string | null, prefix: string): boolean {
  return value !== null && value.slice(0, prefix.length).toLowerCase() === prefix;
}

function words(type: ResourceType, list: string): (readonly [string, ResourceType])[] {
  return list.split(' ').map((word) => [word, type] as const);
}
