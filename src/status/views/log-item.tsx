import type { LogRow } from '../../model/log.ts';
import type { Action } from '../../model/rule.ts';
import { logAddress } from '../filter.ts';
import { badge, sentence } from '../sentence.ts';
import { Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';

const MAX_SHOWN = 160;

/** One row of the log: what happened in words, then the facts, then the button. */
export function LogItem(props: {
  readonly row: LogRow;
  readonly query: URLSearchParams;
  readonly frame: Frame;
}) {
  const { row, query, frame } = props;
  const at = (changes: Readonly<Record<string, string>>) => logAddress(query, changes);
  return (
    <li class="row" data-id={String(row.id)}>
      <div class="when">
        <Time at={row.at} show="time" />
        <span class={`badge ${tone(row)}`}>{badge(row)}</span>
      </div>
      <div class="what">
        <p class="said">
          <a href={`/log/${row.id}`}>{cut(sentence(row))}</a>
        </p>
        <p class="facts">
          <a href={at({ device: row.device })}>{cut(row.deviceName)}</a>
          {row.page === null ? null : <a href={at({ page: row.page })}>on {cut(row.page)}</a>}
          <a class="mono" href={at({ host: row.host })}>
            {cut(row.host + row.path)}
          </a>
          {row.rule === null ? null : (
            <a class="mono" href={at({ list: row.rule.list })} title={cut(row.rule.text)}>
              {cut(row.rule.list)}:{row.rule.line}
            </a>
          )}
        </p>
      </div>
      <QuickForm row={row} frame={frame} />
    </li>
  );
}

/** One click: this host, on the site that asked where one did. */
function QuickForm({ row, frame }: { readonly row: LogRow; readonly frame: Frame }) {
  const action = opposite(row.action);
  const where = row.page === null ? 'everywhere' : `on ${row.page}`;
  const word = action === 'allow' ? 'Allow' : 'Block';
  return (
    <form class="quick" method="post" action={`/rules/${action}`}>
      <Hidden frame={frame} />
      <input type="hidden" name="host" value={row.host} />
      <input type="hidden" name="page" value={row.page ?? ''} />
      <button
        type="submit"
        aria-label={`${word} ${row.host} ${where}`}
        title={`${row.host} ${where}`}
      >
        {word}
      </button>
    </form>
  );
}

/** What a person most likely wants to change about a verdict. */
export function opposite(action: Action): 'allow' | 'block' {
  return action === 'pass' || action === 'allow' || action === 'log' ? 'block' : 'allow';
}

/** The class that colours a badge. */
export function tone(row: LogRow): string {
  if (row.observed) return 'would';
  return row.action;
}

export function cut(text: string, most = MAX_SHOWN): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
