import type { Device } from '../model/device.ts';
import type { Action, RuleSet } from '../model/rule.ts';
import type { PastExchange } from '../record/history.ts';
import { PERSONAL_LIST } from '../rules/rule-file.ts';
import { type Change, createChanges } from './changes.ts';
import { type Comparison, compareOutcomes, type Outcome, strength } from './outcome.ts';

/** What is needed to judge the past again. */
export interface ReplayParts {
  /** The rules in force, and the same with what is in question. */
  readonly before: RuleSet;
  readonly after: RuleSet;
  /** The lists in question. */
  readonly asked: ReadonlySet<string>;
  readonly deviceOf: (past: PastExchange) => Device | null;
  /** Told the time of each exchange before it is judged. */
  readonly setClock: (at: number) => void;
  /** False where no rule holds at times only, or until some day. */
  readonly dependsOnTime: boolean;
}

/** What would have been different. */
export interface Replay {
  /** Exchanges that were judged. */
  readonly judged: number;
  /** Of these, connections of which only the host is known. */
  readonly tunnels: number;
  /**
   * Of these, decided by something that the log does not keep, such as the
   * value of a field, or by rules that were in force then: no change is seen,
   * and there may be one.
   */
  readonly uncertain: number;
  /** Would have had the same outcome by another rule. */
  readonly byOtherRule: number;
  /** Would have been different. */
  readonly changed: number;
  readonly changes: readonly Change[];
}

/** Others get their turn after so many exchanges: some milliseconds each. */
const EXCHANGES_PER_SLICE = 200;
/** Outcomes remembered; a page that is open asks for the same again and again. */
const MAX_REMEMBERED = 20_000;

/**
 * Judges exchanges of the log by two sets of rules and tells where the second
 * says something else. Keeps nothing of the exchanges but counts. A generator,
 * so that a page can answer others meanwhile.
 */
export function* replay(
  exchanges: Iterable<PastExchange>,
  parts: ReplayParts,
): Generator<void, Replay, void> {
  const { before, after, asked, deviceOf, setClock } = parts;
  const changes = createChanges(asked);
  const counts = { judged: 0, tunnels: 0, uncertain: 0, byOtherRule: 0, changed: 0 };
  const remembered = rememberOutcomes(parts.dependsOnTime);
  for (const past of exchanges) {
    if (counts.judged % EXCHANGES_PER_SLICE === 0) yield;
    setClock(past.at);
    const comparison = remembered(past, () => compareOutcomes(past, deviceOf(past), before, after));
    if (comparison === null) continue;
    counts.judged++;
    if (past.kind === 'tunnel') counts.tunnels++;
    const kind = kindOf(past, comparison);
    if (kind === null) continue;
    counts[kind]++;
    if (kind !== 'changed') continue;
    changes.add(past, comparison.isReproduced ? comparison.before.action : past.action, comparison);
  }
  return { ...counts, changes: changes.list() };
}

/** How the second set of rules differs; null where it does not. */
function kindOf(
  past: PastExchange,
  { before, after, isReproduced }: Comparison,
): 'uncertain' | 'byOtherRule' | 'changed' | null {
  const isSame = before.action === after.action && before.detail === after.detail;
  if (!isReproduced) return isSame ? 'uncertain' : kindOfUnexplained(past.action, after);
  if (!isSame) return 'changed';
  return before.rules[0]?.text === after.rules[0]?.text ? null : 'byOtherRule';
}

/** What was done then by a rule that the log tells too little for is done again, unless a stronger one speaks. */
function kindOfUnexplained(past: Action, after: Outcome): 'uncertain' | 'byOtherRule' | 'changed' {
  if (after.action === 'allow' && after.rules[0]?.list === PERSONAL_LIST) return 'changed';
  if (past === 'allow' || strength(after.action) < strength(past)) return 'uncertain';
  return after.action === past ? 'byOtherRule' : 'changed';
}

type Compare = () => Comparison | null;

/** Exchanges that look alike have the same outcome, at least within a minute. */
function rememberOutcomes(
  dependsOnTime: boolean,
): (past: PastExchange, compare: Compare) => Comparison | null {
  const known = new Map<string, Comparison | null>();
  return (past, compare) => {
    const { at, device, kind, method, host, port, path, page, type, party, action } = past;
    const minute = dependsOnTime ? Math.floor(at / 60_000) : 0;
    const words = [minute, device, kind, method, host, port, path, page, type, party, action];
    const key = words.join(' ');
    const before = known.get(key);
    if (before !== undefined) return before;
    const comparison = compare();
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, comparison);
    return comparison;
  };
}
