import type { Level, Mode } from '../model/device.ts';
import { compileMatch } from './configured.ts';

/** What the config file says of a group. */
export interface ConfiguredGroup {
  /** Devices by name, MAC, address or range of addresses. */
  readonly members: readonly string[];
  readonly level?: Level | undefined;
  readonly mode?: Mode | undefined;
}

/** What the config file says under `groups`. */
export type ConfiguredGroups = Readonly<Record<string, ConfiguredGroup>>;

/** All by which a device may be counted to a group. */
export interface Traits {
  readonly mac: string | null;
  /** A name that a person gave it: one that it gave itself would let it choose its groups. */
  readonly name: string | null;
  /** All that are known to be its own. */
  readonly addresses: readonly string[];
}

/** The groups that a device is in, and what they say of it. */
export interface Membership {
  /** In the order of the config file. */
  readonly names: readonly string[];
  /** Of the first of these groups that has one; else null. */
  readonly level: Level | null;
  readonly mode: Mode | null;
}

export type GroupsOf = (device: Traits) => Membership;

export const NO_GROUPS: Membership = { names: [], level: null, mode: null };

/** A text that is neither a MAC nor an address is a name; its case does not matter. */
export function compileGroups(groups: ConfiguredGroups): GroupsOf {
  const tests = Object.entries(groups).map(([name, { members, level, mode }]) => ({
    name,
    level,
    mode,
    fits: members.map(memberTest),
  }));
  if (tests.length === 0) return () => NO_GROUPS;
  return (device) => {
    const found = tests.filter(({ fits }) => fits.some((test) => test(device)));
    return {
      names: found.map(({ name }) => name),
      level: found.find(({ level }) => level !== undefined)?.level ?? null,
      mode: found.find(({ mode }) => mode !== undefined)?.mode ?? null,
    };
  };
}

function memberTest(member: string): (device: Traits) => boolean {
  const match = compileMatch(member);
  if (match !== null) return ({ mac, addresses }) => match(mac, addresses);
  const wanted = member.trim().toLowerCase();
  return ({ name }) => name !== null && name.toLowerCase() === wanted;
}
