import { isIPv4, isIPv6 } from 'node:net';
import { parseMac } from './mac.ts';

/** Address to MAC, as the kernel has learnt them. */
export type NeighbourEntries = ReadonlyMap<string, string>;

/** More than any home has; a table beyond it (a whole /20 of strangers) is cut. */
const MAX_ENTRIES = 8_192;
/** About 80 characters a line: bounds the time that a table takes. */
const MAX_TEXT = 1_048_576;

/** linux/if_arp.h and linux/if_ether.h: Ethernet and Wi-Fi both say 1. */
const ETHERNET = '0x1';
/** ATF_COM of linux/if_arp.h: the entry is complete. */
const COMPLETE = 0x2;

/**
 * Reads `/proc/net/arp` (IPv4): a line of titles, then address, hardware type,
 * flags, MAC, mask and interface. Lines that say nothing are skipped.
 */
export function parseArp(text: string): NeighbourEntries {
  const entries = new Map<string, string>();
  for (const line of text.slice(0, MAX_TEXT).split('\n')) {
    const [address = '', type, flags = '', hardware = ''] = line.trim().split(/\s+/, 4);
    if (type !== ETHERNET || (Number(flags) & COMPLETE) === 0) continue;
    const mac = parseMac(hardware);
    if (mac === null || !isIPv4(address)) continue;
    if (entries.size >= MAX_ENTRIES) break;
    entries.set(address, mac);
  }
  return entries;
}

/**
 * In seconds. A device makes itself a new IPv6 address every day (RFC 8981), and
 * the kernel keeps all that it ever met as long as they are fewer than 128
 * (gc_thresh1). The old ones would make one device look like a router with many
 * behind it.
 */
const LEFT_AFTER = 86_400;

/**
 * Reads the IPv6 entries that `ip -s -j neigh` prints (iproute2): a JSON array
 * of objects with `dst`, with `lladdr` where it is known, and with the seconds
 * since they were last `used` and `confirmed`; those that were neither for a day
 * are left out. Returns no entries for what is not that.
 */
export function parseIpNeigh(text: string): NeighbourEntries {
  const entries = new Map<string, string>();
  for (const item of arrayOf(text)) {
    const { dst, lladdr, used, confirmed } = (item ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof dst !== 'string' || typeof lladdr !== 'string') continue;
    if (isLong(used) && isLong(confirmed)) continue;
    const mac = parseMac(lladdr);
    if (mac === null || !isIPv6(dst)) continue;
    if (entries.size >= MAX_ENTRIES) break;
    entries.set(dst.toLowerCase(), mac);
  }
  return entries;
}

const isLong = (seconds: unknown): boolean => typeof seconds === 'number' && seconds > LEFT_AFTER;

function arrayOf(text: string): readonly unknown[] {
  if (text.length > MAX_TEXT) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
