import type { Device } from './device.ts';
import type { Body, RequestInfo, ResponseHead } from './request.ts';
import type { LearnerName, RewriterName } from './rewriter-names.ts';
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
  /**
   * The stand-in that it answers with (`$redirect=`, `$stub=`), under the name
   * that the rule gives it. Absent where the type of the request decides.
   */
  readonly stub?: string;
  /** What is learnt from a request that it blocks (`learn:` in a signature). */
  readonly learns?: LearnerName;
}

/** What `$cookie=name;maxAge=;sameSite=` makes of a cookie that a response sets. */
export interface CookieLimit {
  /** Given the decoded name. */
  readonly test: (name: string) => boolean;
  /** Seconds; a shorter life is kept. Null where it is not limited. */
  readonly maxAge: number | null;
  readonly sameSite: 'Lax' | 'Strict' | 'None' | null;
}

/** A header that a response gets: beside those of its name, or in their place. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  readonly replaces: boolean;
}

/** A change to the text of a response. */
export interface BodyRewrite {
  /** text: anything that is text, JSON and scripts included. json: JSON alone. */
  readonly of: 'text' | 'json';
  /** Given the decoded text; the same text where it changes nothing. Never throws. */
  readonly rewrite: (text: string) => string;
}

/**
 * Something that is taken out of an exchange. The tests get decoded lower-case
 * header names, decoded cookie names, and query fields both decoded (`name`)
 * and as written (`raw`, the whole `name=value`).
 *
 * One removal may stand for many rules, so that hundreds of lines with
 * `$cookie` are one look-up. It then has `ruleFor`, which says for a name that
 * is taken out by which of its rules; `rule` is any of them, until it is known
 * what was found.
 */
export type Removal = {
  readonly rule: Rule;
  readonly ruleFor?: (name: string, raw: string) => Rule | null;
} & (
  | { readonly kind: 'query'; readonly test: (name: string, raw: string) => boolean }
  | { readonly kind: 'requestHeader'; readonly test: (name: string) => boolean }
  | { readonly kind: 'responseHeader'; readonly test: (name: string) => boolean }
  | { readonly kind: 'requestCookie'; readonly test: (name: string) => boolean }
  | { readonly kind: 'responseCookie'; readonly test: (name: string) => boolean }
  /** Of the request's body; names as in `Body`, so a JSON key is `user.email`. */
  | { readonly kind: 'bodyField'; readonly test: (name: string) => boolean }
);

/**
 * Something that is made different.
 *
 * url          another address to ask for; the same text where it changes nothing.
 * skip         where a navigation really leads; null where the address does not say.
 *              Asked also where it is blocked: the blocked address is not asked for.
 * addHeader    on the response.
 * limitCookie  on the response.
 * body         of the response.
 * rewriter     of the body of the response, by its name in `rewriter-names.ts`.
 * learn        reads the body of the response for what it tells of a tracker, and
 *              changes nothing; by its name there too.
 * within       takes query fields out of the addresses that stand as values in
 *              fields of the request: `dl=https://shop.example/?fbclid=1`.
 * redact       takes values out of the query, the Referer's query and the body of the
 *              request, wherever they stand in them.
 */
export type Change = { readonly rule: Rule } & (
  | { readonly kind: 'url'; readonly rewrite: (url: string) => string }
  | { readonly kind: 'skip'; readonly target: (url: string) => string | null }
  | { readonly kind: 'addHeader'; readonly header: AddedHeader }
  | { readonly kind: 'limitCookie'; readonly limit: CookieLimit }
  | { readonly kind: 'body'; readonly body: BodyRewrite }
  | { readonly kind: 'rewriter'; readonly name: RewriterName }
  | { readonly kind: 'learn'; readonly name: LearnerName }
  | {
      readonly kind: 'within';
      /** Given the decoded name of a field of the query or the body. */
      readonly field: (name: string) => boolean;
      /** Given a query field of the address in it, decoded and as written. */
      readonly test: (name: string, raw: string) => boolean;
    }
  | {
      readonly kind: 'redact';
      /** What is taken out, in the words of the log. */
      readonly names: readonly string[];
      /** Given a text of one character a byte; the same text where it changes nothing. */
      readonly redact: (text: string) => string;
    }
);

/** One edit of a forwarded exchange. */
export type Edit = Removal | Change;

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
  /**
   * The `$redirect-rule` that says with which stand-in a block is answered;
   * null where none does or nothing is blocked.
   */
  readonly redirect: Rule | null;
  /** All that match and no exception undid. */
  readonly edits: readonly Edit[];
  readonly logs: readonly Rule[];
}

/** A rule that fits a request, whether or not it decides. */
export interface Candidate {
  readonly rule: Rule;
  /** Its step in the order of precedence, 1 to 6 as in decide/exchange.ts. */
  readonly step: number;
  /** Why it does not decide, one lower-case sentence; null for those in force. */
  readonly lost: string | null;
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
   * Rules limited to devices or groups apply where `device` is one of them.
   */
  matchHost(hostname: Hostname, device?: Device | null): Rule | null;
  /**
   * Could a rule that is about this host do something to a request to it? True
   * where that is not known. Rules for all hosts do not count: neither patterns
   * that name no host, nor signatures that are not limited to some.
   */
  mayMatchHost(hostname: Hostname): boolean;
  /**
   * With `response`, the head of the response is there: rules with `$header`
   * are asked too, and the request's types are what its Content-Type leaves.
   */
  match(request: RequestInfo, body: Body | null, response?: ResponseHead | null): Matches;
  /** True where some rule asks for the head of a response. */
  readonly asksResponses: boolean;
  /** All rules whose condition holds, the deciding one first: for `explain --all`. Not for the hot path. */
  candidates(request: RequestInfo, body: Body | null): readonly Candidate[];
  /**
   * The text of a stand-in that is a file in `rules/stubs/`, under the name that
   * `stub-names.ts` keeps it by; null where there is no such file.
   */
  stubText(name: string): string | null;
  /** Cheap: could reading the body change the verdict, or what is sent? Host, method and headers only. */
  wantsBody(request: RequestInfo): boolean;
}

/** What the rules say when there are none. */
export const NO_MATCHES: Matches = {
  personalAllow: null,
  important: null,
  exception: null,
  block: null,
  redirect: null,
  edits: [],
  logs: [],
};
