import type { DeviceId } from '../model/device.ts';
import type { UrlParts } from './url.ts';

/** Who asks: a page, as far as rules want to know it. */
export type Asker = Pick<UrlParts, 'scheme' | 'hostname'>;

/**
 * Remembers which page asked for a stylesheet or a worker. What those load
 * themselves names them as its Referer (Referrer Policy, section 3.4; CSS Values
 * 4, "URL processing model"), and a rule for a page should hold for it too.
 */
export interface PageMemory {
  /** The page behind a Referer, where that is a remembered stylesheet or worker of the device. */
  pageOf(device: DeviceId, referer: string): Asker | null;
  /** `url` is absolute, without fragment. Of those who asked for it, the last counts. */
  remember(device: DeviceId, url: string, page: Asker): void;
}

export interface PageMemoryLimits {
  readonly devices: number;
  /** Stylesheets and workers of each device. */
  readonly entries: number;
  /** How long they are known; milliseconds. */
  readonly time: number;
}

const LIMITS: PageMemoryLimits = { devices: 64, entries: 256, time: 3_600_000 };

/** A Referer is cut to its origin by browsers when it is longer (Chromium, Firefox: 4096). */
const LONGEST = 4_096;

interface Entry {
  readonly page: Asker;
  readonly until: number;
}

/** When a limit is reached, what was remembered longest ago is forgotten. */
export function createPageMemory(now: () => number, limits: PageMemoryLimits = LIMITS): PageMemory {
  const devices = new Map<DeviceId, Map<string, Entry>>();
  return {
    pageOf(device, referer) {
      const entry = devices.get(device)?.get(referer);
      return entry === undefined || entry.until <= now() ? null : entry.page;
    },
    remember(device, url, page) {
      if (url.length > LONGEST) return;
      const entries = devices.get(device) ?? new Map<string, Entry>();
      renew(entries, url, { page: apart(page), until: now() + limits.time }, limits.entries);
      renew(devices, device, entries, limits.devices);
    },
  };
}

/** Sets an entry as the newest of its map, and lets the oldest go where there are too many. */
function renew<K, V>(map: Map<K, V>, key: K, value: V, atMost: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > atMost && oldest.done !== true) map.delete(oldest.value);
}

/** A copy with a string of its own: a piece of a header would keep all of the header in memory. */
function apart({ scheme, hostname }: Asker): Asker {
  return { scheme, hostname: Array.from(hostname).join('') as Asker['hostname'] };
}
