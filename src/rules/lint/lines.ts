import type { RuleProblem } from '../../model/rule.ts';
import type { DomainOf } from '../engine/name-ids.ts';
import type { Filter } from '../filter/filter.ts';
import { parseLine } from '../filter/line.ts';
import { isOver } from '../filter/time-condition.ts';
import type { Remark } from './finding.ts';
import { whyGroupFails } from './known-groups.ts';
import { missingStub } from './missing-stub.ts';
import { nameOnBothSides, whyNeverMatches } from './never-matches.ts';
import { noFrame } from './no-frame.ts';
import { whyTooWide } from './too-wide.ts';

/** What must be known to judge a line. */
export interface LintContext {
  readonly domainOf: DomainOf;
  /** Milliseconds since the epoch: rules may end. */
  readonly now: number;
  /** The groups of devices that the config names, lower case; absent: not known. */
  readonly groups?: readonly string[] | undefined;
  /** The stand-ins that are files, by their names; absent: not known. */
  readonly stubs?: ReadonlySet<string> | undefined;
}

/** Whether the time of a rule is over, so that it does nothing any more. */
export function hasEnded({ rare }: Filter, now: number): boolean {
  return rare !== null && rare.expires !== null && isOver(rare.expires, now);
}

/** What is to be said of a rule, whatever other rules there are. */
export function* filterRemarks(
  filter: Filter,
  context: LintContext,
): Generator<Remark, void, void> {
  const { domainOf, now, groups, stubs } = context;
  if (hasEnded(filter, now)) {
    yield { code: 'expired', reason: `it ended with "expires=${filter.rare?.expires?.text}"` };
    return;
  }
  const never = whyNeverMatches(filter, domainOf) ?? whyGroupFails(filter, groups);
  if (never !== null) yield { code: 'never-matches', reason: `it never matches: ${never}` };
  const name = nameOnBothSides(filter.page) ?? nameOnBothSides(filter.target);
  if (name !== null) {
    const reason = `"${name}" is asked for and excluded: that it is excluded has no effect`;
    yield { code: 'both-sides', reason };
  }
  const wide = whyTooWide(filter, domainOf);
  if (wide !== null) yield wide;
  const missing = missingStub(filter.stub?.name, stubs);
  if (missing !== null) yield missing;
  const frame = isHeldBack(filter) ? noFrame(filter.types) : null;
  if (frame !== null) yield frame;
}

function isHeldBack({ action, stub }: Filter): boolean {
  return action === 'placeholder' || (action === 'stub' && stub?.name === 'click2load.html');
}

export function problemRemark({ reason, severity }: Pick<RuleProblem, 'reason' | 'severity'>) {
  const code = severity === 'error' ? ('not-in-force' as const) : ('not-possible' as const);
  return { code, reason };
}

/**
 * What is to be said of one line alone, as somebody types it: wrong words, and
 * a rule that can never match or reaches too far. Empty for comments. Never throws.
 */
export function lintLine(text: string, context: LintContext): readonly Remark[] {
  const parsed = parseLine(text);
  switch (parsed.kind) {
    case 'problem':
      return [problemRemark(parsed)];
    case 'filters':
      return parsed.filters.flatMap((filter) => [...filterRemarks(filter, context)]);
    default:
      return [];
  }
}
