import { ANY_TYPE } from '../../model/request.ts';
import { canonicalText } from '../filter/canonical.ts';
import type { Filter } from '../filter/filter.ts';
import { parseLine } from '../filter/line.ts';
import { DEFAULT_TYPES } from '../filter/option-names.ts';
import { isAboutBlocking } from './blocking.ts';
import { namedHost, withParents } from './named-host.ts';
import type { Place } from './places.ts';

/** A rule on a host that asks for nothing but types and party. */
interface Cover {
  readonly place: Place;
  readonly mark: number;
  readonly types: number;
  readonly party: Filter['party'];
  readonly important: boolean;
  readonly personal: boolean;
  /** Rules of one kind say the same of a request. */
  readonly kind: string;
}

/** The rules that may make narrower ones superfluous, by their hosts. */
export interface Covers {
  add(rule: PlacedRule): void;
  /** Another rule that says the same of all that this one matches, and is not the same, or null. */
  find(rule: PlacedRule): Place | null;
}

/** A rule, where it stands, and what stands for its meaning (see fingerprint.ts). */
export interface PlacedRule {
  readonly filter: Filter;
  readonly place: Place;
  readonly personal: boolean;
  readonly mark: number;
}

/** No host has more rules of its own that differ in types and party alone. */
const MAX_COVERS = 16;

/** A rule with no condition at all, to compare others with. */
const PLAIN = parseLine('||a.example^');

export function createCovers(): Covers {
  const covers = new Map<string, Cover[]>();
  return {
    add(rule) {
      if (!isPlainHost(rule.filter)) return;
      const { text } = rule.filter.pattern;
      const known = covers.get(text) ?? [];
      if (known.length >= MAX_COVERS) return;
      covers.set(text, [...known, coverOf(rule)]);
    },
    find(rule) {
      const { filter } = rule;
      const canBe = isAboutBlocking(filter) && !filter.wholePage;
      const host = canBe ? namedHost(filter.pattern) : null;
      if (host === null) return null;
      const own = coverOf(rule);
      for (const name of withParents(host)) {
        const found = covers.get(name)?.find((cover) => reaches(cover, own));
        if (found !== undefined) return found.place;
      }
      return null;
    },
  };
}

function coverOf({ filter, place, personal, mark }: PlacedRule): Cover {
  const { exception, action, types, party, important } = filter;
  // A person's own rule without types means pages too.
  const meant = personal && types === DEFAULT_TYPES ? ANY_TYPE : types;
  const kind = `${exception} ${action}`;
  return { place, mark, types: meant, party, important, personal, kind };
}

function reaches(wide: Cover, narrow: Cover): boolean {
  return (
    (wide.mark !== narrow.mark || wide.personal !== narrow.personal) &&
    wide.place !== narrow.place &&
    wide.kind === narrow.kind &&
    (wide.types & narrow.types) === narrow.types &&
    (wide.party === 'any' || wide.party === narrow.party) &&
    (wide.important || !narrow.important) &&
    (wide.personal || !narrow.personal)
  );
}

/** Whether a rule asks for a host, types and a party, and for nothing else. */
function isPlainHost(filter: Filter): boolean {
  const base = PLAIN.kind === 'filters' ? PLAIN.filters[0] : undefined;
  if (base === undefined || filter.pattern.kind !== 'host') return false;
  if (!isAboutBlocking(filter) || filter.wholePage || filter.rare !== null) return false;
  const { pattern, exception, important, types, party, action } = filter;
  const plain = { ...base, pattern, exception, important, types, party, action };
  return canonicalText(plain) === canonicalText(filter);
}
