import { type DeviceId, LEVELS } from '../model/device.ts';
import {
  type Fingerprint,
  type HostTrust,
  PROOFS,
  type Program,
  type ProgramChange,
  type ProgramStore,
  REFUSAL_REASONS,
  type Refusal,
} from '../model/program.ts';
import type { Hostname } from '../model/terms.ts';
import type { LogDatabase } from './database.ts';

interface RefusalColumns {
  readonly refusal: string | null;
  readonly refusal_since: number | null;
  readonly refusal_until: number | null;
  readonly refusal_times: number | null;
}

interface ProgramColumns extends RefusalColumns {
  readonly device: string;
  readonly fingerprint: string;
  readonly name: string | null;
  readonly level: string | null;
  readonly proof: string | null;
  readonly proven_at: number | null;
  readonly carried_at: number | null;
  readonly refused: string;
  readonly failed_probes: number;
  readonly probe_after: number;
  readonly first_seen: number;
  readonly last_seen: number;
}

interface HostColumns extends RefusalColumns {
  readonly device: string;
  readonly fingerprint: string;
  readonly hostname: string;
  readonly carried_at: number | null;
  readonly silences: number;
  readonly silent_since: number;
  readonly silent_at: number;
}

/**
 * Programs in the log's database, on the connection that writes the events.
 * What cannot be saved (a full disk) is the caller's to try again; `onFailure`
 * is told of the first failure of a row.
 */
export class SqliteProgramStore implements ProgramStore {
  readonly #db: LogDatabase;
  readonly #onFailure: (message: string) => void;
  readonly #save: (change: ProgramChange) => void;
  #failing = false;
  #version: number;

  constructor(db: LogDatabase, onFailure: (message: string) => void) {
    this.#db = db;
    this.#onFailure = onFailure;
    this.#save = saver(db);
    this.#version = this.#dataVersion();
  }

  loadPrograms(): readonly Program[] {
    return this.#db
      .prepare<[], ProgramColumns>('SELECT * FROM programs ORDER BY device, fingerprint')
      .all()
      .map(programOf);
  }

  loadHosts(): readonly HostTrust[] {
    return this.#db
      .prepare<[], HostColumns>(
        'SELECT * FROM program_hosts ORDER BY device, fingerprint, hostname',
      )
      .all()
      .map(hostOf);
  }

  save(change: ProgramChange): boolean {
    try {
      this.#save(change);
      this.#failing = false;
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#failing) this.#onFailure(`saving what programs trust: ${reason}`);
      this.#failing = true;
      return false;
    }
  }

  changedElsewhere(): boolean {
    const version = this.#dataVersion();
    const changed = version !== this.#version;
    this.#version = version;
    return changed;
  }

  /** Changes when another connection has committed, and only then (SQLite, PRAGMA data_version). */
  #dataVersion(): number {
    return Number(this.#db.pragma('data_version', { simple: true }));
  }
}

function saver(db: LogDatabase): (change: ProgramChange) => void {
  const refusal = '@refusal, @refusalSince, @refusalUntil, @refusalTimes';
  const putProgram = db.prepare(`
    INSERT OR REPLACE INTO programs
      (device, fingerprint, name, level, proof, proven_at, carried_at, refused,
       refusal, refusal_since, refusal_until, refusal_times,
       failed_probes, probe_after, first_seen, last_seen)
    VALUES (@device, @fingerprint, @name, @level, @proof, @provenAt, @carriedAt, @refused,
       ${refusal}, @failedProbes, @probeAfter, @firstSeen, @lastSeen)`);
  const putHost = db.prepare(`
    INSERT OR REPLACE INTO program_hosts
      (device, fingerprint, hostname, carried_at, silences, silent_since, silent_at,
       refusal, refusal_since, refusal_until, refusal_times)
    VALUES (@device, @fingerprint, @hostname, @carriedAt, @silences, @silentSince, @silentAt,
       ${refusal})`);
  const dropProgram = db.prepare(
    'DELETE FROM programs WHERE device = @device AND fingerprint = @fingerprint',
  );
  const dropHost = db.prepare(`
    DELETE FROM program_hosts
    WHERE device = @device AND fingerprint = @fingerprint AND hostname = @hostname`);
  const run = db.transaction(({ programs, hosts, gonePrograms, goneHosts }: ProgramChange) => {
    for (const { device, fingerprint, hostname } of goneHosts) {
      dropHost.run({ device, fingerprint, hostname });
    }
    for (const { device, fingerprint } of gonePrograms) dropProgram.run({ device, fingerprint });
    for (const program of programs) {
      const refused = program.refused.join(' ');
      putProgram.run({ ...program, refused, ...refusalColumns(program.refusal) });
    }
    for (const host of hosts) putHost.run({ ...host, ...refusalColumns(host.refusal) });
  });
  return (change) => run.immediate(change);
}

function refusalColumns(refusal: Refusal | null) {
  return {
    refusal: refusal?.reason ?? null,
    refusalSince: refusal?.since ?? null,
    refusalUntil: refusal?.until ?? null,
    refusalTimes: refusal?.times ?? null,
  };
}

/** A word that this program does not know (a file edited by hand) reads as nothing learnt. */
function refusalOf(row: RefusalColumns): Refusal | null {
  const reason = known(REFUSAL_REASONS, row.refusal);
  if (reason === null) return null;
  return {
    reason,
    since: row.refusal_since ?? 0,
    until: row.refusal_until ?? 0,
    times: row.refusal_times ?? 1,
  };
}

function programOf(row: ProgramColumns): Program {
  const proof = known(PROOFS, row.proof);
  return {
    device: row.device as DeviceId,
    fingerprint: row.fingerprint as Fingerprint,
    name: row.name,
    level: known(LEVELS, row.level),
    proof,
    provenAt: proof === null ? null : row.proven_at,
    carriedAt: row.carried_at,
    refused: row.refused === '' ? [] : (row.refused.split(' ') as Hostname[]),
    refusal: refusalOf(row),
    failedProbes: row.failed_probes,
    probeAfter: row.probe_after,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
  };
}

function hostOf(row: HostColumns): HostTrust {
  return {
    device: row.device as DeviceId,
    fingerprint: row.fingerprint as Fingerprint,
    hostname: row.hostname as Hostname,
    carriedAt: row.carried_at,
    silences: row.silences,
    silentSince: row.silent_since,
    silentAt: row.silent_at,
    refusal: refusalOf(row),
  };
}

function known<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}
