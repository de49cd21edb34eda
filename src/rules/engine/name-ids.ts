import {
  createHostTable,
  type HostTable,
  type NamePlaces,
  nextPlace,
  placeOf,
} from './host-table.ts';
import { hashSuffixes } from './request-scan.ts';

/**
 * All names of `$domain`, `$to` and `$denyallow`, each with a number. A filter
 * keeps numbers; a hostname is turned into the few numbers that it answers to.
 */
export interface NameIds {
  readonly names: NamePlaces;
  readonly table: HostTable;
  /** Names that end in `.*`, without that ending. */
  readonly entities: ReadonlyMap<string, number>;
}

export function* createNameIds(
  names: NamePlaces,
  plainIds: Uint32Array,
  entities: ReadonlyMap<string, number>,
): Generator<void, NameIds, void> {
  return { names, table: yield* createHostTable(names, plainIds), entities };
}

/**
 * Labels under which countries register names (`co.uk`, `com.au`). The public
 * suffix list knows them all; for `name.*` these are enough.
 */
const SECOND_LEVEL: ReadonlySet<string> = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gob',
  'gov',
  'go',
  'gr',
  'in',
  'info',
  'ne',
  'net',
  'or',
  'org',
]);

/** The numbers of all names that `hostname` is, or is a sub-domain of; the longest name first. */
export function idsOf(ids: NameIds, hostname: string): readonly number[] {
  const found: number[] = [];
  if (ids.entities.size > 0) entityIds(ids.entities, hostname, found);
  const hashes = new Uint32Array(256);
  const places = new Uint8Array(256);
  const count = hashSuffixes(hostname, hashes, places);
  const { table, names } = ids;
  for (let i = count - 1; i >= 0; i--) {
    const hash = hashes[i] as number;
    const place = nextPlace(table, names, hostname, places[i] as number, hash, placeOf(hash));
    if (place !== -1) found.push((table.owners[place] as number) - 1);
  }
  return found;
}

function entityIds(entities: ReadonlyMap<string, number>, hostname: string, found: number[]): void {
  const labels = hostname.split('.');
  const last = labels.length - 1;
  stems(entities, labels.slice(0, last), found);
  // `co.uk`: a short label below a country.
  const country = labels[last]?.length === 2;
  if (country && last > 1 && SECOND_LEVEL.has(labels[last - 1] as string)) {
    stems(entities, labels.slice(0, last - 1), found);
  }
}

function stems(
  entities: ReadonlyMap<string, number>,
  labels: readonly string[],
  found: number[],
): void {
  for (let i = 0; i < labels.length; i++) {
    const id = entities.get(labels.slice(i).join('.'));
    if (id !== undefined) found.push(id);
  }
}
