import type { RuleRef } from '../model/rule.ts';

/** Something that is to be said of one line. */
export interface RuleRemark {
  /** 1-based. */
  readonly line: number;
  /** As written; empty where it is about the whole file. */
  readonly text: string;
  /**
   * error: not in force. warning: it hardly does what was wanted. ineffective:
   * a proxy cannot carry it out. remark: nobody would miss it.
   */
  readonly severity: 'error' | 'warning' | 'ineffective' | 'remark';
  /** One sentence, lower case, naming the value. */
  readonly reason: string;
}

/** One file of `rules/`. */
export interface RuleFileInfo {
  readonly name: string;
  /** Rules in force, and signatures that are right and switched off. */
  readonly rules: number;
  readonly off: number;
  /** Milliseconds since the epoch; null where it was never written. */
  readonly changedAt: number | null;
  /** It is broken, and its last good version is in force. */
  readonly stale: boolean;
  /** It comes with Eyelid. */
  readonly shipped: boolean;
  /** Errors and warnings, in the order of lines. */
  readonly remarks: readonly RuleRemark[];
  /** How many lines a proxy cannot carry out. */
  readonly ineffective: number;
  /** Lines whose time is over. */
  readonly expired: readonly RuleRef[];
}

/** Some lines of a rule file or a list. */
export interface RuleFilePart {
  readonly name: string;
  /** A file of `rules/`; else it was downloaded or learnt, and is not edited. */
  readonly own: boolean;
  /** All lines of it. */
  readonly total: number;
  /** The first of those given, 1-based. */
  readonly from: number;
  readonly lines: readonly string[];
  /** Why it cannot be edited or shown, in words; null where it can. */
  readonly locked: string | null;
}

/** The text of a file of `rules/`. */
export interface RuleFileText {
  readonly name: string;
  /** With plain line ends. */
  readonly text: string;
  /** Changes with every byte of the file. */
  readonly hash: string;
  readonly shipped: boolean;
  /** Why it cannot be edited here; null where it can. */
  readonly locked: string | null;
}

/** A text that a file had, or that was written here and not saved. Times are milliseconds since the epoch. */
export interface PastRuleText {
  readonly id: string;
  readonly at: number;
  readonly why: 'saved' | 'unsaved';
  /** Bytes. */
  readonly size: number;
}

export type RuleSave =
  /** `before` names what the file held. */
  | { readonly kind: 'saved'; readonly hash: string; readonly before: string }
  | { readonly kind: 'unchanged'; readonly hash: string }
  /** Somebody else changed the file meanwhile: nothing was written. */
  | { readonly kind: 'conflict'; readonly theirs: RuleFileText };

/** What is to be said of a text that somebody typed. */
export interface RuleFindings {
  /** In the order of lines; not all where there are very many. */
  readonly findings: readonly RuleRemark[];
  readonly total: number;
  /** Rules that would be in force, and signatures that would be switched off. */
  readonly rules: number;
  readonly off: number;
}

interface NameCount {
  readonly name: string;
  readonly count: number;
}

/** Exchanges of which a text makes the same in place of the same. */
export interface PreviewedChange {
  /** The line that makes the difference. */
  readonly rule: RuleRef | null;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly hosts: readonly NameCount[];
  readonly pages: readonly NameCount[];
  readonly devices: readonly NameCount[];
}

/** What a text would have changed. Times are milliseconds since the epoch. */
export interface RulePreview {
  readonly judged: number;
  /** Of these, connections of which only the host is known. */
  readonly tunnels: number;
  /** Of these, decided by what the log does not keep. */
  readonly uncertain: number;
  readonly byOtherRule: number;
  readonly changed: number;
  readonly first: number | null;
  readonly last: number | null;
  /** Why some exchanges were not judged: older ones for their number, newer ones for the time it took. */
  readonly cut: 'rows' | 'time' | null;
  readonly changes: readonly PreviewedChange[];
  /** How many changes there are in all. */
  readonly kinds: number;
  /** Exchanges that passed untouched and are only counted by site. */
  readonly counted: {
    readonly total: number;
    readonly hits: readonly {
      readonly rule: RuleRef;
      readonly domain: string;
      readonly count: number;
      /** False: so many at most. */
      readonly isAll: boolean;
    }[];
  };
}

/**
 * What the page asks of rule files as texts. Names are those of files that are
 * there; nothing else is read or written. Wishes that cannot be granted reject
 * with an AppError.
 */
export interface RuleFilesPort {
  list(): Promise<readonly RuleFileInfo[]>;
  /** Lines of a file of `rules/` or a downloaded list; null where there is none of that name. */
  part(name: string, from: number, count: number): Promise<RuleFilePart | null>;
  /** A file of `rules/` as it is on the disk; null where there is none of that name. */
  read(name: string): Promise<RuleFileText | null>;
  /** In force when the promise resolves. `base` is the hash of the text that the person began with. */
  save(name: string, text: string, base: string): Promise<RuleSave>;
  /** Keeps a text among the past ones, and gives its id. */
  putAside(name: string, text: string, why: PastRuleText['why']): Promise<string>;
  /** Newest first; at most 20. */
  history(name: string): Promise<readonly PastRuleText[]>;
  past(name: string, id: string): Promise<string | null>;
  /** `typing`: compared with `rules/` alone, and quick. `saving`: with all lists. */
  lint(name: string, text: string, when: 'typing' | 'saving'): Promise<RuleFindings>;
  /** What the text would have changed since a moment; a newer question ends one that is being answered. */
  preview(name: string, text: string, since: number): Promise<RulePreview>;
  /** The rules of a file of `rules/`, in their order. */
  rules(name: string): readonly RuleRef[];
}
