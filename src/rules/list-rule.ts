import type { Rule } from '../model/rule.ts';
import type { FilterSet } from './engine/filter-set.ts';

/** A filter as the rule that the rest of the house sees. */
export function listRule(
  set: FilterSet,
  filter: number,
  action: Rule['action'],
  personal: boolean,
): Rule {
  return { ...set.ref(filter), action, title: null, tracker: null, personal };
}
