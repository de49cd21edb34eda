import type { Event, EventDetails } from '../model/event.ts';
import type { LogRow } from '../model/log.ts';
import { createBlocks, type Noted } from './blocks.ts';
import {
  ACTION_CODES,
  KIND_CODES,
  LEVEL_CODES,
  PARTY_CODES,
  TUNNEL_CODES,
  TYPE_CODES,
} from './codes.ts';
import { createCounters } from './counters.ts';
import type { LogDatabase } from './database.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import type { DomainOf } from './domain-cache.ts';
import { createTally, type Tally } from './tally.ts';
import { dayOf, hourOf } from './times.ts';

/** An event and the id of its row. */
export interface Stored {
  readonly event: Event;
  readonly id: number;
}

/**
 * Writes in one transaction: `events` are stored and counted, `tally` holds the
 * counts of others. Returns the stored ones with their ids, in order. Throws
 * SQLite's error, and then nothing was written.
 */
export type WriteBatch = (events: readonly Event[], tally: Tally | null) => readonly Stored[];

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
  'level',
  'report',
  'marks',
  'headers',
  'field_values',
  'decided',
  'first_byte',
] as const;

type Column = (typeof COLUMNS)[number];
type Values = Noted & { readonly [Name in Exclude<Column, keyof Noted>]: string | number | null };

/** `domainOf` gives a host's registrable domain, or the host where it has none. */
export function createWriter(db: LogDatabase, domainOf: DomainOf): WriteBatch {
  const words = createDictionary(db);
  const count = createCounters(db, words);
  const blocks = createBlocks(db);
  // By place and not by name, which takes half of the time.
  const insert = db.prepare<Values[Column][]>(
    `INSERT INTO events (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  );
  const span = db.prepare(`
    INSERT INTO hours (hour, first_id, last_id) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET first_id = min(first_id, excluded.first_id),
      last_id = max(last_id, excluded.last_id)`);

  const write = db.transaction((events: readonly Event[], tally: Tally | null) => {
    words.begin();
    const own = createTally(domainOf);
    const rows: Stored[] = [];
    for (const event of events) {
      own.add(event);
      const stored = values(event, words, domainOf(event.host));
      const id = Number(insert.run(...COLUMNS.map((name) => stored[name])).lastInsertRowid);
      blocks.add(id, stored);
      rows.push({ event, id });
    }
    blocks.store();
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
      blocks.forget();
      throw error;
    }
  };
}

/** As a list of rows has it: see `LogRow`. */
export function listedRow({ event: { details: _, report, ...event }, id }: Stored): LogRow {
  return { ...event, id, ...(report === undefined ? {} : { report: { ...report, marks: [] } }) };
}

function values(event: Event, words: Dictionary, domain: string): Values {
  const day = dayOf(event.at);
  const domainId = words.nameUsed(domain, day);
  const name = (text: string | null) => (text === null ? null : words.nameUsed(text, day));
  return {
    at: event.at,
    device: words.nameUsed(event.device, day),
    device_name: words.nameUsed(event.deviceName, day),
    kind: KIND_CODES[event.kind],
    method: event.method,
    host: words.host(event.host, domainId, day),
    domain: domainId,
    port: event.port,
    path: event.path,
    page: name(event.page),
    type: TYPE_CODES[event.type],
    party: PARTY_CODES[event.party],
    action: ACTION_CODES[event.action],
    observed: event.observed ? 1 : 0,
    rule: event.rule === null ? null : words.rule(event.rule, day),
    list: name(event.rule?.list ?? null),
    undone: event.undone === null ? null : words.rule(event.undone, day),
    tracker: name(event.tracker),
    summary: event.summary,
    fields: listText(event.fields),
    removed: listText(event.removed),
    bytes_up: event.bytesUp,
    bytes_down: event.bytesDown,
    duration: event.duration,
    status: event.status,
    tunnel: event.tunnel === null ? null : TUNNEL_CODES[event.tunnel],
    level: event.level === undefined ? null : LEVEL_CODES[event.level],
    report: event.report === undefined ? null : words.report(event.report, day),
    marks: listText((event.report?.marks ?? []).flatMap((mark) => words.marks.id(mark, day) ?? [])),
    ...detailValues(event.details, words, day),
  };
}

function detailValues(details: EventDetails | undefined, words: Dictionary, day: number) {
  if (details === undefined) {
    return { headers: null, field_values: null, decided: null, first_byte: null };
  }
  const { headers, values: fields, decided, firstByte } = details;
  const pairs = fields.map(({ name, value }) => [name, value]);
  return {
    headers: words.headers(headers, day),
    field_values: listText(pairs),
    decided: decided === null ? null : Math.round(decided * 1000),
    first_byte: firstByte === null ? null : Math.round(firstByte * 1000),
  };
}

/** Most lists are empty, and NULL takes no room. */
function listText(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list);
}

function spans(rows: readonly Stored[]): ReadonlyMap<number, readonly [number, number]> {
  const found = new Map<number, readonly [number, number]>();
  for (const { event, id } of rows) {
    const hour = hourOf(event.at);
    found.set(hour, [found.get(hour)?.[0] ?? id, id]);
  }
  return found;
}
