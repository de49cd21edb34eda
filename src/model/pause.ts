import type { DeviceId } from './device.ts';

/** Whom a pause is for: everybody, the devices of a group, or one device. */
export type PauseTarget = 'all' | `group:${string}` | `device:${DeviceId}`;

/** The rules rest until then. */
export interface Pause {
  readonly target: PauseTarget;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Where pauses are kept, so that they outlive a restart. */
export interface PauseStore {
  /** Those that are over too. */
  load(): readonly Pause[];
  /** Throws an AppError (LOG_UNUSABLE) where it cannot be kept. */
  save(pause: Pause): void;
  /** Throws as `save` does. */
  remove(target: PauseTarget): void;
  /** True once after another process (the command line) wrote. Cheap: asked every second. */
  changedElsewhere(): boolean;
}

/** Reads a target as it is stored; null for all else. */
export function parsePauseTarget(text: string): PauseTarget | null {
  return text === 'all' || /^(?:group|device):./s.test(text) ? (text as PauseTarget) : null;
}
