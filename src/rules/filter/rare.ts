/*
 * Conditions that few filters have. They are kept apart from the others and
 * looked at last, so that they cost nothing where they are not. Plain data: a
 * compiled set goes to disk and from thread to thread.
 */

/** `$header=name:value`, on the head of the response; `$requestheader`, on that of the request. */
export interface HeaderCondition {
  readonly of: 'request' | 'response';
  /** Lower case. */
  readonly name: string;
  /** Compared as it stands; null where any will do, or `regex` says. */
  readonly value: string | null;
  readonly regex: { readonly source: string; readonly flags: string } | null;
  /** True: the header is there, with another value. */
  readonly negated: boolean;
}

/** Something by which a device is known. */
export type DeviceTest =
  /** Lower case. */
  | { readonly kind: 'name'; readonly name: string }
  /** Lower case, with colons. */
  | { readonly kind: 'mac'; readonly mac: string }
  /** The range of addresses; one address is a range of one. */
  | { readonly kind: 'range'; readonly address: string; readonly prefix: number };

/** The device is none of `exclude`, and one of `include` where there are any. */
export interface DeviceCondition {
  readonly include: readonly DeviceTest[];
  readonly exclude: readonly DeviceTest[];
}

/** The same for the groups of a device. Lower case. */
export interface GroupCondition {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** A part of the week by the clock of the box. */
export interface TimeSpan {
  /** Seven bits, Sunday is the lowest: the days on which it begins. */
  readonly days: number;
  /** Minutes since midnight; the end is the first that is no longer in it. */
  readonly from: number;
  /** Not after `from` where it goes over midnight. */
  readonly to: number;
}

/** The moment at which a rule ends. */
export interface Expiry {
  /** As written, to be shown. */
  readonly text: string;
  /**
   * Milliseconds since the epoch; where `local`, those of the same wall-clock
   * time in UTC, so that the moment does not depend on where it is read.
   */
  readonly at: number;
  readonly local: boolean;
}

export interface RareConditions {
  /** `$strict1p` and `$strict3p`: whether page and request have the same hostname. */
  readonly sameHost: boolean | null;
  /** All must hold. */
  readonly headers: readonly HeaderCondition[];
  readonly device: DeviceCondition | null;
  readonly groups: GroupCondition | null;
  /** Any is enough; empty for always. */
  readonly times: readonly TimeSpan[];
  readonly expires: Expiry | null;
}

export const NO_RARE: RareConditions = {
  sameHost: null,
  headers: [],
  device: null,
  groups: null,
  times: [],
  expires: null,
};

/** Whether they can be told before a connection is opened: by who asks, and when. */
export function isKnownByName({ sameHost, headers }: RareConditions): boolean {
  return sameHost === null && headers.length === 0;
}

/** Whether they limit a rule to some requests; an end does not. */
export function narrows({ sameHost, headers, device, groups, times }: RareConditions): boolean {
  const isOfDevice = device !== null || groups !== null;
  return isOfDevice || sameHost !== null || headers.length > 0 || times.length > 0;
}
