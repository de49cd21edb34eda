import type { LogReader, LogRow } from '../model/log.ts';
import { whyUnopened, withWhy } from '../model/unopened.ts';
import { type Conditions, meets } from './filter.ts';
import { badge, sentence } from './sentence.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** So many rows at most: who wants more asks for one stretch of time after another. */
export const MAX_EXPORTED = 100_000;
/** Few enough that the loop is held for milliseconds only. */
const PAGE = 250;
const encoder = new TextEncoder();

/** What a file of rows is served as; the names are ours, whatever was asked for. */
export const EXPORT_HEADERS: Readonly<Record<ExportFormat, Readonly<Record<string, string>>>> = {
  csv: {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': 'attachment; filename="eyelid-log.csv"',
  },
  jsonl: {
    'Content-Type': 'application/jsonl; charset=utf-8',
    'Content-Disposition': 'attachment; filename="eyelid-log.jsonl"',
  },
};

export interface ExportRequest {
  readonly log: Pick<LogReader, 'rows'>;
  readonly conditions: Conditions;
  readonly format: ExportFormat;
  /** At most this many rows; beyond them the last line says that there are more. */
  readonly most?: number;
  /** Told once, when it is over: read to its end, left by its reader, or failed. */
  readonly ended: () => void;
}

/**
 * The rows that meet the conditions, newest first, as a stream that reads the
 * log as fast as its reader takes it and holds no more than two pages of it.
 */
export function exportRows(request: ExportRequest): ReadableStream<Uint8Array> {
  const { format, most = MAX_EXPORTED } = request;
  const leaving = new AbortController();
  const pages = readPages(request, most, leaving.signal);
  const ended = () => {
    if (leaving.signal.aborted) return;
    leaving.abort();
    request.ended();
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        if (format === 'csv') controller.enqueue(encoder.encode(csvHead()));
      },
      pull: async (controller) => {
        try {
          const { done, value } = await pages.next();
          if (leaving.signal.aborted) return;
          if (done !== true) return controller.enqueue(encoder.encode(encodeRows(value, format)));
          if (value) controller.enqueue(encoder.encode(cutLine(format, most)));
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        ended();
      },
      cancel: ended,
    },
    { highWaterMark: 1 },
  );
}

/**
 * Yields rows that are never none; returns whether there are more than `most`.
 * The log's own search for a text looks at the newest rows only, which is
 * enough for a page, so here each row is asked.
 */
async function* readPages(
  { log, conditions }: ExportRequest,
  most: number,
  leaving: AbortSignal,
): AsyncGenerator<readonly LogRow[], boolean, void> {
  const { text, ...others } = conditions;
  let before: number | undefined;
  let left = most;
  while (!leaving.aborted) {
    const paging = before === undefined ? {} : { before };
    const rows = await log.rows({ ...others, ...paging, limit: PAGE });
    const found = text === undefined ? rows : rows.filter((row) => meets(row, { text }));
    if (found.length > 0 && left > 0) yield found.slice(0, left);
    if (found.length > left) return true;
    left -= found.length;
    if (rows.length < PAGE) return false;
    before = rows.at(-1)?.id;
  }
  return false;
}

/** The first line of a file of rows as CSV. */
export function csvHead(): string {
  return csvLine(COLUMNS.map(nameOf));
}

/** Rows as they stand in such a file, each with the end of its line. */
export function encodeRows(rows: readonly LogRow[], format: ExportFormat): string {
  if (format === 'jsonl') return rows.map((row) => `${JSON.stringify(withWhy(row))}\n`).join('');
  return rows.map((row) => csvLine(COLUMNS.map(([, value]) => value(row)))).join('');
}

function cutLine(format: ExportFormat, most: number): string {
  const words = `cut after ${most} rows: ask for the older ones by a time`;
  return format === 'csv' ? csvLine([words]) : `${JSON.stringify({ cut: words })}\n`;
}

type Column = readonly [name: string, value: (row: LogRow) => string | number | null | undefined];

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['time', ({ at }) => new Date(at).toISOString()],
  ['device', ({ deviceName }) => deviceName],
  ['device_id', ({ device }) => device],
  ['site', ({ page }) => page],
  ['what', sentence],
  ['action', ({ action }) => action],
  ['done', badge],
  ['kind', ({ kind }) => kind],
  ['method', ({ method }) => method],
  ['host', ({ host }) => host],
  ['port', ({ port }) => port],
  ['path', ({ path }) => path],
  ['type', ({ type }) => type],
  ['party', ({ party }) => party],
  ['tracker', ({ tracker }) => tracker],
  ['list', ({ rule }) => rule?.list],
  ['line', ({ rule }) => rule?.line],
  ['rule', ({ rule }) => rule?.text],
  ['fields', ({ fields }) => fields.join(' ')],
  ['removed', ({ removed }) => removed.join(' ')],
  ['level', ({ level }) => level],
  ['unopened', whyUnopened],
  ['status', ({ status }) => status],
  ['bytes_up', ({ bytesUp }) => bytesUp],
  ['bytes_down', ({ bytesDown }) => bytesDown],
  ['milliseconds', ({ duration }) => duration],
];

function nameOf([name]: Column): string {
  return name;
}

/** One record of RFC 4180, with the end of its line. */
function csvLine(values: readonly (string | number | null | undefined)[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

/**
 * Spreadsheets read what begins with one of these as a formula, which may fetch
 * addresses or start programs (OWASP, "CSV Injection"); an apostrophe before it
 * makes it a text. Blanks before them are skipped there.
 */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

function csvValue(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
