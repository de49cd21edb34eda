import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DeviceId } from '../model/device.ts';
import type { Hostname } from '../model/terms.ts';

/** Pages stay open all day, and so do the buttons on them. */
const GOOD_FOR = 24 * 60 * 60_000;
/** How long after the click the browser has to come for what was chosen. */
const TAKE_WITHIN = 60_000;
/** The second click of a double click ends the load that the first began, so both count as one. */
const DOUBLE_CLICK = 2_000;
/** How long what a stand-in stood in for is loaded on a site, once it was asked for. */
const OPEN_FOR = 10 * 60_000;
/** Each is a click of a person, or a pass that was used. */
const CAPACITY = 2_000;

/** Characters of a pass: until when, eight; what makes it one of its kind, eighteen; the seal, 22. */
const UNTIL = 8;
const NONCE = 18;
const SEAL = 22;

/**
 * What may be loaded: a frame, by whoever opens it next on the device, or a
 * script, for the site that asks for it.
 */
export interface Loadable {
  readonly device: DeviceId;
  readonly url: string;
  /** Null for a frame. */
  readonly page: Hostname | null;
}

/**
 * Remembers what people chose to load although a rule holds it back. A pass is
 * good for one device and one address, for a script also for one site, and is
 * used once; nobody can make one. Nothing of it outlives the process.
 */
export class ClickLoads {
  readonly #now: () => number;
  readonly #key = randomBytes(32);
  /** From when on a pass is used up. As in all of these, the oldest go first. */
  readonly #used = new Map<string, number>();
  readonly #chosen = new Map<string, number>();
  readonly #open = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A pass of 48 characters that stand in any address. */
  issue(what: Loadable): string {
    const until = (this.#now() + GOOD_FOR).toString(36).padStart(UNTIL, '0');
    const free =
      until +
      randomBytes((NONCE * 3) / 4 + 1)
        .toString('base64url')
        .slice(0, NONCE);
    return free + this.#seal(what, free);
  }

  /** Lets the address be loaded once, within a minute; false where the pass is not for it, too old or used. */
  redeem(what: Loadable, pass: string): boolean {
    const free = pass.slice(0, UNTIL + NONCE);
    const given = Buffer.from(pass.slice(UNTIL + NONCE));
    const expected = Buffer.from(this.#seal(what, free));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    const until = Number.parseInt(free.slice(0, UNTIL), 36);
    const now = this.#now();
    const usedUp = this.#used.get(free);
    if (until < now || (usedUp !== undefined && usedUp <= now)) return false;
    if (usedUp === undefined) {
      remember(this.#used, free, now + (what.page === null ? DOUBLE_CLICK : 0));
    }
    this.choose(what);
    return true;
  }

  /** Lets the address be loaded once: where what was chosen leads on to it. */
  choose(what: Loadable): void {
    remember(this.#chosen, nameOf(what), this.#now() + TAKE_WITHIN);
  }

  /** True once where the address was chosen a moment ago. */
  take(what: Loadable): boolean {
    if (this.#chosen.size === 0) return false;
    const name = nameOf(what);
    const until = this.#chosen.get(name);
    this.#chosen.delete(name);
    return until !== undefined && until > this.#now();
  }

  /** For a while a stand-in, or a rule by its text, holds nothing back on the site, for the device. */
  open(device: DeviceId, page: Hostname, what: string): void {
    remember(this.#open, `${device} ${page} ${what}`, this.#now() + OPEN_FOR);
  }

  isOpen(device: DeviceId, page: Hostname, what: string): boolean {
    if (this.#open.size === 0) return false;
    const until = this.#open.get(`${device} ${page} ${what}`);
    return until !== undefined && until > this.#now();
  }

  #seal(what: Loadable, free: string): string {
    const about = `${nameOf(what)} ${free}`;
    return createHmac('sha256', this.#key).update(about).digest('base64url').slice(0, SEAL);
  }
}

/** Of one length, however long the address is. */
function nameOf({ device, url, page }: Loadable): string {
  return createHash('sha256')
    .update(JSON.stringify([device, url, page]))
    .digest('base64url');
}

function remember(map: Map<string, number>, name: string, until: number): void {
  map.delete(name);
  const oldest = map.keys().next();
  if (map.size >= CAPACITY && oldest.done !== true) map.delete(oldest.value);
  map.set(name, until);
}
