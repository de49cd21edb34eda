import type { Count } from '../model/log.ts';
import type { Action, RuleRef } from '../model/rule.ts';
import type { PastExchange } from '../record/history.ts';
import type { Comparison } from './outcome.ts';

/** Exchanges of which a rule makes the same in place of the same. */
export interface Change {
  /** The line that makes the difference: the new one, or the one that is gone. */
  readonly rule: RuleRef | null;
  readonly from: Action;
  readonly to: Action;
  readonly count: number;
  /** The most frequent ones. */
  readonly hosts: readonly Count[];
  readonly pages: readonly Count[];
  readonly devices: readonly Count[];
  /** Milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
}

/** Collects changes; what it keeps does not grow with the number of exchanges. */
export interface Changes {
  add(past: PastExchange, from: Action, comparison: Comparison): void;
  /** The most frequent first. */
  list(): readonly Change[];
}

/** So many kinds of change are told apart, and names in each; beyond that they are not told. */
const MAX_CHANGES = 2_000;
const MAX_NAMES = 500;
const SHOWN_NAMES = 10;

interface Tally {
  readonly rule: RuleRef | null;
  readonly from: Action;
  readonly to: Action;
  readonly hosts: Map<string, number>;
  readonly pages: Map<string, number>;
  readonly devices: Map<string, number>;
  count: number;
  first: number;
  last: number;
}

/** `asked` are the lists in question: of two rules, theirs makes the difference. */
export function createChanges(asked: ReadonlySet<string>): Changes {
  const tallies = new Map<string, Tally>();
  const tallyOf = (rule: RuleRef | null, from: Action, to: Action, at: number): Tally | null => {
    const key = `${from} ${to} ${rule?.list} ${rule?.line}`;
    const known = tallies.get(key);
    if (known !== undefined || tallies.size >= MAX_CHANGES) return known ?? null;
    const [hosts, pages, devices] = [new Map(), new Map(), new Map()];
    const tally: Tally = { rule, from, to, hosts, pages, devices, count: 0, first: at, last: at };
    tallies.set(key, tally);
    return tally;
  };
  return {
    add(past, from, { before, after }) {
      const rule =
        news(after.rules, before.rules, asked) ??
        news(before.rules, after.rules, asked) ??
        after.rules[0] ??
        before.rules[0];
      const tally = tallyOf(rule ?? null, from, after.action, past.at);
      if (tally === null) return;
      tally.count++;
      tally.first = Math.min(tally.first, past.at);
      tally.last = Math.max(tally.last, past.at);
      increase(tally.hosts, past.host);
      if (past.page !== null) increase(tally.pages, past.page);
      increase(tally.devices, past.deviceName);
    },
    list: () =>
      [...tallies.values()]
        .sort((a, b) => b.count - a.count)
        .map(({ hosts, pages, devices, ...rest }) => ({
          ...rest,
          hosts: mostFrequent(hosts),
          pages: mostFrequent(pages),
          devices: mostFrequent(devices),
        })),
  };
}

/** The first rule of the lists in question that is not among the others. */
function news(
  rules: readonly RuleRef[],
  others: readonly RuleRef[],
  asked: ReadonlySet<string>,
): RuleRef | undefined {
  return rules.find(
    ({ list, text }) => asked.has(list) && !others.some((other) => other.text === text),
  );
}

function increase(counts: Map<string, number>, name: string): void {
  const count = counts.get(name);
  if (count !== undefined || counts.size < MAX_NAMES) counts.set(name, (count ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<string, number>): readonly Count[] {
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN_NAMES);
}
