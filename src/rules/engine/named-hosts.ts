import { runInSlices } from '../slices.ts';
import type { FilterData } from './filter-data.ts';
import { AT_HOST, AT_START, CONDITIONAL, IS_HOST, IS_REGEX } from './flags.ts';
import type { NamePlaces } from './host-table.ts';
import type { RealmIndex } from './realm-index.ts';
import type { Realm } from './realms.ts';

/** Those that can do something to an exchange; exceptions alone are no reason to look at one. */
const ACTING: readonly Realm[] = ['important', 'block', 'log', 'strip', 'redirect'];

const PER_SLICE = 2_000;

interface Names {
  /** Hostnames; their sub-domains count too. */
  readonly whole: Set<string>;
  /** Beginnings of hostnames, from a label on. */
  readonly beginnings: Set<string>;
  readonly regexes: RegExp[];
  longest: number;
}

/**
 * Whether any filter is about a hostname: its pattern begins with that name or
 * one above it, or `$to` or `$domain` names it. Patterns for all hosts do not
 * count. Most sets are never asked, so the names are gathered at the first
 * question, a few milliseconds at a time; until they are, every name counts.
 */
export function createNamedHosts(data: FilterData): (hostname: string) => boolean {
  let names: Names | 'gathering' | null = null;
  return (hostname) => {
    if (names === null) {
      names = 'gathering';
      // Should it fail, every name goes on to count: that is safe, and all that is lost.
      runInSlices(gather(data)).then(
        (gathered) => {
          names = gathered;
        },
        () => undefined,
      );
    }
    return names === 'gathering' || isNamed(hostname, names);
  };
}

function isNamed(hostname: string, { whole, beginnings, regexes, longest }: Names): boolean {
  let from = 0;
  do {
    const name = hostname.slice(from);
    if (whole.has(name)) return true;
    for (let end = Math.min(longest, name.length); end > 0; end -= 1) {
      if (beginnings.has(name.slice(0, end))) return true;
    }
    from = hostname.indexOf('.', from) + 1;
  } while (from > 0);
  return regexes.some((regex) => regex.test(hostname));
}

function* gather(data: FilterData): Generator<void, Names, void> {
  const names: Names = { whole: new Set(), beginnings: new Set(), regexes: [], longest: 0 };
  let count = 0;
  for (const realm of ACTING) {
    for (const id of filtersOf(data.indexes[realm])) {
      addPattern(names, data, id);
      addConditions(names, data, id);
      if (++count % PER_SLICE === 0) yield;
    }
  }
  for (const beginning of names.beginnings) {
    names.longest = Math.max(names.longest, beginning.length);
  }
  return names;
}

function* filtersOf({ hosts, tokens, pages, rest, fields }: RealmIndex): Generator<number> {
  for (const owner of hosts.owners) if (owner !== 0) yield owner - 1;
  yield* tokens.filters;
  yield* rest.filters;
  for (const ids of pages.values()) yield* ids;
  for (const ids of fields.values()) yield* ids;
}

/** The end of the name in a pattern that begins with one. */
const NAME_END = /[/^:?*|]/;

function addPattern(names: Names, { store }: FilterData, id: number): void {
  const bits = store.flags[id] as number;
  if ((bits & IS_REGEX) !== 0) return;
  const text = textAt(store.patterns, id).toLowerCase();
  if ((bits & IS_HOST) !== 0) names.whole.add(text);
  else if ((bits & AT_HOST) !== 0) addName(names, text);
  else {
    const start = /^(?:https?|wss?)?:\/\//.exec(text)?.[0];
    const isAddress = start !== undefined && ((bits & AT_START) !== 0 || start.startsWith(':'));
    if (isAddress) addName(names, text.slice(start.length));
  }
}

/** `ads.example/x` is about that host; `ads.ex*` about all whose name begins so. */
function addName({ whole, beginnings }: Names, text: string): void {
  const end = text.search(NAME_END);
  const name = end === -1 ? text : text.slice(0, end);
  const isWhole = end !== -1 && text[end] !== '*';
  if (name !== '') (isWhole ? whole : beginnings).add(name);
}

/** See `conditions.ts` for the layout: methods, four counts, and the names of each kind. */
function addConditions(names: Names, { store }: FilterData, id: number): void {
  if (((store.flags[id] as number) & CONDITIONAL) === 0) return;
  const at = store.conditionsAt[id] as number;
  const [pagesIn, pagesOut, hostsIn] = store.conditions.subarray(at + 1, at + 4);
  const pages = at + 5;
  const hosts = pages + (pagesIn as number) + (pagesOut as number);
  for (const [from, count] of [
    [pages, pagesIn],
    [hosts, hostsIn],
  ] as const) {
    const ids = store.conditions.subarray(from, from + (count as number));
    for (const name of ids) addCondition(names, textAt(store.names.names, name));
  }
  const regexes = store.conditionRegexes.get(id);
  if (regexes !== undefined) {
    names.regexes.push(...regexes.page.include, ...regexes.target.include);
  }
}

/** `name.*` is the name under any public suffix. */
function addCondition({ whole, beginnings }: Names, name: string): void {
  if (name.endsWith('.*')) beginnings.add(name.slice(0, -1));
  else whole.add(name);
}

function textAt({ text, start, length }: NamePlaces, at: number): string {
  const from = start[at] as number;
  return Buffer.from(text.buffer, text.byteOffset + from, length[at]).toString('latin1');
}
