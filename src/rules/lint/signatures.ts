import { ANY_TYPE } from '../../model/request.ts';
import { type Signature, STRIP_KEYS } from '../signature/signature.ts';
import { type Finding, findingAt, placeOf } from './finding.ts';
import { missingStub } from './missing-stub.ts';
import { noFrame } from './no-frame.ts';
import {
  appliesAlways,
  deadSets,
  exactNames,
  whyNeverApplies,
  written,
} from './signature-conditions.ts';

/** What is to be said of signatures, over all files together. */
export function lintSignatures(
  signatures: readonly Signature[],
  stubs?: ReadonlySet<string>,
): readonly Finding[] {
  return [
    ...signatures.flatMap((signature) => lintSignature(signature, stubs)),
    ...idsTwice(signatures),
    ...strippedTwice(signatures),
  ];
}

/** What is to be said of a signature whatever others there are, whether or not it is in force. */
export function lintSignature(
  signature: Signature,
  stubs?: ReadonlySet<string>,
): readonly Finding[] {
  const { rule } = signature;
  const missing = missingStub(rule.stub, stubs);
  return [
    ...(missing === null ? [] : [findingAt(rule, missing)]),
    ...neverApplying(signature),
    ...withoutFrame(signature),
    ...rewritingWidely(signature),
  ];
}

function neverApplying(signature: Signature): readonly Finding[] {
  const { rule } = signature;
  const never = whyNeverApplies(signature);
  if (never !== null) return [findingAt(rule, { code: 'never-matches', reason: never })];
  return deadSets(signature).map(([number, reason]) =>
    findingAt(rule, {
      code: 'never-matches',
      reason: `set ${number} of its "when" never holds: ${reason}`,
    }),
  );
}

function withoutFrame({ rule, when }: Signature): readonly Finding[] {
  if (rule.action !== 'placeholder') return [];
  const remark = when.flatMap(({ types }) => noFrame(types ?? ANY_TYPE) ?? [])[0];
  return remark === undefined ? [] : [findingAt(rule, remark)];
}

/** Answers are held back whole where their text is looked into. */
function rewritingWidely({ rule, when, rewrite, learn }: Signature): readonly Finding[] {
  if (rewrite === null && learn === null) return [];
  if (when.every(({ hosts, paths }) => hosts !== null || paths !== null)) return [];
  const name = rewrite ?? learn;
  const reason = `"${name}" is for the answers of all hosts: name a host or a path in each set`;
  return [findingAt(rule, { code: 'rewrites-widely', reason })];
}

/** The log tells signatures apart by file and id; people do by the id. */
function idsTwice(signatures: readonly Signature[]): readonly Finding[] {
  const first = new Map<string, Signature>();
  return signatures.flatMap((signature) => {
    const { rule } = signature;
    const before = first.get(rule.text);
    if (before === undefined) {
      first.set(rule.text, signature);
      return [];
    }
    const reason = `the id "${rule.text}" is used at ${placeOf(before.rule)} too`;
    return [findingAt(rule, { code: 'id-twice', reason }, before.rule)];
  });
}

/** Names that an earlier signature takes out wherever this one would. */
function strippedTwice(signatures: readonly Signature[]): readonly Finding[] {
  const everywhere = new Map<string, Signature>();
  const alike = new Map<string, Signature>();
  const findings: Finding[] = [];
  for (const signature of signatures) {
    const { rule, when, unless } = signature;
    const conditions = written([when, unless]);
    for (const [key, name] of strippedNames(signature)) {
      const own = `${key} ${name}`;
      const before = everywhere.get(own) ?? alike.get(`${own} ${conditions}`);
      if (before === undefined) {
        if (appliesAlways(signature)) everywhere.set(own, signature);
        alike.set(`${own} ${conditions}`, signature);
        continue;
      }
      const reason = `"${name}" in strip.${key} is taken out by ${before.rule.text} (${placeOf(before.rule)}) already`;
      findings.push(findingAt(rule, { code: 'stripped-twice', reason }, before.rule));
    }
  }
  return findings;
}

function strippedNames({ strip }: Signature): readonly (readonly [string, string])[] {
  if (strip === null) return [];
  // Those of `within` stay.
  return STRIP_KEYS.filter((key) => key !== 'within').flatMap((key) =>
    [...new Set(exactNames(strip[key]))].map((name) => [key, name] as const),
  );
}
