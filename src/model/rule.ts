import type { Body, RequestInfo } from './request.ts';
import type { Hostname } from './terms.ts';

/** What a rule does, weakest first. `pass` means no rule applied. */
export const ACTIONS = [
  'pass',
  'allow',
  'log',
  'strip',
  'rewrite',
  'placeholder',
  'stub',
  'block',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Where a rule stands: enough to find it in an editor. */
export interface RuleRef {
  /** File name below rules/ (`meta.yaml`) or the name of a subscription. */
  readonly list: string;
  /** 1-based. For a signature, the line of its `id`. */
  readonly line: number;
  /** The line as written; for a signature its id. */
  readonly text: string;
}

export interface Rule extends RuleRef {
  readonly action: Exclude<Action, 'pass'>;
  /** A signature's title, in words for people; null for a line of a list. */
  readonly title: string | null;
  /** Company and product, where the rule itself says so. */
  readonly tracker: string | null;
  /** True for `rules/my-rules.txt`: a person's own word, which outranks all lists. */
  readonly personal: boolean;
}

/**
 * One change to a forwarded exchange. The tests get decoded lower-case header
 * names, decoded cookie names, and query fields both decoded (`name`) and as
 * written (`raw`, the whole `name=value`).
 */
export type Edit = { readonly rule: Rule } & (
  | { readonly kind: 'query'; readonly test: (name: string, raw: string) => boolean }
  | { readonly kind: 'requestHeader'; readonly test: (name: string) => boolean }
  | { readonly kind: 'responseHeader'; readonly test: (name: string) => boolean }
  | { readonly kind: 'requestCookie'; readonly test: (name: string) => boolean }
  | { readonly kind: 'responseCookie'; readonly test: (name: string) => boolean }
);

/**
 * All that the rules say of one request. `decide/` weighs it; the engine only
 * finds it. Exceptions are looked for only where there is something to except,
 * so `exception` is null when `important` and `block` are.
 */
export interface Matches {
  /** A person's allow (`@@` in my-rules.txt). Looked for first, always. */
  readonly personalAllow: Rule | null;
  /** `$important`, and a person's own block. */
  readonly important: Rule | null;
  readonly exception: Rule | null;
  /** The first rule with action block, stub or placeholder. */
  readonly block: Rule | null;
  /** All that match and no exception undid. */
  readonly edits: readonly Edit[];
  readonly logs: readonly Rule[];
}

/** A rule the engine could not take, or one that cannot do anything. */
export interface RuleProblem {
  readonly list: string;
  readonly line: number;
  readonly text: string;
  /** One sentence, lower case, naming the value. */
  readonly reason: string;
  /**
   * error: the line is not in force. ineffective: it is understood, but a
   * proxy cannot do it (a cosmetic rule).
   */
  readonly severity: 'error' | 'ineffective';
}

/** One file of the set, for the page and for `check`. */
export interface RuleListInfo {
  readonly list: string;
  readonly rules: number;
  readonly problems: readonly RuleProblem[];
  /** True where the file is broken and its last good version is in force. */
  readonly stale: boolean;
}

/** An immutable set of rules; a reload swaps one for another. */
export interface RuleSet {
  /** Changes whenever the content does. */
  readonly version: string;
  readonly size: number;
  readonly lists: readonly RuleListInfo[];
  /**
   * The rule that blocks this name whatever is asked of it: no type, party or
   * page in its condition, and no unconditional exception. Null otherwise.
   */
  matchHost(hostname: Hostname): Rule | null;
  match(request: RequestInfo, body: Body | null): Matches;
  /** Cheap: could reading the body change the verdict? Host, method and headers only. */
  wantsBody(request: RequestInfo): boolean;
}

/** What the rules say when there are none. */
export const NO_MATCHES: Matches = {
  personalAllow: null,
  important: null,
  exception: null,
  block: null,
  edits: [],
  logs: [],
};
