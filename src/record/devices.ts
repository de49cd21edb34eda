import type { DeviceId, DeviceStore, Level, Mode, StoredDevice } from '../model/device.ts';
import { LEVELS, MODES } from '../model/device.ts';
import type { LogDatabase } from './database.ts';

interface DeviceColumns {
  readonly id: string;
  readonly address: string;
  readonly mac: string | null;
  readonly name: string | null;
  readonly level: string | null;
  readonly level_from: string | null;
  readonly mode: string | null;
  readonly first_seen: number;
  readonly last_seen: number;
}

/**
 * Devices in the log's database, on the connection that writes the events: what
 * this process writes does not count as changed elsewhere. A device that cannot
 * be saved (a full disk) is kept and tried again with the next one;
 * `onFailure` is told of the first, and may throw where a person waits for the
 * outcome.
 */
export class SqliteDeviceStore implements DeviceStore {
  readonly #db: LogDatabase;
  readonly #onFailure: (message: string) => void;
  readonly #unsaved = new Map<DeviceId, StoredDevice>();
  readonly #save: (devices: Iterable<StoredDevice>) => void;
  readonly #remove: (ids: readonly DeviceId[]) => void;
  readonly #forget: (id: DeviceId) => void;
  #version: number;

  constructor(db: LogDatabase, onFailure: (message: string) => void) {
    this.#db = db;
    this.#onFailure = onFailure;
    this.#save = saver(db);
    this.#remove = remover(db);
    const drop = db.prepare<[string]>('DELETE FROM devices WHERE id = ?');
    this.#forget = (id) => void drop.run(id);
    this.#version = this.#dataVersion();
  }

  load(): readonly StoredDevice[] {
    const rows = this.#db.prepare<[], DeviceColumns>('SELECT * FROM devices ORDER BY id').all();
    return rows.map(storedDevice);
  }

  save(device: StoredDevice): void {
    const failing = this.#unsaved.size > 0;
    this.#unsaved.set(device.id, device);
    try {
      this.#save(this.#unsaved.values());
      this.#unsaved.clear();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!failing) this.#onFailure(`saving the device "${device.id}": ${reason}`);
    }
  }

  remove(ids: readonly DeviceId[]): void {
    for (const id of ids) this.#unsaved.delete(id);
    try {
      this.#remove(ids);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#onFailure(`removing ${ids.length} devices: ${reason}`);
    }
  }

  forget(id: DeviceId): void {
    this.#unsaved.delete(id);
    try {
      this.#forget(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#onFailure(`forgetting the device "${id}": ${reason}`);
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

function saver(db: LogDatabase): (devices: Iterable<StoredDevice>) => void {
  const put = db.prepare(`
    INSERT OR REPLACE INTO devices
      (id, address, mac, name, level, level_from, mode, first_seen, last_seen)
    VALUES (@id, @address, @mac, @name, @level, @levelFrom, @mode, @firstSeen, @lastSeen)`);
  const run = db.transaction((devices: Iterable<StoredDevice>) => {
    for (const device of devices) put.run(device);
  });
  return (devices) => run.immediate(devices);
}

function remover(db: LogDatabase): (ids: readonly DeviceId[]) => void {
  const drop = db.prepare(`
    DELETE FROM devices WHERE id = ? AND name IS NULL AND level IS NULL AND mode IS NULL`);
  const run = db.transaction((ids: readonly DeviceId[]) => {
    for (const id of ids) drop.run(id);
  });
  return (ids) => run.immediate(ids);
}

/** A word that this program does not know (a file edited by hand) reads as nothing set. */
function storedDevice(row: DeviceColumns): StoredDevice {
  const level = known<Level>(LEVELS, row.level);
  const levelFrom = known<'hand'>(['hand'], row.level_from);
  return {
    id: row.id as DeviceId,
    address: row.address,
    mac: row.mac,
    name: row.name,
    level: levelFrom === null ? null : level,
    levelFrom: level === null ? null : levelFrom,
    mode: known<Mode>(MODES, row.mode),
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
  };
}

function known<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}
