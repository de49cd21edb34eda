import type { Child } from 'hono/jsx';
import type { LogRow } from '../../model/log.ts';
import { logAddress } from '../filter.ts';
import type { Weighed } from '../rules-port.ts';
import { badge, sentence, verdict } from '../sentence.ts';
import { size, Time } from './format.tsx';
import { cut, tone } from './log-item.tsx';
import { Change, type ChangeView } from './row-change.tsx';
import { Asked, Headers, Names, Timing } from './row-details.tsx';
import { RuleText, Tried } from './row-rules.tsx';

export interface RowView extends ChangeView {
  /** What the rule means, in a sentence; null where it is gone. */
  readonly meaning: string | null;
  readonly undoneMeaning: string | null;
  /** What the rules in force make of it; null where they are not asked. */
  readonly weighed: Weighed | null;
  /** The names of the lists that can be looked at line by line. */
  readonly files: ReadonlySet<string>;
}

const LONG = 1_000;

/** One event with all that is known of it, and the buttons that change what happens next time. */
export function RowPage(view: RowView) {
  const { row } = view;
  return (
    <article class="event">
      <p>
        <a href="/log">Log</a>
      </p>
      <h1>
        <span class={`badge ${tone(row)}`}>{badge(row)}</span> {cut(sentence(row), LONG)}
      </h1>
      <RowBody {...view} />
    </article>
  );
}

/** The same below the row of the list, whose sentence stands there already. */
export function RowPart(view: RowView) {
  return (
    <>
      <RowBody {...view} />
      <p class="actions">
        <button type="button" class="close">
          Close
        </button>
        <a href={`/log/${view.row.id}`}>This event on a page of its own</a>
      </p>
    </>
  );
}

function RowBody(view: RowView) {
  const { row } = view;
  return (
    <>
      <p class="lead">{cut(verdict(row), LONG)}</p>
      <Change {...view} />
      <dl class="detail">
        <Fact name="When">
          <Time at={row.at} show="moment" />
        </Fact>
        <Who {...view} />
        <Why {...view} />
        {row.removed.length === 0 ? null : (
          <Fact name={row.observed ? 'Would be taken out' : 'Taken out or changed'}>
            <Names all={row.removed} />
          </Fact>
        )}
        {row.report === undefined ? null : (
          <Fact name="Asked for">
            <Asked report={row.report} />
          </Fact>
        )}
        {row.fields.length === 0 ? null : (
          <Fact name="About the person">
            <Names all={row.fields} values={row.details?.values ?? []} />
          </Fact>
        )}
        {row.details === undefined || row.details.headers.length === 0 ? null : (
          <Fact name="Headers">
            <Headers names={row.details.headers} />
          </Fact>
        )}
        <Fact name="Carried">
          {size(row.bytesUp)} up, {size(row.bytesDown)} down
          {answerWords(row)}
        </Fact>
        <Fact name="Timing">
          <Timing row={row} />
        </Fact>
      </dl>
    </>
  );
}

function Who({ row }: RowView) {
  return (
    <>
      <Fact name="Device">
        <a href={filtered({ device: row.device })}>{cut(row.deviceName)}</a>
        {row.level === undefined ? null : <span class="quiet"> at level {row.level}</span>}
      </Fact>
      {row.page === null ? null : (
        <Fact name="Site">
          <a href={filtered({ page: row.page })}>{cut(row.page)}</a>{' '}
          <a class="aside" href={insight('site', row.page)}>
            all that it tried to tell
          </a>
        </Fact>
      )}
      <Fact name={row.kind === 'tunnel' ? 'Connection' : 'Exchange'}>
        <code>{cut(`${row.method} ${row.host}:${row.port}${row.path}`, LONG)}</code>
      </Fact>
      {row.kind === 'tunnel' ? null : (
        <Fact name="Type">
          {row.type}, {row.party === 'unknown' ? 'party unknown' : `${row.party} party`}
        </Fact>
      )}
      {row.tracker === null ? null : (
        <Fact name="Tracker">
          <a href={filtered({ tracker: row.tracker })}>{cut(row.tracker)}</a>{' '}
          <a class="aside" href={insight('tracker', row.tracker)}>
            all that it asked for
          </a>
        </Fact>
      )}
    </>
  );
}

function Why({ row, meaning, undoneMeaning, weighed, files }: RowView) {
  return (
    <>
      {row.rule === null ? null : (
        <Fact name={row.action === 'allow' ? 'Exception' : 'Rule'}>
          <RuleText rule={row.rule} meaning={meaning} files={files} />
        </Fact>
      )}
      {row.undone === null ? null : (
        <Fact name="Undone by it">
          <RuleText rule={row.undone} meaning={undoneMeaning} files={files} />
        </Fact>
      )}
      {weighed === null ? null : (
        <Fact name="Exceptions tried">
          <Tried weighed={weighed} files={files} />
        </Fact>
      )}
    </>
  );
}

/** What a server says in a tunnel is not seen. */
function answerWords({ status, kind, action }: LogRow): string {
  if (status !== null) return `; the server said ${status}`;
  return kind === 'tunnel' && action === 'pass' ? '' : '; the server was not asked';
}

function filtered(condition: Readonly<Record<string, string>>): string {
  return logAddress(new URLSearchParams(condition));
}

function insight(what: 'site' | 'tracker', name: string): string {
  return `/insight/${what}?${new URLSearchParams({ name })}`;
}

function Fact({ name, children }: { readonly name: string; readonly children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
