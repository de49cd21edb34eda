import { type HostTable, hashSuffixes, type NamePlaces, nextPlace, placeOf } from './host-table.ts';

/** For each of several tables, the owners of the names that a hostname is, or is a sub-domain of. */
export type HostOwners = readonly (readonly number[])[];

/** Hostnames remembered: those of a household's busy hours. */
const KEPT = 4096;

/** A list can have a name a thousand times; what was found there is not kept. */
const MAX_OWNERS = 100;

/**
 * Looks a hostname up in all tables of a set at once and remembers what was
 * found, since the same hosts are asked again and again. The owners of the
 * shortest name come first, those of one name in the order in which they were added.
 */
export function createHostMemory(
  tables: readonly HostTable[],
  names: NamePlaces,
): (hostname: string) => HostOwners {
  const nothing: HostOwners = tables.map(() => []);
  const isEmpty = tables.every(({ size }) => size === 0);
  const kept = new Map<string, HostOwners>();
  const hashes = new Uint32Array(256);
  const places = new Uint16Array(256);

  const lookUp = (hostname: string): HostOwners => {
    const suffixes = hashSuffixes(hostname, hashes, places);
    let count = 0;
    const found = tables.map((table) => {
      const owners: number[] = [];
      if (table.size === 0) return owners;
      for (let i = 0; i < suffixes; i++) {
        addOwners(owners, table, names, hostname, places[i] as number, hashes[i] as number);
      }
      count += owners.length;
      return owners;
    });
    if (count <= MAX_OWNERS) keep(hostname, count === 0 ? nothing : found);
    return found;
  };
  const keep = (hostname: string, found: HostOwners): void => {
    if (kept.size >= KEPT) kept.clear();
    kept.set(hostname, found);
  };
  return (hostname) => (isEmpty ? nothing : (kept.get(hostname) ?? lookUp(hostname)));
}

function addOwners(
  owners: number[],
  table: HostTable,
  names: NamePlaces,
  hostname: string,
  at: number,
  hash: number,
): void {
  let place = nextPlace(table, names, hostname, at, hash, placeOf(hash));
  while (place !== -1) {
    owners.push((table.owners[place] as number) - 1);
    place = nextPlace(table, names, hostname, at, hash, place + 1);
  }
}
