import type { Event, Report } from '../model/event.ts';
import type { LogRow } from '../model/log.ts';
import type { RuleRef } from '../model/rule.ts';
import {
  ACTION_CODES,
  KIND_CODES,
  LEVEL_CODES,
  PARTY_CODES,
  TUNNEL_CODES,
  TYPE_CODES,
  wordOf,
} from './codes.ts';
import type { LogDatabase } from './database.ts';
import { readReport } from './report-text.ts';

/** Whole rows by id, in no promised order; ids that are gone are left out. */
export type LoadRows = (ids: readonly number[]) => readonly LogRow[];

/** A row of the query below: an event with its words in place of their numbers. */
interface StoredEvent {
  readonly id: number;
  readonly at: number;
  readonly device: string | null;
  readonly deviceName: string | null;
  readonly kind: number;
  readonly method: string;
  readonly host: string | null;
  readonly port: number;
  readonly path: string;
  readonly page: string | null;
  readonly type: number;
  readonly party: number;
  readonly action: number;
  readonly observed: number;
  readonly ruleList: string | null;
  readonly ruleLine: number | null;
  readonly ruleText: string | null;
  readonly undoneList: string | null;
  readonly undoneLine: number | null;
  readonly undoneText: string | null;
  readonly tracker: string | null;
  readonly summary: string | null;
  readonly fields: string | null;
  readonly removed: string | null;
  readonly bytesUp: number;
  readonly bytesDown: number;
  readonly duration: number;
  readonly status: number | null;
  readonly tunnel: number | null;
  readonly level: number | null;
  readonly report: string | null;
}

const SELECT = `
  SELECT e.id, e.at, device.text AS device, label.text AS deviceName, e.kind, e.method,
    hosts.text AS host, e.port, e.path, page.text AS page, e.type, e.party, e.action, e.observed,
    rule.list AS ruleList, rule.line AS ruleLine, rule.text AS ruleText,
    undone.list AS undoneList, undone.line AS undoneLine, undone.text AS undoneText,
    tracker.text AS tracker, e.summary, e.fields, e.removed,
    e.bytes_up AS bytesUp, e.bytes_down AS bytesDown, e.duration, e.status, e.tunnel,
    e.level, reports.text AS report
  FROM events AS e
  LEFT JOIN names AS device ON device.id = e.device
  LEFT JOIN names AS label ON label.id = e.device_name
  LEFT JOIN hosts ON hosts.id = e.host
  LEFT JOIN names AS page ON page.id = e.page
  LEFT JOIN names AS tracker ON tracker.id = e.tracker
  LEFT JOIN rules AS rule ON rule.id = e.rule
  LEFT JOIN rules AS undone ON undone.id = e.undone
  LEFT JOIN reports ON reports.id = e.report
  WHERE e.id IN (SELECT value FROM json_each(?))`;

export function createRowLoader(db: LogDatabase): LoadRows {
  const select = db.prepare<[string], StoredEvent>(SELECT);
  return (ids) => (ids.length === 0 ? [] : select.all(JSON.stringify(ids)).map(logRow));
}

function logRow(row: StoredEvent): LogRow {
  return {
    id: row.id,
    at: row.at,
    device: (row.device ?? '') as Event['device'],
    deviceName: row.deviceName ?? '',
    kind: wordOf(KIND_CODES, row.kind, 'http'),
    method: row.method,
    host: row.host ?? '',
    port: row.port,
    path: row.path,
    page: row.page,
    type: wordOf(TYPE_CODES, row.type, 'other'),
    party: wordOf(PARTY_CODES, row.party, 'unknown'),
    action: wordOf(ACTION_CODES, row.action, 'pass'),
    observed: row.observed !== 0,
    rule: ruleRef(row.ruleList, row.ruleLine, row.ruleText),
    undone: ruleRef(row.undoneList, row.undoneLine, row.undoneText),
    tracker: row.tracker,
    summary: row.summary,
    fields: listOf(row.fields),
    removed: listOf(row.removed),
    bytesUp: row.bytesUp,
    bytesDown: row.bytesDown,
    duration: row.duration,
    status: row.status,
    tunnel: row.tunnel === null ? null : wordOf(TUNNEL_CODES, row.tunnel, null),
    ...levelOf(row.level),
    ...reportOf(row.report),
  };
}

function levelOf(code: number | null): Pick<Event, 'level'> {
  const level = code === null ? null : wordOf(LEVEL_CODES, code, null);
  return level === null ? {} : { level };
}

function reportOf(json: string | null): { report?: Report } {
  const words = readReport(listOf(json));
  return words === null ? {} : { report: { ...words, marks: [] } };
}

function ruleRef(list: string | null, line: number | null, text: string | null): RuleRef | null {
  return list === null || line === null || text === null ? null : { list, line, text };
}

export function listOf(json: string | null): readonly string[] {
  return itemsOf(json).filter((item) => typeof item === 'string');
}

/** What is no list (a damaged file) reads as an empty one. */
export function itemsOf(json: string | null): readonly unknown[] {
  if (json === null) return [];
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
