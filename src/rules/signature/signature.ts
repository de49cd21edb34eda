import type { Party, TypeMask } from '../../model/request.ts';
import type { LearnerName, RewriterName } from '../../model/rewriter-names.ts';
import type { Rule } from '../../model/rule.ts';
import type { TextTest } from './text-test.ts';

/** What a signature says of one field, header or cookie. */
export interface FieldTest {
  readonly name: TextTest;
  /** `present`, `absent`, or what at least one value of that name must be. */
  readonly value: 'present' | 'absent' | readonly TextTest[];
}

/**
 * One set of conditions; all of them must hold. A list is "any one of these"
 * and null is no condition.
 */
export interface Conditions {
  readonly methods: readonly string[] | null;
  readonly hosts: readonly TextTest[] | null;
  readonly pages: readonly TextTest[] | null;
  readonly paths: readonly TextTest[] | null;
  readonly types: TypeMask | null;
  readonly party: Exclude<Party, 'unknown'> | null;
  /** Each must hold; so for the four below. Looks at query and body together. */
  readonly fields: readonly FieldTest[];
  readonly query: readonly FieldTest[];
  readonly body: readonly FieldTest[];
  readonly headers: readonly FieldTest[];
  readonly cookies: readonly FieldTest[];
  /** At least one field of the query or the body has such a name. */
  readonly anyField: readonly TextTest[] | null;
  /** At least one field of the query or the body has such a value. */
  readonly anyValue: readonly TextTest[] | null;
}

/** The keys of `strip`: what can be taken out of an exchange, and `within`. */
export const STRIP_KEYS = [
  'query',
  'body',
  'cookies',
  'setCookies',
  'headers',
  'responseHeaders',
  'within',
] as const;
export type StripKey = (typeof STRIP_KEYS)[number];

/**
 * Names to take out; an empty list where nothing is. `within` names fields
 * whose values are addresses, which lose the fields of `query` too.
 */
export type Strip = { readonly [Key in StripKey]: readonly TextTest[] };

/** One signature of a `rules/*.yaml` file. */
export interface Signature {
  /** Its line is that of the id; its stand-in, with action `stub`, as written. */
  readonly rule: Rule;
  /** Any one of these sets; never empty. */
  readonly when: readonly Conditions[];
  /** If any one of these sets holds, the signature does not apply. */
  readonly unless: readonly Conditions[];
  readonly important: boolean;
  /** Not null where the action is `strip`; may stand beside `rewrite` too. */
  readonly strip: Strip | null;
  /** Not null where the action is `rewrite`. */
  readonly rewrite: RewriterName | null;
  /** What is read out of the response, with action `log` or `rewrite`. */
  readonly learn: LearnerName | null;
}
