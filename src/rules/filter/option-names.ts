import { ANY_TYPE, type TypeMask, typeBit } from '../../model/request.ts';
import { MODIFIER_NAMES } from './modifier-names.ts';

/**
 * The types of a filter that names none: everything but main documents, as in
 * EasyList and uBlock. A person who opens a page on purpose gets it.
 */
export const DEFAULT_TYPES: TypeMask = ANY_TYPE & ~typeBit('document');

/**
 * `$removeparam` without types: what a person follows and what a page loads
 * by script. AdGuard takes documents alone, uBlock these three.
 */
export const QUERY_TYPES: TypeMask = typeBit('document') | typeBit('subdocument') | typeBit('xhr');

/** Resource types under all names that EasyList, uBlock and AdGuard give them. */
export const TYPE_NAMES: ReadonlyMap<string, TypeMask> = new Map([
  ['document', typeBit('document')],
  ['doc', typeBit('document')],
  ['subdocument', typeBit('subdocument')],
  ['frame', typeBit('subdocument')],
  ['script', typeBit('script')],
  ['stylesheet', typeBit('stylesheet')],
  ['css', typeBit('stylesheet')],
  ['image', typeBit('image')],
  ['img', typeBit('image')],
  ['background', typeBit('image')],
  ['font', typeBit('font')],
  ['media', typeBit('media')],
  ['object', typeBit('object')],
  ['object-subrequest', typeBit('object')],
  ['xmlhttprequest', typeBit('xhr')],
  ['xhr', typeBit('xhr')],
  ['ping', typeBit('ping')],
  ['beacon', typeBit('ping')],
  ['websocket', typeBit('websocket')],
  ['other', typeBit('other')],
  ['xbl', typeBit('other')],
  ['dtd', typeBit('other')],
  ['all', ANY_TYPE],
]);

/**
 * Types and scopes that exist only inside a browser. A filter for them alone
 * cannot do anything here; beside other types they are left out.
 */
export const BROWSER_ONLY: ReadonlyMap<string, string> = new Map([
  ['popup', 'a proxy does not see which window a page opens in'],
  ['popunder', 'a proxy does not see which window a page opens in'],
  ['inline-script', 'scripts inside a page are not requests'],
  ['inline-font', 'fonts inside a page are not requests'],
  ['webrtc', 'WebRTC does not pass through a proxy'],
  ['elemhide', 'elements of a page are not hidden here'],
  ['ehide', 'elements of a page are not hidden here'],
  ['generichide', 'elements of a page are not hidden here'],
  ['ghide', 'elements of a page are not hidden here'],
  ['specifichide', 'elements of a page are not hidden here'],
  ['shide', 'elements of a page are not hidden here'],
  ['cname', 'names behind a name are not looked up'],
  ['content', 'AdGuard applies it inside a page only'],
  ['jsinject', 'AdGuard applies it inside a page only'],
  ['stealth', 'AdGuard applies it inside its own program only'],
  ['extension', 'AdGuard applies it inside its own program only'],
  ['urlblock', 'AdGuard applies it inside its own program only'],
  ['genericblock', 'AdGuard applies it inside its own program only'],
]);

/** Options without a value that are no types. */
export const FLAG_NAMES: ReadonlyMap<string, string> = new Map([
  ['third-party', 'third'],
  ['3p', 'third'],
  ['first-party', 'first'],
  ['1p', 'first'],
  ['important', 'important'],
  ['badfilter', 'badfilter'],
  ['match-case', 'matchCase'],
  ['log', 'log'],
]);

/** Conditions with a value. */
export const VALUE_NAMES: ReadonlyMap<string, string> = new Map([
  ['domain', 'page'],
  ['from', 'page'],
  ['to', 'to'],
  ['denyallow', 'denyallow'],
  ['method', 'method'],
  ['reason', 'reason'],
]);

/** Options of the known dialects that are understood, and not carried out. */
export const UNSUPPORTED_NAMES: ReadonlySet<string> = new Set([
  'app',
  'client',
  'csp',
  'ctag',
  'dnsrewrite',
  'dnstype',
  'header',
  'hls',
  'ipaddress',
  'jsonprune',
  'network',
  'permissions',
  'protobuf',
  'referrerpolicy',
  'replace',
  'requestheader',
  'responseheader',
  'sitekey',
  'strict1p',
  'strict3p',
  'strict-first-party',
  'strict-third-party',
  'trustedjsonprune',
  'uritransform',
  'urlskip',
  'urltransform',
  'xmlprune',
]);

/** Every option there is a word for, to tell options from a `$` in a path and to offer the nearest. */
export const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...TYPE_NAMES.keys(),
  ...BROWSER_ONLY.keys(),
  ...FLAG_NAMES.keys(),
  ...VALUE_NAMES.keys(),
  ...MODIFIER_NAMES.keys(),
  ...UNSUPPORTED_NAMES,
]);

/** The words offered for an unknown option: those that work here. */
export const WORKING_NAMES: readonly string[] = [
  ...TYPE_NAMES.keys(),
  ...FLAG_NAMES.keys(),
  ...VALUE_NAMES.keys(),
  ...MODIFIER_NAMES.keys(),
];
