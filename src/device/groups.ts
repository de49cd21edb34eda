import { compileMatch } from './configured.ts';

/** What the config file says under `groups`: devices by name, MAC, address or range of addresses. */
export type ConfiguredGroups = Readonly<Record<string, readonly string[]>>;

/** All by which a device may be counted to a group. */
export interface Traits {
  readonly mac: string | null;
  readonly name: string | null;
  /** All that are known to be its own. */
  readonly addresses: readonly string[];
}

/** The groups that a device is in, in the order of the config file. */
export type GroupsOf = (device: Traits) => readonly string[];

const NO_GROUPS: readonly string[] = [];

/** A text that is neither a MAC nor an address is a name; its case does not matter. */
export function compileGroups(groups: ConfiguredGroups): GroupsOf {
  const tests = Object.entries(groups).map(([group, members]) => ({
    group,
    fits: members.map(memberTest),
  }));
  if (tests.length === 0) return () => NO_GROUPS;
  return (device) =>
    tests.filter(({ fits }) => fits.some((test) => test(device))).map(({ group }) => group);
}

function memberTest(member: string): (device: Traits) => boolean {
  const match = compileMatch(member);
  if (match !== null) return ({ mac, addresses }) => match(mac, addresses);
  const wanted = member.trim().toLowerCase();
  return ({ name }) => name !== null && name.toLowerCase() === wanted;
}
