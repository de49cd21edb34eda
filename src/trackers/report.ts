import type { SeenIdentifier } from '../model/insight.ts';
import { identifierOf } from './identifier.ts';
import type { PersonalFact } from './told.ts';

/** What a tracker was meant to be told, with identifiers that leave the exchange as marks only. */
export interface SeenReport {
  /** What happened: "Purchase", "a visit". */
  readonly what: string;
  /** What it asked for about the person: "hashed e-mail", "browser id". */
  readonly asked: readonly string[];
  readonly identifiers: readonly SeenIdentifier[];
}

const MOST_WORDS = 16;
const MOST_IDENTIFIERS = 16;

/** Puts together what can be counted and compared; all of it bounded. */
export function reportOf(
  what: string,
  facts: readonly PersonalFact[],
  site: string | null,
): SeenReport {
  const asked = new Set<string>();
  const identifiers = new Map<string, SeenIdentifier>();
  for (const fact of facts) {
    if (asked.size < MOST_WORDS) asked.add(wordsFor(fact));
    if (identifiers.size === MOST_IDENTIFIERS) continue;
    const found = identifierOf(fact, site);
    if (found !== null) identifiers.set(`${found.kind} ${found.value}`, found);
  }
  return { what, asked: [...asked], identifiers: [...identifiers.values()] };
}

/** "hashed e-mail"; of "3 Wi-Fi networks around" without how many. */
function wordsFor({ word, hashed }: PersonalFact): string {
  return `${hashed ? 'hashed ' : ''}${word.replace(/^\d+ /, '')}`;
}
