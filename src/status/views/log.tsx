import type { Device } from '../../model/device.ts';
import type { LogRow } from '../../model/log.ts';
import { ACTIONS } from '../../model/rule.ts';
import { type Conditions, logAddress, parseSpan } from '../filter.ts';
import { ACTION_WORDS } from '../sentence.ts';
import type { Frame } from './layout.tsx';
import { LogItem } from './log-item.tsx';

export interface LogView {
  readonly frame: Frame;
  readonly query: URLSearchParams;
  readonly conditions: Conditions;
  readonly rows: readonly LogRow[];
  readonly devices: readonly Device[];
  /** The id to go on from to older rows; null at the end. */
  readonly older: number | null;
  /** False on an older page: only the newest one grows. */
  readonly live: boolean;
}

const SPAN_WORDS = {
  '15m': 'last 15 minutes',
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
} as const;

export function LogPage(view: LogView) {
  const { query, rows, live, older, frame } = view;
  return (
    <>
      <h1>Log</h1>
      <Filters {...view} />
      <Chips {...view} />
      {live ? (
        <p class="live" hidden id="live">
          <span class="dot" aria-hidden="true" />
          <span id="live-state">Live</span>
          <button type="button" id="live-toggle" aria-pressed="false">
            Pause
          </button>
          <button type="button" id="live-new" hidden />
        </p>
      ) : (
        <p>
          <a href={logAddress(query)}>Back to the newest</a>
        </p>
      )}
      {rows.length === 0 ? (
        <p class="quiet" id="none">
          {Object.keys(view.conditions).length === 0
            ? 'Nothing was acted on yet. What Eyelid blocks, cleans or notes is listed here.'
            : 'No row meets these conditions.'}{' '}
          {view.conditions.host === undefined ? null : (
            <a href={`/rules?host=${encodeURIComponent(view.conditions.host)}`}>
              Make a rule for {view.conditions.host}
            </a>
          )}
        </p>
      ) : null}
      <ol class="rows" id="rows" data-live={live ? streamAddress(query) : undefined}>
        {rows.map((row) => (
          <LogItem row={row} query={query} frame={frame} />
        ))}
      </ol>
      {older === null ? null : (
        <p class="paging">
          <a class="button" href={logAddress(query, { before: String(older) })} rel="next">
            Older
          </a>
        </p>
      )}
      <noscript>
        <p class="quiet">Reload the page to see newer rows.</p>
      </noscript>
    </>
  );
}

function streamAddress(query: URLSearchParams): string {
  return logAddress(query).replace('/log', '/live');
}

function Filters({ query, devices }: LogView) {
  const chosen = (key: string) => query.get(key) ?? '';
  const option = (key: string, value: string, name: string) => (
    <option value={value} selected={chosen(key) === value}>
      {name}
    </option>
  );
  return (
    <form class="filters" method="get" action="/log">
      <label>
        <span>Search</span>
        <input
          type="search"
          name="text"
          value={chosen('text')}
          placeholder="host, rule, tracker…"
        />
      </label>
      <label>
        <span>Action</span>
        <select name="action">
          <option value="">any</option>
          {ACTIONS.map((action) => option('action', action, ACTION_WORDS[action]))}
        </select>
      </label>
      <label>
        <span>Device</span>
        <select name="device">
          <option value="">any</option>
          {devices.map((device) => option('device', device.id, device.name ?? device.address))}
        </select>
      </label>
      <label>
        <span>When</span>
        <select name="last">
          <option value="">any time</option>
          {Object.entries(SPAN_WORDS).map(([value, words]) => option('last', value, words))}
        </select>
      </label>
      {(['host', 'page', 'tracker', 'list'] as const).map((key) =>
        chosen(key) === '' ? null : <input type="hidden" name={key} value={chosen(key)} />,
      )}
      <button type="submit">Show</button>
    </form>
  );
}

/** Each condition as a link that takes it away. */
function Chips({ query, conditions, devices }: LogView) {
  const { device, host, page, tracker, list, action, text, since, until } = conditions;
  const name = devices.find(({ id }) => id === device);
  const last = parseSpan(query.get('last'));
  const chips = [
    ['text', text],
    ['action', action === undefined ? undefined : ACTION_WORDS[action].toLowerCase()],
    ['device', name?.name ?? name?.address ?? device],
    ['host', host],
    ['page', page],
    ['tracker', tracker],
    ['list', list],
    ['last', last === null ? undefined : SPAN_WORDS[last]],
    [
      'since',
      last === null && since !== undefined ? new Date(since).toLocaleString('en-GB') : undefined,
    ],
    ['until', until === undefined ? undefined : new Date(until).toLocaleString('en-GB')],
  ] as const;
  const shown = chips.filter(([, value]) => value !== undefined);
  if (shown.length === 0) return null;
  return (
    <ul class="chips" aria-label="Conditions">
      {shown.map(([key, value]) => (
        <li>
          <a href={logAddress(query, { [key]: null })} title="Take this condition away">
            <span class="quiet">{key === 'page' ? 'site' : key === 'last' ? 'when' : key}</span>{' '}
            {value}
            <span aria-hidden="true"> ×</span>
          </a>
        </li>
      ))}
      <li>
        <a href="/log">All</a>
      </li>
    </ul>
  );
}
