import { canonicalText } from '../rules/filter/canonical.ts';
import type { Filter } from '../rules/filter/filter.ts';
import { readList } from '../rules/filter/list.ts';
import { isAboutBlocking } from '../rules/lint/blocking.ts';
import { namedHost } from '../rules/lint/named-host.ts';
import type { RuleFile } from '../rules/rule-file.ts';
import type { NamedRule } from './counted.ts';

/**
 * The blocking lines of `files` that name a host, without those that stand in
 * `before` already.
 */
export function* namedRules(
  files: readonly RuleFile[],
  before: readonly RuleFile[],
): Generator<NamedRule, void, void> {
  const known = new Set<string>();
  for (const { filter } of filtersOf(before)) known.add(canonicalText(filter));
  for (const { filter, list, line, text } of filtersOf(files)) {
    const isBlock = isAboutBlocking(filter) && !filter.exception;
    const host = isBlock ? namedHost(filter.pattern) : null;
    if (host !== null && !known.has(canonicalText(filter))) {
      yield { rule: { list, line, text }, host };
    }
  }
}

interface PlacedFilter {
  readonly filter: Filter;
  readonly list: string;
  readonly line: number;
  readonly text: string;
}

function* filtersOf(files: readonly RuleFile[]): Generator<PlacedFilter, void, void> {
  for (const file of files) {
    if (file.kind !== 'filters') continue;
    const found: { readonly filter: Filter; readonly line: number }[] = [];
    const reading = readList(file.text, {
      filter: (filter, line) => found.push({ filter, line }),
      badfilter: () => {},
      problem: () => {},
    });
    // A slice of lines at a time, so that no long list is held as objects.
    for (let isDone = false; !isDone; ) {
      isDone = reading.next().done === true;
      for (const { filter, line } of found.splice(0)) {
        yield { filter, list: file.list, line, text: file.text.text(line).trim() };
      }
    }
  }
}

/** Whether what the rules say may depend on the time. */
export function dependsOnTime(files: readonly RuleFile[]): boolean {
  return files.some(
    (file) =>
      file.kind === 'filters' &&
      ['time=', 'expires='].some((word) => file.text.linesWith(word).length > 0),
  );
}
