import type { RuleProblem } from '../../model/rule.ts';
import type { LineSource } from '../filter/list.ts';
import { growingNumbers } from './growing.ts';

/**
 * What is wrong with the lines of a list. A public list has tens of thousands
 * of lines a proxy cannot do: they are kept as numbers, and become objects when
 * somebody looks.
 */
export interface ProblemLog {
  add(line: number, reason: string, severity: RuleProblem['severity']): void;
  /** All problems in the order of their lines. */
  read(list: string, source: LineSource): readonly RuleProblem[];
}

interface Reason {
  readonly reason: string;
  readonly severity: RuleProblem['severity'];
}

export function problemLog(): ProblemLog {
  const lines = growingNumbers();
  const whys: Reason[] = [];
  // The same few reasons come again and again.
  const known = new Map<string, Reason>();
  return {
    add(line, reason, severity) {
      let why = known.get(reason);
      if (why === undefined) {
        why = { reason, severity };
        known.set(reason, why);
      }
      lines.push(line);
      whys.push(why);
    },
    read(list, source) {
      const numbers = lines.finish();
      return whys.map((why, i) => {
        const line = numbers[i] as number;
        return { list, line, text: source.text(line).trim(), ...why };
      });
    },
  };
}
