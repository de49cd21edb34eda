import type { Device } from '../../model/device.ts';
import type { LogRow } from '../../model/log.ts';
import { MAX_EXPORTED } from '../export.ts';
import { logAddress } from '../filter.ts';
import { number } from './format.tsx';
import type { Frame } from './layout.tsx';
import { Chips, Filters, type FilterView } from './log-filters.tsx';
import { cut, LogItem } from './log-item.tsx';
import { LogKeys } from './log-keys.tsx';

export interface RowsView {
  readonly frame: Frame;
  readonly query: URLSearchParams;
  readonly rows: readonly LogRow[];
  /** The id to go on from to older rows; null at the end. */
  readonly older: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface LogView extends RowsView, FilterView {
  /** False on an older page: only the newest one grows. */
  readonly live: boolean;
  /** The device that asks; null where it is not known. */
  readonly own: Device | null;
}

export function LogPage(view: LogView) {
  const { query, rows, live, frame, now } = view;
  return (
    <>
      <h1>Log</h1>
      <Filters {...view} />
      <Chips {...view} />
      {query.toString() === '' && view.own !== null ? <JustNow device={view.own} /> : null}
      <div class="log-bar">
        {live ? (
          <Live />
        ) : (
          <p>
            <a href={logAddress(query)}>Back to the newest</a>
          </p>
        )}
        <Export query={query} />
      </div>
      {rows.length === 0 ? <Nothing {...view} /> : null}
      <ol
        class="rows"
        id="rows"
        aria-label="Events, the newest first"
        data-live={live ? addressOf('/live', query) : undefined}
      >
        {rows.map((row) => (
          <LogItem row={row} query={query} frame={frame} now={now} />
        ))}
      </ol>
      <Older {...view} />
      {view.conditions.text !== undefined && rows.length > 0 && view.older === null ? (
        <TextHint />
      ) : null}
      <LogKeys />
      <noscript>
        <p class="quiet">Reload the page to see newer rows.</p>
      </noscript>
    </>
  );
}

/** Rows alone, with the way to those before them: what is put below the rows that are shown. */
export function MoreRows(view: RowsView) {
  const { rows, query, frame, now } = view;
  return (
    <>
      <ol>
        {rows.map((row) => (
          <LogItem row={row} query={query} frame={frame} now={now} />
        ))}
      </ol>
      <Older {...view} />
    </>
  );
}

function Older({ older, query }: RowsView) {
  if (older === null) return null;
  const before = { before: String(older) };
  return (
    <p class="paging" id="paging">
      <a
        class="button"
        href={logAddress(query, before)}
        rel="next"
        data-rows={logAddress(query, before).replace('/log', '/log/rows')}
      >
        Older
      </a>
    </p>
  );
}

/** Hidden until the script that makes it true has begun. */
function Live() {
  return (
    <p class="live" hidden id="live">
      <span class="dot" aria-hidden="true" />
      <span id="live-state">Live</span>
      <button type="button" id="live-toggle" aria-pressed="false">
        Pause
      </button>
      <button type="button" id="live-new" hidden />
      <span class="unseen" role="status" id="live-told" />
    </p>
  );
}

function Export({ query }: { readonly query: URLSearchParams }) {
  const address = addressOf('/log/export', query);
  const link = (format: string, words: string) => (
    <a href={`${address}${address.includes('?') ? '&' : '?'}format=${format}`} download>
      {words}
    </a>
  );
  return (
    <p class="export quiet" title={`At most ${number(MAX_EXPORTED)} rows, the newest first`}>
      These rows as {link('csv', 'CSV')} or {link('jsonl', 'JSON lines')}
    </p>
  );
}

function addressOf(path: string, query: URLSearchParams): string {
  return logAddress(query).replace('/log', path);
}

function Nothing({ conditions }: LogView) {
  const { host, unopened, text } = conditions;
  const isAll = Object.keys(conditions).length === 0;
  return (
    <div class="quiet" id="none">
      <p>
        {isAll
          ? 'Nothing was acted on yet. What Eyelid blocks, cleans or notes is listed here.'
          : 'No row meets these conditions.'}{' '}
        {host === undefined ? null : (
          <a href={`/rules?host=${encodeURIComponent(host)}`}>Make a rule for {host}</a>
        )}
      </p>
      {unopened === true ? (
        <p>
          What passes through unopened is only counted, unless <code>log.scope</code> is{' '}
          <code>all</code>; the overview has the counts.
        </p>
      ) : null}
      {text === undefined ? null : <TextHint />}
    </div>
  );
}

function TextHint() {
  return (
    <p class="quiet">
      A text is looked for in the newest rows that meet the other conditions. Name a time, a device
      or a site to look further back; a file of the rows holds them all.
    </p>
  );
}

/** What people come for: what was held back just now, on what they hold in their hands. */
function JustNow({ device }: { readonly device: Device }) {
  const condition = { device: device.id, last: '15m' };
  return (
    <p class="quiet">
      <a href={logAddress(new URLSearchParams(condition))}>
        The last 15 minutes of this device ({cut(device.name ?? device.address, 60)})
      </a>
    </p>
  );
}
