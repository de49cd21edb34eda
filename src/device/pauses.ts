import type { Device } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import type { Pause, PauseStore, PauseTarget } from '../model/pause.ts';

export interface PausesParts {
  readonly store: PauseStore;
  /** The groups that the config file knows. */
  readonly groups: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** More than a household can mean; a script that pauses without end is stopped here. */
const MAX_PAUSES = 1_024;

/**
 * Who is paused, and until when. A paused device is treated as at level `off`:
 * new connections are tunnelled, requests on opened ones are forwarded as they
 * are, and nothing is logged. A pause ends by the clock alone, whether or not
 * the program runs at that moment.
 */
export class Pauses {
  readonly #store: PauseStore;
  readonly #groups: readonly string[];
  readonly #now: () => number;
  #pauses: ReadonlyMap<PauseTarget, Pause> = new Map();
  /** Those in force when `follow` was last asked. */
  #followed: ReadonlyMap<PauseTarget, Pause>;

  constructor({ store, groups, now }: PausesParts) {
    this.#store = store;
    this.#groups = groups;
    this.#now = now;
    this.reload();
    this.#followed = this.#pauses;
  }

  /** The groups that can be paused. */
  get groups(): readonly string[] {
    return this.#groups;
  }

  /** The pause that holds for the device and ends last, or null. Costs nothing where there is none. */
  of(device: Device): Pause | null {
    if (this.#pauses.size === 0) return null;
    const targets: readonly PauseTarget[] = [
      'all',
      `device:${device.id}`,
      ...device.groups.map((name): PauseTarget => `group:${name}`),
    ];
    return targets.reduce<Pause | null>((last, target) => {
      const pause = this.#inForce(target);
      return pause !== null && pause.until > (last?.until ?? 0) ? pause : last;
    }, null);
  }

  /** The device as it is to be treated now. */
  apply(device: Device): Device {
    if (this.#pauses.size === 0 || this.of(device) === null) return device;
    return { ...device, level: 'off' };
  }

  /** Those in force, the one that ends first at the front. */
  list(): readonly Pause[] {
    const now = this.#now();
    return [...this.#pauses.values()]
      .filter(({ until }) => until > now)
      .sort((a, b) => a.until - b.until);
  }

  /**
   * Begins a pause, or moves the end of the one there is. Throws an AppError:
   * INPUT_INVALID for an unknown group, LOG_UNUSABLE where it cannot be kept.
   */
  pause(target: PauseTarget, until: number): Pause {
    this.#checkGroup(target);
    this.reload();
    if (!this.#pauses.has(target) && this.#pauses.size >= MAX_PAUSES) {
      throw new AppError('INPUT_INVALID', `pausing "${target}": there are too many pauses already`);
    }
    const pause = { target, until };
    this.#store.save(pause);
    this.#pauses = new Map([...this.#pauses, [target, pause]]);
    return pause;
  }

  /** Ends a pause before its time; false where there was none. Throws as `pause` does. */
  resume(target: PauseTarget): boolean {
    this.reload();
    if (this.#inForce(target) === null) return false;
    this.#store.remove(target);
    this.#pauses = new Map([...this.#pauses].filter(([other]) => other !== target));
    return true;
  }

  /**
   * To be called every second, and after a change: takes over what another
   * process wrote, and forgets what is over. Returns all that began and ended
   * since it was last called, whoever did it, for the program's own log.
   */
  follow(): { readonly begun: readonly Pause[]; readonly ended: readonly Pause[] } {
    const over = [...this.#pauses.values()].some(({ until }) => until <= this.#now());
    if (over || this.#store.changedElsewhere()) this.reload();
    const before = this.#followed;
    this.#followed = this.#pauses;
    if (before === this.#pauses) return { begun: [], ended: [] };
    return {
      begun: [...this.#pauses.values()].filter(
        ({ target, until }) => before.get(target)?.until !== until,
      ),
      ended: [...before.values()].filter(({ target }) => !this.#pauses.has(target)),
    };
  }

  /** Reads the store again; what is over is taken out of it. */
  reload(): void {
    const now = this.#now();
    const stored = this.#store.load();
    for (const { target, until } of stored) if (until <= now) this.#forget(target);
    const inForce = stored.filter(({ until }) => until > now);
    this.#pauses = new Map(inForce.map((pause) => [pause.target, pause]));
  }

  #inForce(target: PauseTarget): Pause | null {
    const pause = this.#pauses.get(target);
    return pause !== undefined && pause.until > this.#now() ? pause : null;
  }

  /** What is over has no effect, so one that cannot be taken out only stays a while longer. */
  #forget(target: PauseTarget): void {
    try {
      this.#store.remove(target);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  #checkGroup(target: PauseTarget): void {
    if (!target.startsWith('group:')) return;
    const name = target.slice('group:'.length);
    if (this.#groups.includes(name)) return;
    throw new AppError(
      'INPUT_INVALID',
      `pausing the group "${name}": the config file has no group of that name`,
    );
  }
}
