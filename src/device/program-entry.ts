import type { HostTrust, Program, ProgramChange, ProgramFacts } from '../model/program.ts';
import type { Hostname } from '../model/terms.ts';

/** What the registry holds of one program. */
export interface ProgramEntry {
  program: Program;
  /** Least lately changed first. */
  readonly hosts: Map<Hostname, HostTrust>;
  /** The store has a row of it. */
  saved: boolean;
  /** What the store does not have yet. */
  dirty: boolean;
  readonly dirtyHosts: Set<Hostname>;
  readonly goneHosts: Set<Hostname>;
  /** When it was probed last; 0 for never. */
  probedAt: number;
}

/** A phone has dozens; what has more makes them up. */
export const MAX_PROGRAMS = 96;
/** A browser that works remembers so many hosts; the others may be learnt anew. */
export const MAX_HOSTS = 500;

export function newProgramEntry(program: Program, saved: boolean): ProgramEntry {
  return {
    program,
    hosts: new Map(),
    saved,
    dirty: !saved,
    dirtyHosts: new Set(),
    goneHosts: new Set(),
    probedAt: 0,
  };
}

/** Takes a host over as the newest; beyond the bound, what was learnt longest ago goes. */
export function putHost(entry: ProgramEntry, host: HostTrust): void {
  const { hosts, dirtyHosts, goneHosts } = entry;
  const { hostname } = host;
  hosts.delete(hostname);
  hosts.set(hostname, host);
  dirtyHosts.add(hostname);
  goneHosts.delete(hostname);
  if (hosts.size <= MAX_HOSTS) return;
  // Refusals first count: a host that works is found to work again.
  const oldest = first(hosts, ({ refusal }) => refusal === null) ?? hosts.keys().next().value;
  if (oldest !== undefined) dropHost(entry, oldest);
}

function first(
  hosts: ReadonlyMap<Hostname, HostTrust>,
  fits: (host: HostTrust) => boolean,
): Hostname | undefined {
  for (const host of hosts.values()) if (fits(host)) return host.hostname;
  return undefined;
}

export function dropHost({ hosts, dirtyHosts, goneHosts }: ProgramEntry, hostname: Hostname): void {
  if (!hosts.delete(hostname)) return;
  dirtyHosts.delete(hostname);
  goneHosts.add(hostname);
}

/** How much is lost when a program is forgotten: 0 nothing, 1 what it showed, 2 what a person said. */
export function worthOf({ program, hosts }: ProgramEntry): 0 | 1 | 2 {
  if (program.level !== null) return 2;
  return program.proof !== null || program.refusal !== null || hosts.size > 0 ? 1 : 0;
}

/** Which of a device's programs to forget where there are too many. */
export function leastWorth(entries: readonly ProgramEntry[]): ProgramEntry | null {
  let least: ProgramEntry | null = null;
  for (const entry of entries) if (least === null || isLess(entry, least)) least = entry;
  return least;
}

function isLess(one: ProgramEntry, other: ProgramEntry): boolean {
  const difference = worthOf(one) - worthOf(other);
  return difference < 0 || (difference === 0 && one.program.lastSeen < other.program.lastSeen);
}

/** The programs of one device. */
export type DevicePrograms = ReadonlyMap<string, ProgramEntry>;

/**
 * Devices in the order in which to forget them where there are too many: first
 * those of which least is known, and of these the one seen longest ago. What a
 * person said is lost last, so that nobody undoes it by playing many devices.
 */
export function byWorth(devices: Iterable<DevicePrograms>): readonly DevicePrograms[] {
  return [...devices]
    .map((programs) => {
      const entries = [...programs.values()];
      const worth = Math.max(...entries.map(worthOf));
      return { programs, worth, seen: Math.max(...entries.map((one) => one.program.lastSeen)) };
    })
    .sort((a, b) => a.worth - b.worth || a.seen - b.seen)
    .map(({ programs }) => programs);
}

/** The most that any of these may be given; a program that is new may be given no less. */
export function mostOf(all: readonly ProgramFacts[]): ProgramFacts {
  const willing = all.filter(({ refuses }) => refuses === null);
  const isRaised = willing.some(
    ({ level }) => level !== null && !['off', 'hostname'].includes(level),
  );
  return {
    level: isRaised ? 'full' : null,
    proven: willing.some(({ proven, level }) => proven && level === null),
    refuses: null,
    refusesHost: null,
    mayProbe: all.length === 0 || all.some(({ mayProbe }) => mayProbe),
  };
}

/** What of these the store has to be told. */
export function changeOf(
  entries: Iterable<ProgramEntry>,
  gone: readonly ProgramEntry[],
): ProgramChange {
  const programs: Program[] = [];
  const hosts: HostTrust[] = [];
  const goneHosts: Pick<HostTrust, 'device' | 'fingerprint' | 'hostname'>[] = [];
  const leave = ({ program: { device, fingerprint } }: ProgramEntry, hostname: Hostname): void => {
    goneHosts.push({ device, fingerprint, hostname });
  };
  for (const entry of gone) {
    for (const hostname of [...entry.hosts.keys(), ...entry.goneHosts]) leave(entry, hostname);
  }
  for (const entry of entries) {
    if (entry.dirty) programs.push(entry.program);
    for (const hostname of entry.dirtyHosts) hosts.push(entry.hosts.get(hostname) as HostTrust);
    for (const hostname of entry.goneHosts) leave(entry, hostname);
  }
  return { programs, hosts, gonePrograms: gone.map(({ program }) => program), goneHosts };
}

/** To be called once the store has it. */
export function markSaved(entry: ProgramEntry): void {
  entry.saved = true;
  entry.dirty = false;
  entry.dirtyHosts.clear();
  entry.goneHosts.clear();
}
