import type { LogRow } from '../../model/log.ts';
import { opposite, quickLine } from '../choice.ts';
import { logAddress, MAX_RULE } from '../filter.ts';
import { badge, ruleLabel, sentence } from '../sentence.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';

const MAX_SHOWN = 160;
/** Names of devices, sites and trackers; the row's own page shows more of them. */
const MAX_NAME = 60;

/** One row of the log: what happened in words, then the facts, then the button. */
export function LogItem(props: {
  readonly row: LogRow;
  readonly query: URLSearchParams;
  readonly frame: Frame;
  /** Milliseconds since the epoch: of rows of another day, the day is shown too. */
  readonly now: number;
}) {
  const { row, query, frame, now } = props;
  const at = (changes: Readonly<Record<string, string>>) => logAddress(query, changes);
  return (
    <li class="row" data-id={String(row.id)}>
      <div class="when">
        {isSameDay(row.at, now) ? null : <Time at={row.at} show="day" />}
        <Time at={row.at} show="time" />
        <a class={`badge ${tone(row)}`} href={at({ action: row.action })}>
          {badge(row)}
        </a>
      </div>
      <div class="what">
        <p class="said">
          <a href={`/log/${row.id}`}>{cut(sentence(row))}</a>
        </p>
        <p class="facts">
          <a href={at({ device: row.device })}>{cut(row.deviceName, MAX_NAME)}</a>
          {row.page === null ? null : (
            <a href={at({ page: row.page })}>on {cut(row.page, MAX_NAME)}</a>
          )}
          {row.tracker === null ? null : (
            <a href={at({ tracker: row.tracker })}>{cut(row.tracker, MAX_NAME)}</a>
          )}
          <a class="mono" href={at({ host: row.host })}>
            {cut(row.host + row.path)}
          </a>
          {row.rule === null ? null : (
            <a class="mono" href={at(ruleCondition(row.rule))} title={cut(row.rule.text)}>
              {cut(ruleLabel(row.rule), MAX_NAME)}
            </a>
          )}
        </p>
      </div>
      <QuickForm row={row} frame={frame} />
    </li>
  );
}

/** The rule itself; of one that is too long for an address, its list. */
function ruleCondition({ list, text }: { readonly list: string; readonly text: string }) {
  return text.length > MAX_RULE / 4 ? { list } : { list, rule: text };
}

/** In this machine's time zone, which is the household's. */
function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** One click: this host, on the site that asked where one did. The line it writes is its title. */
function QuickForm({ row, frame }: { readonly row: LogRow; readonly frame: Frame }) {
  const line = quickLine(row);
  if (line === null) return null;
  const action = opposite(row.action);
  const word = action === 'allow' ? 'Allow' : 'Block';
  const page = action === 'allow' ? row.page : null;
  const where = page === null ? 'everywhere' : `on ${page}`;
  return (
    <form class="quick" method="post" action={`/rules/${action}`}>
      <Hidden frame={frame} />
      <input type="hidden" name="host" value={row.host} />
      <input type="hidden" name="page" value={page ?? ''} />
      <button
        type="submit"
        aria-label={cut(`${word} ${row.host} ${where}`)}
        title={cut(`writes ${line}`)}
      >
        {word}
      </button>
    </form>
  );
}

/** The class that colours a badge. */
export function tone(row: LogRow): string {
  if (row.observed) return 'would';
  return row.action;
}

export function cut(text: string, most = MAX_SHOWN): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
