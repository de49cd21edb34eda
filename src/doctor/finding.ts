/** ok: nothing to do. unknown: it could not be looked at; `says` tells why. */
export type FindingState = 'ok' | 'warning' | 'failed' | 'unknown';

/** What one check found. */
export interface Finding {
  /** A short word that stays the same from version to version. */
  readonly check: string;
  readonly state: FindingState;
  /** One sentence. */
  readonly says: string;
  /** What to do, one sentence; null where there is nothing to do. */
  readonly fix: string | null;
}

/** A fact, or why it could not be had. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

/** The findings of one check, by their state. */
export interface Teller {
  ok(says: string): Finding;
  warning(says: string, fix: string): Finding;
  failed(says: string, fix: string): Finding;
  unknown(says: string, fix?: string): Finding;
}

export function tell(check: string): Teller {
  return {
    ok: (says) => ({ check, state: 'ok', says, fix: null }),
    warning: (says, fix) => ({ check, state: 'warning', says, fix }),
    failed: (says, fix) => ({ check, state: 'failed', says, fix }),
    unknown: (says, fix) => ({ check, state: 'unknown', says, fix: fix ?? null }),
  };
}
