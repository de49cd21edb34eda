import type { Event } from '../model/event.ts';
import type { Action, RuleListInfo, RuleRef } from '../model/rule.ts';

/** What the page asks of the rules. Changes are in force when the promise resolves. */
export interface Rules {
  current(): { readonly size: number; readonly lists: readonly RuleListInfo[] };
  /** The lines of `rules/my-rules.txt` that are rules, in file order. */
  personal(): readonly RuleRef[];
  /**
   * Appends a line to `rules/my-rules.txt` with `why` as a comment above it.
   * Rejects with an AppError when the line is not a rule or cannot be written.
   */
  append(line: string, why: string): Promise<RuleRef>;
  /** Takes a line out again; false when that line no longer reads so. */
  remove(rule: RuleRef): Promise<boolean>;
  /** What the rule means, one sentence; null when it is no longer there. */
  explain(rule: RuleRef): string | null;
  /**
   * What the rules in force would make of a stored exchange, by the names of
   * its fields; null for what was not opened.
   */
  weigh(row: Event): Weighed | null;
}

/** What rules make of an exchange of the log. */
export interface Weighed {
  readonly action: Action;
  /** All that fit, the deciding one first. */
  readonly rules: readonly WeighedRule[];
  /** How many fit besides. */
  readonly more: number;
}

export interface WeighedRule extends RuleRef {
  readonly action: Action;
  /** Why it does not decide; null for those in force. */
  readonly lost: string | null;
  /** What it means, in a sentence. */
  readonly meaning: string | null;
}
