/** How often something may be tried. */
export interface RateLimit {
  /**
   * Takes one try; false when there is none left, and then nothing is taken.
   * The caller takes before it checks a secret, so that tries at the same
   * moment count as well.
   */
  take(address: string): boolean;
  /** A success gives the address its tries back. */
  clear(address: string): void;
}

interface Window {
  readonly until: number;
  used: number;
}

const MAX_ADDRESSES = 1_000;

/**
 * A limit per address (see `networkOf`) and one over all addresses, both per window of time.
 * The limit over all does not hold for loopback, so that strangers who try
 * from many addresses cannot keep the owner from the machine itself.
 */
export function createRateLimit(options: {
  readonly perAddress: number;
  readonly overall: number;
  readonly windowMs: number;
  readonly now: () => number;
}): RateLimit {
  const { perAddress, overall, windowMs, now } = options;
  const addresses = new Map<string, Window>();
  let all: Window = { until: 0, used: 0 };

  function windowOf(key: string): Window {
    const known = addresses.get(key);
    if (known !== undefined && known.until > now()) return known;
    const fresh = { until: now() + windowMs, used: 0 };
    addresses.delete(key);
    for (const oldest of addresses.keys()) {
      if (addresses.size < MAX_ADDRESSES) break;
      addresses.delete(oldest);
    }
    addresses.set(key, fresh);
    return fresh;
  }

  return {
    take(address) {
      if (all.until <= now()) all = { until: now() + windowMs, used: 0 };
      const own = windowOf(networkOf(address));
      if (own.used >= perAddress) return false;
      if (!isLoopback(address) && all.used >= overall) return false;
      own.used += 1;
      all.used += 1;
      return true;
    },
    clear(address) {
      const key = networkOf(address);
      const own = addresses.get(key);
      if (own === undefined) return;
      all.used = Math.max(0, all.used - own.used);
      addresses.delete(key);
    },
  };
}

/**
 * Whose tries count as one's: an IPv4 address, or the first 64 bits of an IPv6
 * address, since one machine gives itself as many below them as it likes
 * (RFC 8981). Loopback stays itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || isLoopback(address)) return address;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(gap).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** An address of 127.0.0.0/8 or ::1; not a name that only begins like one. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
