import type { TypeMask } from '../../model/request.ts';
import type { RareConditions } from './rare.ts';

/** Where a pattern must stand in a URL: anywhere, at its start (`|`), or at a label of its host (`||`). */
export type LeftAnchor = 'none' | 'start' | 'host';

/**
 * What a URL must look like.
 *
 * any    every URL.
 * host   the hostname is `text` or a sub-domain of it (`||text^`).
 * text   `text` is found; `*` stands for anything, `^` for a separator or the end.
 * regex  `text` is the source of a regular expression, without slashes.
 */
export interface Pattern {
  readonly kind: 'any' | 'host' | 'text' | 'regex';
  /** Lower case, unless the filter minds the case or this is a regular expression. */
  readonly text: string;
  readonly left: LeftAnchor;
  /** True where the URL must end with the pattern (`|`). */
  readonly right: boolean;
}

/**
 * A condition on a hostname. Names match their sub-domains too; `name.*` is
 * the name under any public suffix. The most specific name decides; where none
 * matches, the condition holds if nothing had to be included.
 */
export interface NameCondition {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly includeRegex: readonly string[];
  readonly excludeRegex: readonly string[];
}

/** Which fields, cookies or headers a modifier takes away. */
export type NameTest =
  | { readonly kind: 'all' }
  | { readonly kind: 'name'; readonly name: string; readonly negated: boolean }
  | {
      readonly kind: 'regex';
      readonly source: string;
      readonly flags: string;
      readonly negated: boolean;
    };

/** What `$cookie=name;maxAge=3600;sameSite=lax` makes of a cookie; null where that stays. */
export interface CookieLimits {
  /** Seconds. */
  readonly maxAge: number | null;
  readonly sameSite: 'Lax' | 'Strict' | 'None' | null;
}

/** Takes parts of an exchange away: `$removeparam`, `$cookie`, `$removeheader`. */
export type RemovalModifier =
  | { readonly kind: 'query' | 'requestHeader' | 'responseHeader'; readonly test: NameTest }
  | {
      readonly kind: 'cookie';
      readonly test: NameTest;
      /** Null where the cookie is taken away. */
      readonly limits: CookieLimits | null;
    };

/**
 * Makes something different: `$csp`, `$permissions`, `$referrerpolicy`,
 * `$replace`, `$jsonprune`, `$urltransform`, `$urlskip`.
 */
export interface ChangeModifier {
  readonly kind:
    | 'csp'
    | 'permissions'
    | 'referrerPolicy'
    | 'replace'
    | 'jsonPrune'
    | 'urlTransform'
    | 'urlSkip';
  /** As written, but checked; null, in exceptions, stands for all values. */
  readonly value: string | null;
}

/** What an allowed page is compiled to as well: nothing is to be edited (`@@||host^$document`). */
export interface KeepModifier {
  readonly kind: 'everything';
}

/** A filter that edits an exchange. Plain data: `edits/` puts it to use. */
export type Modifier = RemovalModifier | ChangeModifier | KeepModifier;

/** The stand-in that a filter answers with: `$redirect=noopjs:10`. */
export interface StubChoice {
  /** As the filter names it; null, in exceptions, stands for all. */
  readonly name: string | null;
  /** The highest decides where several filters name one. */
  readonly priority: number;
}

/** One network rule as parsed, before it is compiled. */
export interface Filter {
  readonly pattern: Pattern;
  /** `@@`: undoes what other filters say. */
  readonly exception: boolean;
  readonly important: boolean;
  readonly matchCase: boolean;
  /** The request must be able to be one of these. */
  readonly types: TypeMask;
  readonly party: 'any' | 'first' | 'third';
  /** A set of METHODS, one bit each; 0 means any. */
  readonly methods: number;
  /** `$domain`, on the page that asks. */
  readonly page: NameCondition | null;
  /** `$to` and `$denyallow`, on the host that is asked. */
  readonly target: NameCondition | null;
  /** Null where there are none. */
  readonly rare: RareConditions | null;
  /** redirect: blocks nothing, but says how what others block is answered. */
  readonly action: 'block' | 'stub' | 'placeholder' | 'redirect' | 'log' | 'edit';
  /** Set exactly where `action` is edit. */
  readonly modifier: Modifier | null;
  /** Set exactly where `action` is stub or redirect. */
  readonly stub: StubChoice | null;
  /** `@@||host^$document`: everything that a page of this host asks for is left alone too. */
  readonly wholePage: boolean;
}

/** The order gives each method its bit in `Filter.methods`. */
export const METHODS = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'CONNECT',
] as const;
