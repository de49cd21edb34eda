import type { RuleProblem } from '../../model/rule.ts';
import type { ListText } from '../filter/list-text.ts';
import { growingNumbers } from './growing.ts';

/**
 * What is wrong with the lines of a list. A public list has tens of thousands
 * of lines a proxy cannot do: they are kept as numbers, and become objects when
 * somebody looks.
 */
export interface ProblemData {
  /** Ascending, 1-based. */
  readonly lines: Uint32Array;
  /** For each line, where its reason stands in `reasons`. */
  readonly whys: Uint32Array;
  readonly reasons: readonly Reason[];
}

interface Reason {
  readonly reason: string;
  readonly severity: RuleProblem['severity'];
}

export interface ProblemLog {
  add(line: number, reason: string, severity: RuleProblem['severity']): void;
  finish(): ProblemData;
}

export function problemLog(): ProblemLog {
  const lines = growingNumbers();
  const whys = growingNumbers();
  const reasons: Reason[] = [];
  // The same few reasons come again and again.
  const known = new Map<string, number>();
  return {
    add(line, reason, severity) {
      let why = known.get(reason);
      if (why === undefined) {
        why = reasons.push({ reason, severity }) - 1;
        known.set(reason, why);
      }
      lines.push(line);
      whys.push(why);
    },
    finish: () => ({ lines: lines.finish(), whys: whys.finish(), reasons }),
  };
}

/** All problems of a list in the order of their lines. */
export function readProblems(
  { lines, whys, reasons }: ProblemData,
  text: ListText,
): readonly RuleProblem[] {
  return Array.from(lines, (line, i) => ({
    list: text.list,
    line,
    text: text.text(line).trim(),
    ...(reasons[whys[i] as number] as Reason),
  }));
}
