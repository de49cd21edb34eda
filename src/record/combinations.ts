import type { Condition } from './filter.ts';
import type { Facts } from './sketch.ts';

/** With more combinations than this, what is known of facts says nothing. */
const MAX_COMBINATIONS = 16;

/**
 * The facts of which a row must have one set to meet conditions: one set for
 * each combination of the values that conditions allow. A condition of which
 * nothing is known is left out.
 */
export function combinationsOf(conditions: readonly Condition[]): readonly Partial<Facts>[] {
  let combinations: readonly Partial<Facts>[] = [{}];
  for (const { sketched } of conditions) {
    if (sketched === undefined) continue;
    const { fact, values } = sketched;
    if (combinations.length * values.length > MAX_COMBINATIONS) continue;
    combinations = combinations.flatMap((facts) =>
      values.map((value) => ({ ...facts, [fact]: value })),
    );
  }
  return combinations;
}
