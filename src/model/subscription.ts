/** A list that is downloaded and kept up to date. */
export interface Subscription {
  /** What verdicts and the page call it; the name of its file. */
  readonly name: string;
  /** Where it is; the first that answers counts. */
  readonly urls: readonly string[];
  /** It may change the text of pages and where visits go (`$replace`, `$urlskip`). */
  readonly trusted: boolean;
}

/** What happened when a list was last changed. */
export interface ListChange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Lines that are rules and were not there before. */
  readonly added: number;
  readonly removed: number;
}

/** What is going on with a list at the moment. */
export type ListActivity =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'reading' }
  | {
      readonly phase: 'downloading';
      /** Bytes so far. */
      readonly received: number;
      readonly total: number | null;
    };

/** One subscription as people see it. Times are milliseconds since the epoch. */
export interface ListStatus extends Subscription {
  /** config: named in the config file. added: by the command line or the page. */
  readonly from: 'config' | 'added';
  /** As the list calls itself, else its name. */
  readonly title: string;
  readonly homepage: string | null;
  readonly license: string | null;
  /** What the list calls its version. */
  readonly version: string | null;
  /** When its makers changed it, in their words. */
  readonly lastModified: string | null;
  /** Lines that are rules in force; null before the first download. */
  readonly rules: number | null;
  /** When the copy in force was downloaded. */
  readonly fetched: number | null;
  /** When it was last asked whether there is a newer one. */
  readonly checked: number | null;
  /** When it is asked again; null where it was never asked. */
  readonly next: number | null;
  /** Of the bytes in force, hexadecimal. */
  readonly sha256: string | null;
  readonly change: ListChange | null;
  /** The last attempt failed as a whole: the copy before it, if there is one, is in force. */
  readonly failing: boolean;
  /** What went wrong at the last attempt; where it did not fail, what the list goes without. */
  readonly error: string | null;
  readonly activity: ListActivity | null;
}

/** How the update of one list ended. */
export interface ListOutcome {
  readonly name: string;
  /** updated: a newer copy is in force. unchanged: there is none. failed: see `error`. */
  readonly result: 'updated' | 'unchanged' | 'failed';
  /** Null where nothing changed. */
  readonly change: ListChange | null;
  readonly error: string | null;
}
