import type { DeviceId } from '../../model/device.ts';
import type { Remedy } from './find.ts';

/** For so long what changed nothing is remembered, in milliseconds. */
const KEPT_FOR = 15 * 60_000;
const CAPACITY = 500;

/**
 * What was tried and changed nothing, so that the next culprit comes first. In
 * memory only; kept by the line without its end that the trial stood for.
 */
export class TriedInVain {
  readonly #now: () => number;
  readonly #tried = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(device: DeviceId, line: string): void {
    const key = `${device} ${line}`;
    this.#tried.delete(key);
    const oldest = this.#tried.keys().next();
    if (this.#tried.size >= CAPACITY && oldest.done !== true) this.#tried.delete(oldest.value);
    this.#tried.set(key, this.#now() + KEPT_FOR);
  }

  has(device: DeviceId, line: string): boolean {
    return (this.#tried.get(`${device} ${line}`) ?? 0) > this.#now();
  }
}

/** What a remedy is called where no line is written for it. */
export function nameOfLeaving({ host, program }: Extract<Remedy, { kind: 'leave' }>): string {
  return `leave ${program} ${host}`;
}
