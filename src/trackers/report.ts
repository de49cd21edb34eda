import type { SeenIdentifier } from '../model/insight.ts';
import { identifierOf } from './identifier.ts';
import type { PersonalFact } from './told.ts';

/** What a tracker was meant to be told, with identifiers that leave the exchange as marks only. */
export interface SeenReport {
  /** What happened: "Purchase", "a visit". */
  readonly what: string;
  /** What it asked for about the person: "hashed e-mail", "browser id". */
  readonly asked: readonly string[];
  /** Of these, what was taken out before it was sent. */
  readonly taken?: readonly string[];
  readonly identifiers: readonly SeenIdentifier[];
}

const MOST_WORDS = 16;
const MOST_IDENTIFIERS = 16;

/**
 * Puts together what can be counted and compared; all of it bounded. `withheld`
 * are those of the facts that were taken out: a word or an identifier counts as
 * taken where nothing else in the request says the same.
 */
export function reportOf(
  what: string,
  facts: readonly PersonalFact[],
  site: string | null,
  withheld: readonly PersonalFact[] = [],
): SeenReport {
  const gone = new Set(withheld);
  const asked = new Set<string>();
  const sent = new Set<string>();
  const identifiers = new Map<string, SeenIdentifier>();
  for (const fact of facts) {
    const taken = gone.has(fact);
    const words = wordsFor(fact);
    if (!taken) sent.add(words);
    if (asked.size < MOST_WORDS) asked.add(words);
    const found = identifierOf(fact, site);
    if (found !== null) addIdentifier(identifiers, found, taken);
  }
  const taken = [...asked].filter((words) => !sent.has(words));
  return {
    what,
    asked: [...asked],
    ...(taken.length === 0 ? {} : { taken }),
    identifiers: [...identifiers.values()],
  };
}

function addIdentifier(
  identifiers: Map<string, SeenIdentifier>,
  found: SeenIdentifier,
  taken: boolean,
): void {
  const key = `${found.kind} ${found.value}`;
  const known = identifiers.get(key);
  if (known === undefined && identifiers.size === MOST_IDENTIFIERS) return;
  const isTaken = taken && (known === undefined || known.taken === true);
  identifiers.set(key, isTaken ? { ...found, taken: true } : found);
}

/** "hashed e-mail"; of "3 Wi-Fi networks around" without how many. */
function wordsFor({ word, hashed }: PersonalFact): string {
  return `${hashed ? 'hashed ' : ''}${word.replace(/^\d+ /, '')}`;
}
