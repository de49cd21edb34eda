import {
  createHostTable,
  type HostTable,
  hashSuffixes,
  type NamePlaces,
  nextPlace,
  placeOf,
} from './host-table.ts';

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

/** The registrable domain of a hostname (`shop.co.uk` of `www.shop.co.uk`), or itself where it has none. */
export type DomainOf = (hostname: string) => string;

/** Makes the function that looks hostnames up in `ids`. */
export function createNameLookup(
  ids: NameIds,
  domainOf: DomainOf,
): (hostname: string) => readonly number[] {
  const hashes = new Uint32Array(256);
  const places = new Uint16Array(256);
  return (hostname) => [
    ...(ids.entities.size > 0 ? entityIds(ids.entities, hostname, domainOf(hostname)) : []),
    ...idsOf(ids, hostname, hashes, places),
  ];
}

/** The numbers of all plain names that a hostname is, or is a sub-domain of; the longest first. */
function idsOf(
  ids: NameIds,
  hostname: string,
  hashes: Uint32Array,
  places: Uint16Array,
): readonly number[] {
  const found: number[] = [];
  const count = hashSuffixes(hostname, hashes, places);
  const { table, names } = ids;
  for (let i = count - 1; i >= 0; i--) {
    const hash = hashes[i] as number;
    const place = nextPlace(table, names, hostname, places[i] as number, hash, placeOf(hash));
    if (place !== -1) found.push((table.owners[place] as number) - 1);
  }
  return found;
}

/** `name.*` stands for the name under any public suffix: what is left without it is looked up. */
function entityIds(
  entities: ReadonlyMap<string, number>,
  hostname: string,
  domain: string,
): readonly number[] {
  const dot = domain.indexOf('.');
  const suffix = dot === -1 ? '' : domain.slice(dot);
  const labels = hostname.slice(0, hostname.length - suffix.length).split('.');
  return labels.flatMap((_, i) => entities.get(labels.slice(i).join('.')) ?? []);
}
