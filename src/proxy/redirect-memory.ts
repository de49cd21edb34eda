import type { DeviceId } from '../model/device.ts';

const REMEMBER = 10_000;
const AT_MOST = 3;
const CAPACITY = 2_000;
/** In characters; bounds what is held to a few megabytes. */
const LONGEST = 4_096;

/**
 * Remembers to which clean addresses a device was just redirected. A site that
 * adds the stripped field again would otherwise send the browser round for
 * ever; after three times in ten seconds the clean request is forwarded
 * instead. So is one with an address that is too long to be remembered.
 */
export class RedirectMemory {
  readonly #seen = new Map<string, { until: number; times: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts the redirect that is about to be made; true where it is one too many. */
  tooMany(device: DeviceId, cleanUrl: string): boolean {
    if (cleanUrl.length > LONGEST) return true;
    const key = `${device} ${cleanUrl}`;
    const now = this.#now();
    const known = this.#seen.get(key);
    if (known !== undefined && known.until > now) {
      known.times += 1;
      return known.times > AT_MOST;
    }
    this.#seen.delete(key);
    this.#seen.set(key, { until: now + REMEMBER, times: 1 });
    const oldest = this.#seen.keys().next();
    if (this.#seen.size > CAPACITY && oldest.done !== true) this.#seen.delete(oldest.value);
    return false;
  }
}
