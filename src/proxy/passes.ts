import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DeviceId } from '../model/device.ts';
import type { Hostname } from '../model/terms.ts';
import { ClickLoads } from './click-loads.ts';

/** How long a blocked page stays open once somebody chose to open it anyway. */
const OPEN_FOR = 15 * 60_000;
/** How long the button on the explanation page works. */
const GOOD_FOR = 60 * 60_000;
const CAPACITY = 1_000;

/**
 * Lets a person open a page that a rule blocks, on their own device and for a
 * quarter of an hour, without the password of the household. The explanation
 * page carries a pass that only its device can use, for that host; scripts of
 * other pages cannot read it. Nothing of it outlives the process.
 */
export class Passes {
  readonly #now: () => number;
  readonly #key = randomBytes(32);
  readonly #open = new Map<string, number>();
  /** Frames and scripts that they chose to load. */
  readonly loads: ClickLoads;

  constructor(now: () => number) {
    this.#now = now;
    this.loads = new ClickLoads(now);
  }

  issue(device: DeviceId, hostname: Hostname): string {
    const until = (this.#now() + GOOD_FOR).toString(36);
    return `${until}.${this.#seal(device, hostname, until)}`;
  }

  /** Opens the host for the device; false where the pass is not for them, or too old. */
  redeem(device: DeviceId, hostname: Hostname, pass: string): boolean {
    const [until = '', seal = ''] = pass.split('.');
    const expected = Buffer.from(this.#seal(device, hostname, until));
    const given = Buffer.from(seal);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    if (Number.parseInt(until, 36) < this.#now()) return false;
    const oldest = this.#open.keys().next();
    if (this.#open.size >= CAPACITY && oldest.done !== true) this.#open.delete(oldest.value);
    this.#open.set(`${device} ${hostname}`, this.#now() + OPEN_FOR);
    return true;
  }

  isOpen(device: DeviceId, hostname: Hostname): boolean {
    if (this.#open.size === 0) return false;
    const until = this.#open.get(`${device} ${hostname}`);
    return until !== undefined && until > this.#now();
  }

  #seal(device: DeviceId, hostname: Hostname, until: string): string {
    const about = JSON.stringify([device, hostname, until]);
    return createHmac('sha256', this.#key).update(about).digest('base64url');
  }
}
