import type { Report } from '../model/event.ts';

/** What is kept of a report as a text that repeats. */
export type ReportWords = Pick<Report, 'what' | 'asked' | 'taken'>;

/** In front of a word for what was taken out; no word begins so. */
const TAKEN = '-';

/** `["Purchase","hashed e-mail","-click id"]`: what happened, then what was asked for. */
export function reportText({ what, asked, taken = [] }: ReportWords): string {
  const gone = new Set(taken);
  return JSON.stringify([what, ...asked.map((word) => (gone.has(word) ? TAKEN + word : word))]);
}

/** Null where there is none. */
export function readReport(words: readonly string[]): ReportWords | null {
  const [what, ...rest] = words;
  if (what === undefined) return null;
  const asked = rest.map((word) => (word.startsWith(TAKEN) ? word.slice(TAKEN.length) : word));
  const taken = asked.filter((word, at) => rest[at] !== word);
  return taken.length === 0 ? { what, asked } : { what, asked, taken };
}
