import type { Device } from '../../model/device.ts';
import {
  ANY_TYPE,
  type RawHeaders,
  type RequestInfo,
  type ResponseHead,
  type TypeMask,
} from '../../model/request.ts';
import { METHODS } from '../filter/filter.ts';
import { HASH_PRIME, HASH_START, TOKEN_LOWER } from './characters.ts';
import { PARTY_BITS } from './flags.ts';

/** The size of `grams`: 8192 bits, a few per cent of which a long URL sets. */
const GRAM_WORDS = 256;

/** What follows in a URL is not looked at: a longer one is no address but cargo. */
const MAX_URL = 4096;

/** More tokens than that many characters can hold. */
export const MAX_TOKENS = MAX_URL / 2 + 1;

/** Zeros behind the URL, so that what looks past its end finds nothing. */
const MARGIN = 2;

const BRACKET = 0x5b;

/**
 * A request as the index wants it: its URL as bytes, with the hash and place
 * of each token.
 *
 *     https://px.ads.example/a?id=1
 *     tokens    https px ads example a id 1
 *
 * One scan is reused for the next request: nothing may keep it.
 */
export interface RequestScan {
  /**
   * Lower case. URLs are ASCII on the wire; of what is not, the low byte is taken.
   * Two zeros stand behind the end.
   */
  readonly url: Buffer;
  /** As sent, for `$match-case`; filled when asked for, by `writtenUrl`. */
  readonly written: Buffer;
  /** The request that `written` is filled for. */
  writtenSerial: number;
  /** How many bytes of `url` count. */
  length: number;
  /** True where the URL went on. */
  cut: boolean;
  /** Where the hostname stands in `url`. */
  hostStart: number;
  hostEnd: number;

  readonly tokenHash: Uint32Array;
  readonly tokenAt: Uint16Array;
  readonly tokenEnd: Uint16Array;
  tokens: number;

  hostname: string;
  page: string | null;
  types: TypeMask;
  /** One of PARTY_BITS. */
  party: number;
  /** One bit of METHODS; 0 for others. */
  method: number;
  isDocument: boolean;
  /** One bit for each four characters in a row; filled when asked for (see grams.ts). */
  readonly grams: Uint32Array;
  /** The request that `grams` is filled for. */
  gramsSerial: number;
  /** The URL as sent, for regular expressions. */
  text: string;
  /** Who asks; null where that is not known. */
  device: Device | null;
  /** Null where only a hostname is asked about. */
  requestHeaders: RawHeaders | null;
  /** Null where there is no response yet. */
  responseHeaders: RawHeaders | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Grows with each request: tells old answers from new ones. */
  serial: number;
  /** Milliseconds that regular expressions have taken for this request. */
  regexTime: number;
  /** How many filters were looked at for this request (see work-limit.ts). */
  work: number;
}

/** `now` is asked only by rules that are limited in time. */
export function createScan(now: () => number): RequestScan {
  return {
    url: Buffer.alloc(MAX_URL + MARGIN),
    written: Buffer.alloc(MAX_URL),
    writtenSerial: -1,
    length: 0,
    cut: false,
    hostStart: 0,
    hostEnd: 0,
    tokenHash: new Uint32Array(MAX_TOKENS),
    tokenAt: new Uint16Array(MAX_TOKENS),
    tokenEnd: new Uint16Array(MAX_TOKENS),
    tokens: 0,
    hostname: '',
    page: null,
    types: 0,
    party: 0,
    method: 0,
    isDocument: false,
    grams: new Uint32Array(GRAM_WORDS),
    gramsSerial: -1,
    text: '',
    device: null,
    requestHeaders: null,
    responseHeaders: null,
    now,
    serial: 0,
    regexTime: 0,
    work: 0,
  };
}

/** Fills a scan from a request, and from the head of its response where that is there. */
export function scanRequest(
  scan: RequestScan,
  request: RequestInfo,
  response: ResponseHead | null,
): void {
  scan.text = request.url;
  scan.hostname = request.hostname;
  scan.page = request.page;
  scan.types = request.types;
  scan.party = PARTY_BITS[request.party];
  const method = (METHODS as readonly string[]).indexOf(request.method);
  scan.method = method === -1 ? 0 : 1 << method;
  scan.isDocument = request.type === 'document';
  scan.device = request.device;
  scan.requestHeaders = request.headers;
  scan.responseHeaders = response?.headers ?? null;
  scan.serial++;
  scan.regexTime = 0;
  scan.work = 0;
  readUrl(scan, request.url);
  placeHost(scan, request);
}

/** Fills a scan with a hostname alone: of any type, any party, for no page. */
export function scanHostname(scan: RequestScan, hostname: string, device: Device | null): void {
  scan.hostname = hostname;
  scan.page = null;
  scan.types = ANY_TYPE;
  scan.party = PARTY_BITS.unknown;
  scan.method = 0;
  scan.isDocument = false;
  scan.device = device;
  scan.requestHeaders = null;
  scan.responseHeaders = null;
  scan.length = 0;
  scan.tokens = 0;
  scan.serial++;
  scan.regexTime = 0;
  scan.work = 0;
}

function readUrl(scan: RequestScan, text: string): void {
  const { url, tokenHash, tokenAt, tokenEnd } = scan;
  const length = Math.min(text.length, MAX_URL);
  // One copy by the runtime is quicker than asking for each character.
  url.write(text, 0, length, 'latin1');
  url[length] = 0;
  url[length + 1] = 0;
  let tokens = 0;
  let hash = HASH_START;
  let start = -1;
  for (let i = 0; i < length; i++) {
    // What is no part of a token has no case.
    const byte = TOKEN_LOWER[url[i] as number] as number;
    if (byte !== 0) {
      url[i] = byte;
      if (start === -1) start = i;
      hash = Math.imul(hash ^ byte, HASH_PRIME);
    } else if (start !== -1) {
      tokenHash[tokens] = hash;
      tokenAt[tokens] = start;
      tokenEnd[tokens++] = i;
      hash = HASH_START;
      start = -1;
    }
  }
  if (start !== -1) {
    tokenHash[tokens] = hash;
    tokenAt[tokens] = start;
    tokenEnd[tokens++] = length;
  }
  scan.tokens = tokens;
  scan.length = length;
  scan.cut = length < text.length;
}

/** The bytes of the URL as sent. */
export function writtenUrl(scan: RequestScan): Uint8Array {
  const { written, text, length } = scan;
  if (scan.writtenSerial !== scan.serial) {
    written.write(text, 0, length, 'latin1');
    scan.writtenSerial = scan.serial;
  }
  return written;
}

/**
 * The authority stands between the two slashes and the target; a name and
 * password, a bracket and a port may stand beside the hostname.
 */
function placeHost(scan: RequestScan, { url: text, target, hostname, scheme }: RequestInfo): void {
  const { url } = scan;
  const end = Math.min(text.length - target.length, scan.length);
  let start = scheme.length + 3;
  // One quick look by the runtime: there is hardly ever a name and password.
  if (text.includes('@')) start = Math.max(start, text.lastIndexOf('@', end - 1) + 1);
  scan.hostStart = url[start] === BRACKET ? start + 1 : start;
  scan.hostEnd = Math.min(scan.hostStart + hostname.length, scan.length);
}
