import { type Hostname, parseHostname } from '../model/terms.ts';

/** What stands between the slashes and the path of a URL. */
export interface Authority {
  readonly hostname: Hostname;
  /** Null where the text has none, or an empty one (RFC 3986 section 3.2.3). */
  readonly port: number | null;
}

/** Reads `host`, `host:port`, `name:password@host`; null for what is no authority. */
export type ReadAuthority = (text: string) => Authority | null;

/** Reads an authority afresh. */
export const readAuthority: ReadAuthority = (text) => {
  // None of these stands in an authority: what has one was cut off in the wrong place.
  if (/[/?#\\]/.test(text)) return null;
  const host = text.slice(text.lastIndexOf('@') + 1);
  // The colons inside [...] are those of an IPv6 address.
  const colon = host.indexOf(':', host.lastIndexOf(']') + 1);
  if (colon === -1) return withPort(host, null);
  const port = host.slice(colon + 1);
  if (port === '') return withPort(host.slice(0, colon), null);
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return number >= 1 && number <= 65_535 ? withPort(host.slice(0, colon), number) : null;
};

function withPort(name: string, port: number | null): Authority | null {
  const hostname = parseHostname(name);
  return hostname === null ? null : { hostname, port };
}

/** Authorities remembered; a household visits a few thousand hosts a day. */
const DEFAULT_CAPACITY = 8192;

/** Longer than a name with its port can be; what is longer is read each time. */
const LONGEST = 300;

/**
 * Makes a reader that remembers: a request names two hosts, and nearly always
 * they were named before, and lately. At most `capacity` are kept; when full, the
 * older half is forgotten at once, which is cheaper than ordering every use.
 */
export function createAuthorityReader(capacity: number = DEFAULT_CAPACITY): ReadAuthority {
  let young = new Map<string, Authority>();
  let old = new Map<string, Authority>();
  const recent: Recent[] = Array.from({ length: SLOTS }, () => NOTHING);
  const look = (text: string): Authority | null => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const own = copyOf(text);
    const authority = old.get(text) ?? readAuthority(own);
    if (authority === null || text.length > LONGEST) return authority;
    if (young.size >= capacity / 2) {
      old = young;
      young = new Map();
    }
    young.set(own, authority);
    return authority;
  };
  return (text) => {
    const slot = slotOf(text);
    const last = recent[slot] as Recent;
    if (last.text === text) return last.authority;
    const authority = look(text);
    if (authority !== null && text.length <= LONGEST) {
      recent[slot] = { text: copyOf(text), authority };
    }
    return authority;
  };
}

/** The last text that came to a slot. */
interface Recent {
  readonly text: string;
  readonly authority: Authority | null;
}

const NOTHING: Recent = { text: '', authority: null };

/** A few characters choose the slot, which is quicker than hashing all of them. */
const SLOTS = 1024;

function slotOf(text: string): number {
  const { length } = text;
  let hash = length;
  hash = hash * 31 + text.charCodeAt(0);
  hash = hash * 31 + text.charCodeAt(2);
  hash = hash * 31 + text.charCodeAt(length >> 1);
  hash = hash * 31 + text.charCodeAt(length - 6);
  // A text too short for one of these goes to the first slot.
  return hash & (SLOTS - 1);
}

/** A piece of a URL keeps all of it in memory, unless a new string is made of it. */
function copyOf(text: string): string {
  return ` ${text}`.slice(1);
}
