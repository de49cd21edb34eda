import type { RuleProblem } from '../../model/rule.ts';
import type { ListText } from '../filter/list-text.ts';
import { isOver } from '../filter/time-condition.ts';
import type { FilterStore } from './filter-store.ts';

/**
 * The filters of a list whose time is over, as problems; the list has the
 * numbers from `first` to before `end`. Asked anew each time, because time
 * goes on without a reload. `now` is in milliseconds since the epoch.
 */
export function expiredIn(
  store: FilterStore,
  first: number,
  end: number,
  text: ListText,
  now: number,
): readonly RuleProblem[] {
  const problems = new Map<number, RuleProblem>();
  for (const [filter, { conditions }] of store.rare) {
    const { expires } = conditions;
    if (filter < first || filter >= end || expires === null || !isOver(expires, now)) continue;
    const line = store.lines[filter] as number;
    problems.set(line, {
      list: text.list,
      line,
      text: text.text(line).trim(),
      reason: `expired on ${expires.text}`,
      severity: 'ineffective',
    });
  }
  return [...problems.values()];
}
