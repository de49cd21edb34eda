import type { Hono } from 'hono';
import type { LogRow } from '../../model/log.ts';
import { offerFor, proposals, readChoice } from '../choice.ts';
import type { Env, StatusContext } from '../env.ts';
import { EXPORT_FORMATS, EXPORT_HEADERS, exportRows } from '../export.ts';
import { type Conditions, logAddress, parseConditions, parseNumber } from '../filter.ts';
import { safeNext } from '../guard.ts';
import { ownDevice } from '../own-day.ts';
import { frameFor, type Parts } from '../parts.ts';
import { document, type Frame } from '../views/layout.tsx';
import { LogPage, MoreRows } from '../views/log.tsx';
import { RowPage, RowPart, type RowView } from '../views/row.tsx';

const PAGE_ROWS = 50;
/** Exports that are read at the same time. */
const MAX_EXPORTS = 4;

/** The log, its rows one by one, and its files. What has a word of its own comes before `:id`. */
export function addLogRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/log', (c) => log(c, parts));
  app.get('/log/rows', (c) => moreRows(c, parts));
  const exporting = createExporting(parts);
  app.get('/log/export', exporting);
  app.get('/api/log/export', exporting);
  app.get('/log/:id', async (c) => {
    const frame = frameFor(c, parts);
    const view = await rowView(c, parts, frame);
    if (view === null) return c.notFound();
    return c.html(document(`Event ${view.row.id}`, frame, <RowPage {...view} />, ['log']));
  });
  // What is put below a row of the list; its forms return to the list.
  app.get('/log/:id/part', async (c) => {
    const here = safeNext(c.req.query('back'));
    const view = await rowView(c, parts, frameWithout(c, parts, here));
    return view === null ? c.notFound() : c.html((<RowPart {...view} />).toString());
  });
}

/** Of a part of a page, which shows no notice and so must not take one. */
export function frameWithout(c: StatusContext, parts: Parts, here: string): Frame {
  const csrf = c.get('session')?.csrf ?? null;
  return { assets: parts.assets, csrf, notice: null, pauses: [], here };
}

export function conditionsIn(query: URLSearchParams, { ports }: Parts): Conditions {
  return parseConditions(query, ports.now(), ports.devices.list());
}

async function log(c: StatusContext, parts: Parts): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  // A form sends its empty fields too; the address of the page holds what was chosen.
  if ([...query.values()].includes('')) {
    const before = query.get('before');
    return c.redirect(logAddress(query, before === null ? {} : { before }), 302);
  }
  const conditions = conditionsIn(query, parts);
  const { log: reader, devices, pauses } = parts.ports;
  const own = ownDevice(devices, c.env.info.clientAddress);
  // Suggestions are a help; without them the rows are still worth showing.
  const suggested = (of: 'page' | 'tracker' | 'list') => reader.names(of).catch(() => []);
  const [page, tracker, list, found] = await Promise.all([
    suggested('page'),
    suggested('tracker'),
    suggested('list'),
    pageOf(query, conditions, parts),
  ]);
  const frame = frameFor(c, parts);
  return c.html(
    document(
      'Log',
      frame,
      <LogPage
        {...{ ...found, frame, query, conditions }}
        devices={devices.list()}
        groups={pauses.groups}
        suggestions={{ page, tracker, list }}
        own={typeof own === 'string' ? null : own}
        live={!query.has('before') && conditions.until === undefined}
      />,
      ['log', 'live', 'keys'],
    ),
  );
}

async function moreRows(c: StatusContext, parts: Parts): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const found = await pageOf(query, conditionsIn(query, parts), parts);
  const frame = frameWithout(c, parts, logAddress(query));
  return c.html((<MoreRows {...{ ...found, frame, query }} />).toString());
}

async function pageOf(query: URLSearchParams, conditions: Conditions, { ports }: Parts) {
  const before = parseNumber(query.get('before'));
  const paging = before === null ? {} : { before };
  // One row more than is shown tells whether there is another page.
  const rows = await ports.log.rows({ ...conditions, ...paging, limit: PAGE_ROWS + 1 });
  const shown = rows.slice(0, PAGE_ROWS);
  const older = rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null;
  return { rows: shown, older, now: ports.now() };
}

async function rowView(c: StatusContext, parts: Parts, frame: Frame): Promise<RowView | null> {
  const id = parseNumber(c.req.param('id') ?? null);
  const row = id === null ? null : await parts.ports.log.row(id);
  if (row === null) return null;
  const { rules } = parts.ports;
  return {
    frame,
    row,
    ...changeOf(row, new URL(c.req.url).searchParams, parts),
    meaning: row.rule === null ? null : rules.explain(row.rule),
    undoneMeaning: row.undone === null ? null : rules.explain(row.undone),
    weighed: rules.weigh(row),
    files: new Set(rules.current().lists.map(({ list }) => list)),
  };
}

/** What can be chosen beside a row, what was, and what would come of it. */
export function changeOf(row: LogRow, query: URLSearchParams, { ports }: Parts) {
  const offer = offerFor(row, ports.devices.get(row.device), ports.domainOf);
  const choice = readChoice(query, row, offer);
  const context = { deviceOf: ports.devices.get, now: ports.now() };
  return { offer, choice, proposals: proposals(offer, choice, context) };
}

function createExporting(parts: Parts) {
  let running = 0;
  return (c: StatusContext): Response => {
    const query = new URL(c.req.url).searchParams;
    const asked = query.get('format') ?? 'csv';
    const format = EXPORT_FORMATS.find((one) => one === asked);
    if (format === undefined) return c.text('the format must be csv or jsonl\n', 400);
    if (running >= MAX_EXPORTS) {
      c.header('Retry-After', '30');
      return c.text('too many exports are running\n', 503);
    }
    running += 1;
    const stream = exportRows({
      log: parts.ports.log,
      conditions: conditionsIn(query, parts),
      format,
      ended: () => {
        running -= 1;
      },
    });
    return c.body(stream, 200, { ...EXPORT_HEADERS[format] });
  };
}
