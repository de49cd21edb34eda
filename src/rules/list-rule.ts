import type { Rule } from '../model/rule.ts';
import type { FilterSet } from './engine/filter-set.ts';
import type { Modifier } from './filter/filter.ts';

/** A filter as the rule that the rest of the house sees. */
export function listRule(
  set: FilterSet,
  filter: number,
  action: Rule['action'],
  personal: boolean,
): Rule {
  const rule = { ...set.ref(filter), action, title: null, tracker: null, personal };
  const stub = action === 'stub' ? (set.stub(filter)?.name ?? null) : null;
  return stub === null ? rule : { ...rule, stub };
}

/** How many rules are kept: more than a household's pages hit in a day. */
const MAX_KEPT = 2000;

/** Rules of a set that were hit before, so that a busy one is read from its list once. */
export function createRuleCache(
  set: FilterSet,
  personal: boolean,
): (filter: number, action: Rule['action']) => Rule {
  const kept = new Map<number, Rule>();
  return (filter, action) => {
    let rule = kept.get(filter);
    if (rule === undefined) {
      if (kept.size >= MAX_KEPT) kept.clear();
      rule = listRule(set, filter, action, personal);
      kept.set(filter, rule);
    }
    return rule;
  };
}

/** What a filter that blocks is called: by what the device gets instead. */
export function blockAction(set: FilterSet, filter: number): 'block' | 'stub' | 'placeholder' {
  if (set.isStub(filter)) return 'stub';
  return set.isPlaceholder(filter) ? 'placeholder' : 'block';
}

/** What a filter that edits is called. */
export function editAction(modifier: Modifier): 'strip' | 'rewrite' {
  const changes = 'value' in modifier || ('limits' in modifier && modifier.limits !== null);
  return changes ? 'rewrite' : 'strip';
}
