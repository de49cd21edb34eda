import { canonicalText, patternTextOf } from './canonical.ts';
import type { Filter } from './filter.ts';

/** What is left of a filter: itself, the same for fewer pages, or nothing. */
export type Undo = (filter: Filter) => Filter | null;

/** Of a `$badfilter` line, the pages it names and everything else it says. */
interface ForPages {
  readonly pages: readonly string[];
  readonly rest: string;
}

/**
 * Puts `$badfilter` lines, given by the canonical texts of their filters, to
 * use. A filter that says the same is undone. Where such a line names pages and
 * leaves none out, filters that differ in their pages alone are undone for those
 * that it names (AdGuard). `used` is told the text of each that undoes something.
 */
export function undoing(
  badfilters: Iterable<string>,
  used: (badfilter: string) => void = () => {},
): Undo {
  const all = new Set(badfilters);
  // A quick look before the whole text is made.
  const patterns = new Set([...all].map(patternTextOf));
  const byRest = new Map<string, Map<string, string>>();
  for (const badfilter of all) {
    const { pages, rest } = forPages(badfilter);
    if (pages.length === 0) continue;
    const known = byRest.get(rest) ?? new Map<string, string>();
    for (const page of pages) known.set(page, badfilter);
    byRest.set(rest, known);
  }
  return (filter) => {
    if (!patterns.has(filter.pattern.text)) return filter;
    const text = canonicalText(filter);
    if (all.has(text)) {
      used(text);
      return null;
    }
    const { page } = filter;
    if (page === null || page.include.length === 0) return filter;
    const undone = byRest.get(canonicalText({ ...filter, page: null }));
    if (undone === undefined) return filter;
    const include = page.include.filter((name) => {
      const by = undone.get(name);
      if (by !== undefined) used(by);
      return by === undefined;
    });
    if (include.length === page.include.length) return filter;
    const isForNone = include.length === 0 && page.includeRegex.length === 0;
    return isForNone ? null : { ...filter, page: { ...page, include } };
  };
}

/** The place of the pages in a canonical text. */
const PAGES = 3;

function forPages(canonical: string): ForPages {
  const parts = JSON.parse(canonical) as unknown[];
  const pages = parts[PAGES] as readonly (readonly string[])[] | null;
  const [include = [], ...others] = pages ?? [];
  if (others.some((names) => names.length > 0)) return { pages: [], rest: '' };
  parts[PAGES] = null;
  return { pages: include, rest: JSON.stringify(parts) };
}
