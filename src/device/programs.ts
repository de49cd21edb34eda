import type { DeviceId, Level } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import type {
  Fingerprint,
  HostTrust,
  Program,
  ProgramFacts,
  ProgramStore,
  ProgramView,
  Proof,
  TrustEvidence,
  TrustSubject,
} from '../model/program.ts';
import type { Hostname } from '../model/terms.ts';
import {
  byWorth,
  changeOf,
  dropHost,
  leastWorth,
  MAX_PROGRAMS,
  markSaved,
  mostOf,
  newProgramEntry,
  type ProgramEntry,
  putHost,
} from './program-entry.ts';
import { programName } from './program-name.ts';
import type { TrustLogic } from './trust-logic.ts';

export interface ProgramsParts {
  readonly store: ProgramStore;
  readonly logic: TrustLogic;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const FLUSH_EVERY = 2_000;
/** `lastSeen` and `carriedAt` in the store are this exact. */
const NOTE_EVERY = 600_000;
/** More programs than any home has; beyond that, devices are forgotten. */
const MAX_IN_ALL = 8_192;
/** So that not every new one costs a search. */
const FORGET_AT_ONCE = 512;
/** Of all programs together; looked at before each writing. About 30 MB. */
const MAX_HOSTS_IN_ALL = 100_000;
/** What a program asks for all at once is one probe, not twenty. */
const PROBE_EVERY = 5_000;

/**
 * The client programs of all devices, and what each of them showed of its
 * trust. All of it is in memory; changes are written every two seconds between
 * `start` and `close`. Bounded: 96 programs a device, 500 hosts a program, and
 * 8,192 programs and 100,000 hosts in all; those of which least is known, or that were seen
 * longest ago, go first.
 */
export class Programs {
  readonly #store: ProgramStore;
  readonly #logic: TrustLogic;
  readonly #now: () => number;
  readonly #devices = new Map<DeviceId, Map<Fingerprint, ProgramEntry>>();
  #size = 0;
  #gone: ProgramEntry[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** Reads the store. */
  constructor({ store, logic, now }: ProgramsParts) {
    this.#store = store;
    this.#logic = logic;
    this.#now = now;
    this.reload();
  }

  start(): void {
    this.#timer ??= setInterval(() => this.flush(), FLUSH_EVERY).unref();
  }

  /** Ends the timer and writes what is left. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.flush();
  }

  /**
   * What counts for a connection of this program to that host; null for a
   * program that has not shown itself yet. Cheap: called for every connection.
   */
  facts(device: DeviceId, fingerprint: Fingerprint | null, hostname: Hostname): ProgramFacts {
    const now = this.#now();
    if (fingerprint !== null) {
      const entry = this.#devices.get(device)?.get(fingerprint);
      const program = entry?.program ?? this.#logic.newProgram({ device, fingerprint }, now);
      return this.#logic.factsOf(program, entry?.hosts.get(hostname) ?? null, now);
    }
    const programs = [...(this.#devices.get(device)?.values() ?? [])];
    return mostOf(programs.map(({ program }) => this.#logic.factsOf(program, null, now)));
  }

  /** Notes that a program began a connection. */
  seen(device: DeviceId, fingerprint: Fingerprint): void {
    const now = this.#now();
    const entry = this.#entry(device, fingerprint, now);
    if (now - entry.program.lastSeen < NOTE_EVERY) return;
    this.#set(entry, { ...entry.program, lastSeen: now });
  }

  /** Whether to probe now: a program that begins many connections at once is asked once. */
  claimProbe(device: DeviceId, fingerprint: Fingerprint): boolean {
    const now = this.#now();
    const entry = this.#entry(device, fingerprint, now);
    if (Math.abs(now - entry.probedAt) < PROBE_EVERY) return false;
    entry.probedAt = now;
    return true;
  }

  /**
   * To be told of every request that was answered under a leaf of ours.
   * `proof` is asked only where it counts. `userAgent` names the program.
   */
  carried(subject: TrustSubject, proof: () => Proof, userAgent: string | null): void {
    const now = this.#now();
    const entry = this.#entry(subject.device, subject.fingerprint, now);
    const { program, hosts } = entry;
    const host = hosts.get(subject.hostname);
    const isNews =
      program.carriedAt === null ||
      now - program.carriedAt >= NOTE_EVERY ||
      program.refusal !== null;
    // What counted against the host counts no more, whatever was asked of others since.
    const clears = host?.carriedAt == null || host.silences > 0 || program.refused.length > 0;
    if (isNews || clears) {
      this.tell(subject, { kind: 'request', proof: program.proof ?? proof() });
    }
    const name = program.name === null && userAgent !== null ? programName(userAgent) : null;
    if (name !== null) this.#set(entry, { ...entry.program, name });
  }

  /** Learns from one connection whose TLS was ended here. */
  tell(subject: TrustSubject, evidence: TrustEvidence): void {
    const now = this.#now();
    const entry = this.#entry(subject.device, subject.fingerprint, now);
    const known = entry.hosts.get(subject.hostname);
    const host = known ?? this.#logic.newHostTrust(subject);
    const after = this.#logic.learn({ program: entry.program, host }, evidence, now);
    if (after.program !== entry.program) this.#set(entry, after.program);
    if (after.host !== host) putHost(entry, after.host);
  }

  /** The programs of a device, last seen first. */
  list(device: DeviceId): readonly ProgramView[] {
    const now = this.#now();
    const entries = [...(this.#devices.get(device)?.values() ?? [])];
    return entries
      .map(({ program, hosts }) => ({
        program: (program.refusal?.until ?? now) > now ? program : { ...program, refusal: null },
        refusedHosts: [...hosts.values()].filter(({ refusal }) => (refusal?.until ?? 0) > now),
      }))
      .sort((a, b) => b.program.lastSeen - a.program.lastSeen);
  }

  /** Sets a level by hand; null takes it back. Throws INPUT_INVALID for an unknown program. */
  setLevel(device: DeviceId, fingerprint: Fingerprint, level: Level | null): void {
    const entry = this.#known(device, fingerprint);
    this.#set(entry, { ...entry.program, level });
    this.flush();
  }

  /** Has a host passed through unopened for the program, as if it had refused it. Throws as `setLevel`. */
  leave(device: DeviceId, fingerprint: Fingerprint, hostname: Hostname): void {
    const entry = this.#known(device, fingerprint);
    const subject = { device, fingerprint, hostname };
    const host = entry.hosts.get(hostname) ?? this.#logic.newHostTrust(subject);
    putHost(entry, this.#logic.leave(host, this.#now()));
    this.flush();
  }

  /** Forgets what one host was learnt to refuse, so that it is tried again. Throws as `setLevel`. */
  tryAgain(device: DeviceId, fingerprint: Fingerprint, hostname: Hostname): void {
    dropHost(this.#known(device, fingerprint), hostname);
    this.flush();
  }

  /** Forgets a program: what it proved, what it refused and what was set. Throws as `setLevel`. */
  forget(device: DeviceId, fingerprint: Fingerprint): void {
    this.#drop(this.#known(device, fingerprint));
    this.flush();
  }

  /** Forgets all programs of a device. */
  forgetAll(device: DeviceId): void {
    for (const entry of [...(this.#devices.get(device)?.values() ?? [])]) this.#drop(entry);
    this.flush();
  }

  /**
   * Takes over what another process wrote: to be called after
   * `store.changedElsewhere()`. What is gone there is gone here too; what was
   * learnt here since the last writing is kept.
   */
  reload(): void {
    const before = [...this.#entries()];
    this.#devices.clear();
    this.#size = 0;
    for (const program of this.#store.loadPrograms()) this.#add(newProgramEntry(program, true));
    for (const host of this.#store.loadHosts()) {
      this.#devices.get(host.device)?.get(host.fingerprint)?.hosts.set(host.hostname, host);
    }
    for (const old of before) this.#keepNews(old);
  }

  /** Writes what changed. What cannot be written is tried again the next time. */
  flush(): void {
    if (this.#store.changedElsewhere()) this.reload();
    if (this.#hostsInAll() > MAX_HOSTS_IN_ALL) {
      this.#dropDevices(() => this.#hostsInAll() <= MAX_HOSTS_IN_ALL);
    }
    const changed = [...this.#entries()].filter(
      ({ dirty, dirtyHosts, goneHosts }) => dirty || dirtyHosts.size > 0 || goneHosts.size > 0,
    );
    if (changed.length === 0 && this.#gone.length === 0) return;
    if (!this.#store.save(changeOf(changed, this.#gone))) return;
    this.#gone = [];
    for (const entry of changed) markSaved(entry);
  }

  *#entries(): Generator<ProgramEntry, void, void> {
    for (const programs of this.#devices.values()) yield* programs.values();
  }

  #keepNews(old: ProgramEntry): void {
    const { device, fingerprint } = old.program;
    const stored = this.#devices.get(device)?.get(fingerprint);
    if (stored === undefined) {
      if (!old.saved) this.#add(old);
      return;
    }
    if (old.dirty) this.#set(stored, old.program);
    for (const hostname of old.dirtyHosts) putHost(stored, old.hosts.get(hostname) as HostTrust);
    for (const hostname of old.goneHosts) dropHost(stored, hostname);
  }

  #entry(device: DeviceId, fingerprint: Fingerprint, now: number): ProgramEntry {
    const known = this.#devices.get(device)?.get(fingerprint);
    if (known !== undefined) return known;
    const entry = newProgramEntry(this.#logic.newProgram({ device, fingerprint }, now), false);
    this.#add(entry);
    return entry;
  }

  #add(entry: ProgramEntry): void {
    const { device, fingerprint } = entry.program;
    const before = this.#devices.get(device);
    const least =
      before === undefined || before.size < MAX_PROGRAMS ? null : leastWorth([...before.values()]);
    if (least !== null) this.#drop(least);
    if (this.#size >= MAX_IN_ALL) {
      this.#dropDevices(() => this.#size <= MAX_IN_ALL - FORGET_AT_ONCE);
    }
    const programs = this.#devices.get(device) ?? new Map<Fingerprint, ProgramEntry>();
    this.#devices.set(device, programs.set(fingerprint, entry));
    this.#size += 1;
  }

  #dropDevices(isEnough: () => boolean): void {
    for (const programs of byWorth(this.#devices.values())) {
      if (isEnough()) return;
      for (const entry of [...programs.values()]) this.#drop(entry);
    }
  }

  #hostsInAll(): number {
    let count = 0;
    for (const { hosts } of this.#entries()) count += hosts.size;
    return count;
  }

  #drop(entry: ProgramEntry): void {
    const { device, fingerprint } = entry.program;
    const programs = this.#devices.get(device);
    if (programs?.delete(fingerprint) === true) this.#size -= 1;
    if (programs?.size === 0) this.#devices.delete(device);
    if (entry.saved) this.#gone.push(entry);
  }

  #known(device: DeviceId, fingerprint: Fingerprint): ProgramEntry {
    const entry = this.#devices.get(device)?.get(fingerprint);
    if (entry !== undefined) return entry;
    throw new AppError(
      'INPUT_INVALID',
      `changing a program: "${fingerprint.slice(0, 40)}" was not seen on this device`,
    );
  }

  #set(entry: ProgramEntry, program: Program): void {
    entry.program = program;
    entry.dirty = true;
  }
}
