import type { TypeMask } from '../../model/request.ts';
import type { Modifier, NameCondition, StubChoice } from './filter.ts';
import type { RareConditions } from './rare.ts';

/** What was read of a filter's options so far. */
export interface Draft {
  typesIn: TypeMask;
  typesOut: TypeMask;
  third: boolean;
  first: boolean;
  methodsIn: number;
  methodsOut: number;
  page: NameCondition | null;
  target: NameCondition | null;
  rare: RareConditions | null;
  modifier: Modifier | null;
  /** The policy of `$inline-script` and `$inline-font`, which stand for `$csp`. */
  inline: string | null;
  stub: StubChoice | null;
  /** Why its stand-in does nothing. */
  idleStub: string | null;
  /** What of it does nothing, though the rest is in force. */
  remark: string | null;
  /** The types of a filter that names none; null where they are as usual. */
  defaultTypes: TypeMask | null;
  /** Why the filter cannot do anything, if it is for no other types. */
  idle: string | null;
  /** Why it cannot do anything, whatever else it says. */
  unsupported: string | null;
  /** Words that are there or not, as FLAG_NAMES and MODIFIER_NAMES call them. */
  readonly flags: Set<string>;
}

export function newDraft(): Draft {
  return {
    typesIn: 0,
    typesOut: 0,
    third: false,
    first: false,
    methodsIn: 0,
    methodsOut: 0,
    page: null,
    target: null,
    rare: null,
    modifier: null,
    inline: null,
    stub: null,
    idleStub: null,
    remark: null,
    defaultTypes: null,
    idle: null,
    unsupported: null,
    flags: new Set(),
  };
}
