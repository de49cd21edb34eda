import type { RuleRef } from '../../model/rule.ts';
import type { Filter } from '../filter/filter.ts';
import { parseLine } from '../filter/line.ts';
import type { ListText } from '../filter/list-text.ts';
import { PERSONAL_LIST } from '../rule-file.ts';

/** A list and a line in it, as one number: a hundred thousand of them are kept. */
export type Place = number;

const LINES = 0x1_0000_0000;

/** Turns numbers back into lines and rules. */
export interface Places {
  at(file: number, line: number): Place;
  fileOf(place: Place): number;
  ref(place: Place): RuleRef;
  /** What the line says, read anew. */
  filters(place: Place): readonly Filter[];
  /** True for a person's own list, which outranks all others. */
  isPersonal(file: number): boolean;
}

export function createPlaces(texts: readonly ListText[]): Places {
  const textOf = (place: Place): string =>
    (texts[Math.floor(place / LINES)]?.text(place % LINES) ?? '').trim();
  return {
    at: (file, line) => file * LINES + line,
    fileOf: (place) => Math.floor(place / LINES),
    ref: (place) => ({
      list: texts[Math.floor(place / LINES)]?.list ?? '',
      line: place % LINES,
      text: textOf(place),
    }),
    filters: (place) => {
      const parsed = parseLine(textOf(place));
      return parsed.kind === 'filters' ? parsed.filters : [];
    },
    isPersonal: (file) => texts[file]?.list === PERSONAL_LIST,
  };
}
