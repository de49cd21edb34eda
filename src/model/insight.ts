/**
 * What an identifier says whom it stands for.
 *
 * email, phone   a contact, as a rule hashed by who sent it
 * person         a name, an address, a birthday
 * customer       a number by which a site knows its customer
 * browser        a number that a tracker gave the browser (`_fbp`, `_ga`)
 * click          a number of one click on an advertisement (`fbclid`, `gclid`)
 * advertising    the advertising id of a phone or a television
 */
export const MARK_KINDS = [
  'email',
  'phone',
  'person',
  'customer',
  'browser',
  'click',
  'advertising',
] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** An identifier as it was sent, in one spelling for all trackers. It is kept as a mark only. */
export interface SeenIdentifier {
  readonly kind: MarkKind;
  readonly value: string;
  /** True where it was taken out before the request was sent. */
  readonly taken?: boolean;
}

/** An identifier that was seen, without its value. */
export interface IdentifierMark {
  readonly kind: MarkKind;
  /**
   * Its first 64 bits under HMAC-SHA-256 with a key that never leaves this
   * machine, in base64url: equal for equal identifiers, and good for nothing else.
   */
  readonly mark: string;
  /** True where it was taken out of the request before that was sent; of a link it is not said. */
  readonly taken?: boolean;
}

/**
 * How often something was tried, and how often it never arrived: the request was
 * answered here, or what is counted was taken out of it.
 */
export interface Tried {
  readonly count: number;
  readonly stopped: number;
}

/** Something that was tried, by its word or name. */
export interface NamedTried extends Tried {
  readonly name: string;
}

/** A device by its id, and as it is called now. */
export interface DeviceTried extends Tried {
  readonly device: string;
  readonly name: string;
}

/** Days begin at midnight UTC; milliseconds since the epoch. */
export interface DayTried extends Tried {
  readonly at: number;
}

/**
 * An identifier that was seen on several sites or several devices. Where it was
 * seen last is at the front.
 */
export interface Link extends Tried, IdentifierMark {
  readonly sites: readonly string[];
  readonly devices: readonly { readonly device: string; readonly name: string }[];
  readonly trackers: readonly string[];
  /** The days on which it was first and last seen. */
  readonly first: number;
  readonly last: number;
}

/** What one tracker tried. */
export interface TrackerInsight extends Tried {
  readonly tracker: string;
  /** What it asked for: "hashed e-mail". */
  readonly asked: readonly NamedTried[];
  /** What it was to be told of: "Purchase". */
  readonly reports: readonly NamedTried[];
  readonly sites: readonly (NamedTried & { readonly asked: readonly string[] })[];
  readonly devices: readonly DeviceTried[];
  /** Oldest first; days on which nothing happened are left out. */
  readonly days: readonly DayTried[];
}

/** What one site tried to tell. */
export interface SiteInsight extends Tried {
  readonly site: string;
  readonly trackers: readonly (NamedTried & {
    readonly asked: readonly string[];
    readonly reports: readonly string[];
  })[];
  readonly devices: readonly DeviceTried[];
  readonly days: readonly DayTried[];
}

/** One week beside the one before it. */
export interface Weeks {
  /** Where the later week begins and ends; the earlier one ends where it begins. */
  readonly since: number;
  readonly until: number;
  /** When the log begins, where it holds no whole earlier week; absent where it does. */
  readonly begun?: number;
  readonly trackers: readonly Compared[];
  readonly sites: readonly Compared[];
  readonly devices: readonly (Compared & { readonly device: string })[];
  /** Trackers of the later week that the log did not know before it. */
  readonly newTrackers: readonly string[];
}

export interface Compared {
  readonly name: string;
  readonly now: Tried;
  readonly before: Tried;
}

/** How often a rule was applied. */
export interface RuleHits {
  readonly list: string;
  /** Where it stood when it was last applied. */
  readonly line: number;
  readonly text: string;
  readonly count: number;
  /** The day on which it was last applied. */
  readonly last: number;
}
