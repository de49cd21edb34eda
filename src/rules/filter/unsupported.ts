/*
 * Options of the known dialects that a proxy cannot carry out, each with its
 * reason: the end of the sentence `option "x" has no effect here: ...`.
 */

const WINDOWS = 'a proxy does not see which window a page opens in';
const COSMETIC = 'elements of a page are not hidden here';
const RESOLVER = 'it is for a DNS server, and Eyelid is none';
const STREAMS = 'video playlists are not rewritten here';

/**
 * Types and scopes that exist only inside a browser. A filter for them alone
 * cannot do anything here; beside other types they are left out.
 */
export const BROWSER_ONLY: ReadonlyMap<string, string> = new Map([
  ['popup', WINDOWS],
  ['popunder', WINDOWS],
  ['webrtc', 'WebRTC does not pass through a proxy'],
  ['elemhide', COSMETIC],
  ['ehide', COSMETIC],
  ['generichide', COSMETIC],
  ['ghide', COSMETIC],
  ['specifichide', COSMETIC],
  ['shide', COSMETIC],
  ['cname', 'names behind a name are not looked up'],
  ['content', 'AdGuard applies it inside a page only'],
  ['jsinject', 'AdGuard applies it inside a page only'],
  ['stealth', 'AdGuard applies it inside its own program only'],
  ['extension', 'AdGuard applies it inside its own program only'],
  ['urlblock', 'AdGuard applies it inside its own program only'],
  ['genericblock', 'AdGuard applies it inside its own program only'],
]);

/** Conditions and edits; a filter with one of these does nothing, whatever else it says. */
export const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['app', 'a proxy does not see which program on a device asks'],
  ['dnsrewrite', RESOLVER],
  ['dnstype', RESOLVER],
  ['hls', STREAMS],
  ['ipaddress', 'which address a name leads to is known only after the rules were asked'],
  ['network', 'it is for addresses without a name, in a firewall'],
  ['protobuf', 'messages in Protocol Buffers are not rewritten here'],
  ['sitekey', 'a site does not let its own ads through by a key'],
  ['xmlprune', STREAMS],
  ['trustedjsonprune', 'use "jsonprune", which takes other paths'],
]);
