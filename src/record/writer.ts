import type { Event } from '../model/event.ts';
import type { LogRow } from '../model/log.ts';
import { ACTION_CODES, KIND_CODES, PARTY_CODES, TUNNEL_CODES, TYPE_CODES } from './codes.ts';
import { createCounters } from './counters.ts';
import type { LogDatabase } from './database.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import type { DomainOf } from './domain-cache.ts';
import { createTally, type Tally } from './tally.ts';
import { dayOf, hourOf } from './times.ts';

/**
 * Writes in one transaction: `events` are stored and counted, `tally` holds the
 * counts of others. Returns the stored ones with their ids, in order. Throws
 * SQLite's error, and then nothing was written.
 */
export type WriteBatch = (events: readonly Event[], tally: Tally | null) => readonly LogRow[];

type Value = string | number | null;

/** In the order in which `values` gives them. */
const COLUMNS = [
  'at',
  'device',
  'device_name',
  'kind',
  'method',
  'host',
  'domain',
  'port',
  'path',
  'page',
  'type',
  'party',
  'action',
  'observed',
  'rule',
  'list',
  'undone',
  'tracker',
  'summary',
  'fields',
  'removed',
  'bytes_up',
  'bytes_down',
  'duration',
  'status',
  'tunnel',
];

/** `domainOf` gives a host's registrable domain, or the host where it has none. */
export function createWriter(db: LogDatabase, domainOf: DomainOf): WriteBatch {
  const words = createDictionary(db);
  const count = createCounters(db, words);
  const insert = db.prepare<[Value[]]>(
    `INSERT INTO events (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  );
  const span = db.prepare(`
    INSERT INTO hours (hour, first_id, last_id) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET first_id = min(first_id, excluded.first_id),
      last_id = max(last_id, excluded.last_id)`);

  const write = db.transaction((events: readonly Event[], tally: Tally | null) => {
    words.begin();
    const own = createTally(domainOf);
    const rows: LogRow[] = [];
    for (const event of events) {
      own.add(event);
      const { lastInsertRowid } = insert.run(values(event, words, domainOf(event.host)));
      rows.push({ ...event, id: Number(lastInsertRowid) });
    }
    for (const [hour, [first, last]] of spans(rows)) span.run(hour, first, last);
    count(own);
    if (tally !== null) count(tally);
    return rows;
  });
  return (events, tally) => {
    try {
      return write.immediate(events, tally);
    } catch (error) {
      // The words of a transaction that was rolled back do not exist.
      words.forget();
      throw error;
    }
  };
}

function values(event: Event, words: Dictionary, domain: string): Value[] {
  const day = dayOf(event.at);
  const domainId = words.nameUsed(domain, day);
  const name = (text: string | null) => (text === null ? null : words.nameUsed(text, day));
  return [
    event.at,
    words.nameUsed(event.device, day),
    words.nameUsed(event.deviceName, day),
    KIND_CODES[event.kind],
    event.method,
    words.host(event.host, domainId, day),
    domainId,
    event.port,
    event.path,
    name(event.page),
    TYPE_CODES[event.type],
    PARTY_CODES[event.party],
    ACTION_CODES[event.action],
    event.observed ? 1 : 0,
    event.rule === null ? null : words.rule(event.rule, day),
    name(event.rule?.list ?? null),
    event.undone === null ? null : words.rule(event.undone, day),
    name(event.tracker),
    event.summary,
    listText(event.fields),
    listText(event.removed),
    event.bytesUp,
    event.bytesDown,
    event.duration,
    event.status,
    event.tunnel === null ? null : TUNNEL_CODES[event.tunnel],
  ];
}

/** Most lists are empty, and NULL takes no room. */
function listText(list: readonly string[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

function spans(rows: readonly LogRow[]): ReadonlyMap<number, readonly [number, number]> {
  const found = new Map<number, readonly [number, number]>();
  for (const { at, id } of rows) {
    const hour = hourOf(at);
    found.set(hour, [found.get(hour)?.[0] ?? id, id]);
  }
  return found;
}
