import type { Filter, NameCondition } from './filter.ts';
import type { RareConditions } from './rare.ts';

/**
 * A text that is the same for two filters exactly where they mean the same:
 * the order of options and names, and the names of options, make no
 * difference. `$badfilter` undoes the filters that have its text.
 */
export function canonicalText(filter: Filter): string {
  const { pattern } = filter;
  return JSON.stringify([
    [pattern.kind, pattern.text, pattern.left, pattern.right, filter.matchCase],
    [filter.exception, filter.important, filter.action, filter.modifier, filter.stub],
    [filter.types, filter.party, filter.methods],
    names(filter.page),
    names(filter.target),
    rare(filter.rare),
  ]);
}

/** The text of the pattern in a canonical text: a quick look before the whole is made. */
export function patternTextOf(canonical: string): string {
  const [[, text]] = JSON.parse(canonical) as [[string, string]];
  return text;
}

function names(condition: NameCondition | null): unknown {
  if (condition === null) return null;
  return [
    condition.include.toSorted(),
    condition.exclude.toSorted(),
    condition.includeRegex.toSorted(),
    condition.excludeRegex.toSorted(),
  ];
}

function rare(conditions: RareConditions | null): unknown {
  if (conditions === null) return null;
  const { sameHost, headers, device, groups, times, expires } = conditions;
  const end = expires === null ? null : [expires.at, expires.local];
  return [sameHost, sorted(headers), sides(device), sides(groups), sorted(times), end];
}

function sides(
  both: { readonly include: readonly unknown[]; readonly exclude: readonly unknown[] } | null,
): unknown {
  return both === null ? null : [sorted(both.include), sorted(both.exclude)];
}

function sorted(values: readonly unknown[]): readonly string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
