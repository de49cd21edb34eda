import type { RawHeaders } from '../../model/request.ts';

/**
 * What says something of the bytes as the server sent them: their length,
 * coding and framing, digests (RFC 9530; Content-MD5 and Digest before it), and
 * validators, by which a device could join a part of the old body to the new
 * one or be told that what it holds is still right when the rules have changed.
 */
const OF_THE_OLD_BODY: ReadonlySet<string> = new Set([
  ...['content-length', 'content-encoding', 'transfer-encoding', 'trailer'],
  ...['content-md5', 'digest', 'content-digest', 'repr-digest'],
  ...['etag', 'last-modified', 'accept-ranges'],
]);

/** The headers for a rewritten body of `length` bytes, which is sent without compression. */
export function rewrittenHeaders(headers: RawHeaders, length: number): RawHeaders {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (!OF_THE_OLD_BODY.has(name.toLowerCase())) kept.push(name, headers[i + 1] as string);
  }
  return [...kept, 'Content-Length', String(length)];
}
