import type { Filter, Modifier, StubChoice } from '../filter/filter.ts';
import type { RareConditions } from '../filter/rare.ts';
import { type ConditionRegexes, packConditions, regexesOf } from './conditions.ts';
import { CONDITIONAL, flagsOf } from './flags.ts';
import { growingNumbers, growingText } from './growing.ts';
import type { NamePlaces } from './host-table.ts';
import { createNameIds, type NameIds } from './name-ids.ts';
import { addRegex, type RegexCache } from './regex-cache.ts';

/**
 * All filters of a set, each a number. What they say lies in flat blocks of
 * memory: a hundred thousand objects would cost ten times as much.
 */
export interface FilterStore {
  readonly size: number;
  readonly flags: Uint32Array;
  /** 1-based line in its list. */
  readonly lines: Uint32Array;
  /** The text of each pattern; a regular expression has none here. */
  readonly patterns: NamePlaces;
  /** Where the conditions of a filter with CONDITIONAL begin in `conditions`. */
  readonly conditionsAt: Uint32Array;
  readonly conditions: Uint32Array;
  readonly conditionRegexes: ReadonlyMap<number, ConditionRegexes>;
  readonly regexes: RegexCache;
  readonly modifiers: ReadonlyMap<number, Modifier>;
  readonly stubs: ReadonlyMap<number, StubChoice>;
  /** Of the filters with RARE. */
  readonly rare: ReadonlyMap<number, RareEntry>;
  readonly names: NameIds;
}

export interface RareEntry {
  readonly conditions: RareConditions;
  readonly exception: boolean;
}

export interface FilterStoreBuilder {
  /** Adds a filter; returns its number. */
  add(filter: Filter, line: number): number;
  /** The number of a name of a condition. */
  nameId(name: string): number;
  finish(): Generator<void, FilterStore, void>;
}

export function filterStoreBuilder(): FilterStoreBuilder {
  const flags = growingNumbers();
  const lines = growingNumbers();
  const conditionsAt = growingNumbers();
  const conditions = growingNumbers();
  const text = textBlock();
  const names = nameBlock();
  const conditionRegexes = new Map<number, ConditionRegexes>();
  const regexes: RegexCache = new Map();
  const modifiers = new Map<number, Modifier>();
  const stubs = new Map<number, StubChoice>();
  const rare = new Map<number, RareEntry>();

  const addRare = (filter: Filter, id: number): void => {
    const { modifier, stub, rare: conditions, exception } = filter;
    if (modifier !== null) modifiers.set(id, modifier);
    if (stub !== null) stubs.set(id, stub);
    if (conditions !== null) rare.set(id, { conditions, exception });
  };

  const add = (filter: Filter, line: number): number => {
    const { pattern, page, target, methods } = filter;
    const id = flags.length;
    const bits = flagsOf(filter);
    flags.push(bits);
    lines.push(line);
    text.push(pattern.kind === 'regex' ? '' : pattern.text);
    const isConditional = (bits & CONDITIONAL) !== 0;
    conditionsAt.push(
      isConditional ? packConditions(conditions, methods, page, target, names.idOf) : 0,
    );
    const nameRegexes = isConditional ? regexesOf(page, target) : null;
    if (nameRegexes !== null) conditionRegexes.set(id, nameRegexes);
    if (pattern.kind === 'regex') addRegex(regexes, id, pattern.text, filter.matchCase ? '' : 'i');
    addRare(filter, id);
    return id;
  };

  return {
    add,
    nameId: names.idOf,
    *finish() {
      return {
        size: flags.length,
        flags: flags.finish(),
        lines: lines.finish(),
        patterns: text.finish(),
        conditionsAt: conditionsAt.finish(),
        conditions: conditions.finish(),
        conditionRegexes,
        regexes,
        modifiers,
        stubs,
        rare,
        names: yield* names.finish(),
      };
    },
  };
}

/** Texts one after the other in one block. */
function textBlock() {
  const text = growingText();
  const start = growingNumbers();
  const length = growingNumbers();
  return {
    push: (part: string) => {
      start.push(text.length);
      length.push(part.length);
      text.append(part);
    },
    finish: (): NamePlaces => ({
      text: text.finish(),
      start: start.finish(),
      length: length.finish(),
    }),
  };
}

/** Gives each name of a condition a number. */
function nameBlock() {
  const text = textBlock();
  const ids = new Map<string, number>();
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, ids.size);
    text.push(name);
    return ids.size - 1;
  };
  const finish = function* (): Generator<void, NameIds, void> {
    const entities = new Map<string, number>();
    const plain = growingNumbers();
    for (const [name, id] of ids) {
      if (name.endsWith('.*')) entities.set(name.slice(0, -2), id);
      else plain.push(id);
    }
    return yield* createNameIds(text.finish(), plain.finish(), entities);
  };
  return { idOf, finish };
}
