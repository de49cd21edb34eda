import { header, type RawHeaders, type ResponseHead } from '../../model/request.ts';
import type { BodyRewrite } from '../../model/rule.ts';

/** Bytes of a body as it comes: longer ones are not held. */
export const MAX_ENCODED = 1024 * 1024;
/** Bytes of a body once decompressed: beyond, it is a bomb or no text for people. */
export const MAX_DECODED = 4 * 1024 * 1024;

/** The content codings that can be undone (RFC 9110 section 8.4.1, RFC 7932). */
export type Coding = 'identity' | 'gzip' | 'deflate' | 'br';

/** What can be asked of a server whose answer is to be rewritten: `Accept-Encoding`. */
export const READABLE_CODINGS = 'gzip, deflate, br';

/** How the body of a response is to be read and changed. */
export interface BodyPlan {
  readonly coding: Coding;
  /** Of Content-Type, as written; null where it names none. */
  readonly charset: string | null;
  readonly isHtml: boolean;
  /** Those that this media type is for, in order. */
  readonly rewrites: readonly BodyRewrite[];
}

const CODINGS: ReadonlyMap<string, Coding> = new Map([
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
]);

/** Text besides `text/*`, JSON and XML: scripts by their many names, and lists of pieces of films. */
const TEXTS: ReadonlySet<string> = new Set([
  ...['application/javascript', 'application/x-javascript', 'application/ecmascript'],
  ...['application/json5', 'application/x-ndjson', 'application/graphql-response'],
  ...['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/mpegurl', 'audio/x-mpegurl'],
]);
/** Media types under which servers send JSON without saying so. */
const OFTEN_JSON: ReadonlySet<string> = new Set([
  ...['text/plain', 'text/html', 'text/javascript'],
  ...['application/javascript', 'application/x-javascript'],
]);
const PARTIAL_OR_NONE: ReadonlySet<number> = new Set([204, 205, 206]);
/** Never ends, so it cannot be held. */
const ENDLESS: ReadonlySet<string> = new Set(['text/event-stream']);

/**
 * How to rewrite the body of this response, or null where it is left alone:
 * there is nothing to do, no text, no whole body, a coding that cannot be
 * undone, too long, or a file that a person saves.
 *
 * `Cache-Control: no-transform` is not heeded (RFC 9110 section 7.7 binds
 * proxies that transform on their own account): the rules are the word of who
 * reads the response, as in a browser's extension.
 */
export function rewritable(
  method: string,
  { status, headers }: ResponseHead,
  rewrites: readonly BodyRewrite[],
): BodyPlan | null {
  if (rewrites.length === 0 || !hasWholeBody(method, status, headers)) return null;
  const coding = CODINGS.get(values(headers, 'content-encoding').join().toLowerCase());
  const media = mediaType(headers);
  if (coding === undefined || media === null || !isText(media.type)) return null;
  const fit = rewrites.filter(({ of }) => of === 'text' || mayBeJson(media.type));
  if (fit.length === 0) return null;
  const isHtml = media.type === 'text/html' || media.type === 'application/xhtml+xml';
  return { coding, charset: media.charset, isHtml, rewrites: fit };
}

function hasWholeBody(method: string, status: number, headers: RawHeaders): boolean {
  if (method === 'HEAD' || method === 'CONNECT') return false;
  // 1xx, 204 and 304 have no body, 206 has a part of one, 205 and 3xx none that is read.
  const isRead = (status >= 200 && status < 300) || status >= 400;
  if (!isRead || PARTIAL_OR_NONE.has(status) || header(headers, 'content-range') !== null)
    return false;
  const transfer = values(headers, 'transfer-encoding').join().toLowerCase();
  if (transfer !== '' && transfer !== 'chunked') return false;
  const disposition = header(headers, 'content-disposition') ?? '';
  if (disposition !== '' && !/^\s*inline\b/i.test(disposition)) return false;
  return Number(header(headers, 'content-length') ?? 0) <= MAX_ENCODED;
}

function isText(type: string): boolean {
  if (ENDLESS.has(type)) return false;
  return /^text\/|[/+](?:json|xml)$/.test(type) || TEXTS.has(type);
}

/** JSON by its name, or perhaps: then it must also look like JSON. */
function mayBeJson(type: string): boolean {
  return isJson(type) || OFTEN_JSON.has(type);
}

function isJson(type: string): boolean {
  return /[/+]json$/.test(type) || type === 'application/graphql-response';
}

interface MediaType {
  readonly type: string;
  readonly charset: string | null;
}

/** RFC 9110 section 8.3.1. A response without a media type is not taken for text. */
function mediaType(headers: RawHeaders): MediaType | null {
  const text = header(headers, 'content-type')?.slice(0, MAX_TYPE) ?? '';
  const type = /^\s*([^\s;,]+)/.exec(text)?.[1]?.toLowerCase() ?? null;
  if (type === null) return null;
  const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(text);
  return { type, charset: charset?.[1] ?? charset?.[2] ?? null };
}

/** A longer Content-Type is cut before it is read. */
const MAX_TYPE = 200;

function values(headers: RawHeaders, name: string): readonly string[] {
  return headers
    .filter((_, i) => i % 2 === 1 && (headers[i - 1] as string).toLowerCase() === name)
    .map((value) => value.trim());
}
