import type { RuleRef } from '../../model/rule.ts';

/**
 * How much a finding matters, worst first.
 *
 * error        the line is not in force.
 * warning      it is in force, and hardly does what its author wanted.
 * ineffective  it is understood, and a proxy cannot carry it out.
 * remark       it is in force, and nobody would miss it.
 */
export const SEVERITIES = ['error', 'warning', 'ineffective', 'remark'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Everything that is looked for, with its severity. docs/checking.md has a row for each. */
export const FINDINGS = {
  'not-in-force': 'error',
  'never-matches': 'warning',
  expired: 'warning',
  'blocks-widely': 'warning',
  'allows-widely': 'warning',
  'allows-tracker': 'warning',
  'undoes-list': 'warning',
  'both-sides': 'warning',
  'id-twice': 'warning',
  'stub-missing': 'warning',
  'no-frame': 'warning',
  'rewrites-widely': 'warning',
  'not-possible': 'ineffective',
  duplicate: 'remark',
  covered: 'remark',
  'excepts-nothing': 'remark',
  'badfilter-without-target': 'remark',
  'stripped-twice': 'remark',
} as const satisfies Readonly<Record<string, Severity>>;

export type FindingCode = keyof typeof FINDINGS;

/** Something that a person should know of one line. */
export interface Finding extends RuleRef {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One sentence, lower case, naming the value. */
  readonly reason: string;
  /** The other rule that it is about, where there is one. */
  readonly other: RuleRef | null;
}

/** What is found of a line before it is known where the line stands. */
export interface Remark {
  readonly code: FindingCode;
  readonly reason: string;
}

export function findingAt(
  ref: RuleRef,
  { code, reason }: Remark,
  other: RuleRef | null = null,
): Finding {
  const { list, line, text } = ref;
  return { list, line, text, code, severity: FINDINGS[code], reason, other };
}

/** A place as messages name it: `meta.txt:12`. */
export function placeOf({ list, line }: RuleRef): string {
  return `${list}:${line}`;
}
