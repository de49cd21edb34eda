import { withNamed } from '../home-rules.ts';
import type { KnownDevices } from '../known-devices.ts';
import type { History, PastExchange } from '../record/history.ts';
import { createRuleCompiler } from '../rules/compiler.ts';
import type { FilterCompiler } from '../rules/filter-compiler.ts';
import type { RuleFile } from '../rules/rule-file.ts';
import { runInSlices } from '../rules/slices.ts';
import { type Counted, countHits } from './counted.ts';
import { dependsOnTime, namedRules } from './named-rules.ts';
import { type Replay, replay } from './replay.ts';

/** What would have been different, among what the log has and what it only counts. */
export interface JudgedAgain {
  readonly past: Replay;
  readonly counted: Counted;
}

export interface JudgeAgainParts {
  readonly inForce: readonly RuleFile[];
  /** The files in question; they stand for those of their names. */
  readonly named: readonly RuleFile[];
  readonly history: History;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly devices: KnownDevices;
  readonly domainOf: (host: string) => string;
  /** Absent: lists are compiled here, in slices. */
  readonly compileFilters?: FilterCompiler | undefined;
  /** So many of the newest exchanges are judged; absent: all from the moment on. */
  readonly most?: number;
  /** Stands between the log and the judge; absent: nothing does. */
  readonly watch?: (all: Iterable<PastExchange>) => Iterable<PastExchange>;
}

/** Judges the past by the rules in force, and by the same with those in question. */
export async function judgeAgain(parts: JudgeAgainParts): Promise<JudgedAgain> {
  const { inForce, named, history, from, devices, domainOf, watch = (all) => all } = parts;
  let clock = Date.now();
  const compile = createRuleCompiler(domainOf, parts.compileFilters, () => clock);
  const changed = withNamed(inForce, named);
  const before = await compile(inForce);
  const after = await compile(changed);
  const past = await runInSlices(
    replay(watch(history.exchanges(from, parts.most)), {
      before,
      after,
      asked: new Set(named.map(({ list }) => list)),
      deviceOf: ({ device }) => devices.get(device),
      setClock: (at) => {
        clock = at;
      },
      dependsOnTime: dependsOnTime([...inForce, ...named]),
    }),
  );
  clock = Date.now();
  const replaced = inForce.filter((file) => !changed.includes(file));
  const news = namedRules(named, replaced);
  return { past, counted: countHits(history.traffic(from), news, { before, after }, domainOf) };
}
