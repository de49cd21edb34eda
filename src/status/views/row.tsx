import type { Child } from 'hono/jsx';
import type { LogRow } from '../../model/log.ts';
import type { RuleRef } from '../../model/rule.ts';
import { logAddress } from '../filter.ts';
import { MAX_PATH } from '../rule-line.ts';
import { badge, sentence, verdict } from '../sentence.ts';
import { counted, size, span, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut, opposite, tone } from './log-item.tsx';

export interface RowView {
  readonly frame: Frame;
  readonly row: LogRow;
  /** What the rule means, in a sentence; null where it is gone. */
  readonly meaning: string | null;
  readonly undoneMeaning: string | null;
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
      <p class="lead">{cut(verdict(row), LONG)}</p>
      <Change {...view} />
      <dl class="detail">
        <Fact name="When">
          <Time at={row.at} show="moment" />
        </Fact>
        <Fact name="Device">
          <a href={filtered({ device: row.device })}>{cut(row.deviceName)}</a>
        </Fact>
        {row.page === null ? null : (
          <Fact name="Site">
            <a href={filtered({ page: row.page })}>{cut(row.page)}</a>
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
            <a href={filtered({ tracker: row.tracker })}>{cut(row.tracker)}</a>
          </Fact>
        )}
        {row.rule === null ? null : (
          <Fact name={row.action === 'allow' ? 'Exception' : 'Rule'}>
            <RuleText rule={row.rule} meaning={view.meaning} />
          </Fact>
        )}
        {row.undone === null ? null : (
          <Fact name="Undone by it">
            <RuleText rule={row.undone} meaning={view.undoneMeaning} />
          </Fact>
        )}
        {row.removed.length === 0 ? null : (
          <Fact name="Taken out or changed">
            <Names all={row.removed} />
          </Fact>
        )}
        {row.fields.length === 0 ? null : (
          <Fact name="About the person">
            <Names all={row.fields} />
            <span class="line quiet">
              names only; the values are not kept unless log.detail says so
            </span>
          </Fact>
        )}
        <Fact name="Carried">
          {size(row.bytesUp)} up, {size(row.bytesDown)} down, {span(row.duration)}
          {answerWords(row)}
        </Fact>
      </dl>
    </article>
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

function Fact({ name, children }: { readonly name: string; readonly children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RuleText({ rule, meaning }: { readonly rule: RuleRef; readonly meaning: string | null }) {
  return (
    <>
      <code>{cut(rule.text, LONG)}</code>
      <span class="line quiet">
        {cut(rule.list)}, line {rule.line}
      </span>
      <span class="line">{meaning ?? 'This rule is no longer in the files.'}</span>
    </>
  );
}

function Names({ all }: { readonly all: readonly string[] }) {
  const shown = all.slice(0, 60);
  return (
    <span class="names">
      {shown.map((name) => (
        <code>{cut(name, 80)}</code>
      ))}
      {all.length > shown.length ? counted(all.length - shown.length, 'more name') : null}
    </span>
  );
}

/** Allow or block, for this site or everywhere, the host or the path. */
function Change({ row, frame }: RowView) {
  const path = row.path.replace(/[?#].*$/, '');
  const likely = opposite(row.action);
  const button = (action: 'allow' | 'block', word: string) => (
    <button
      type="submit"
      formaction={`/rules/${action}`}
      class={action === likely ? 'primary' : undefined}
    >
      {word}
    </button>
  );
  return (
    <form class="change" method="post" action={`/rules/${likely}`}>
      <Hidden frame={frame} />
      <input type="hidden" name="host" value={row.host} />
      <fieldset>
        <legend>From now on</legend>
        <label>
          <input type="radio" name="path" value="" checked />
          <span>
            all of <code>{cut(row.host)}</code>
          </span>
        </label>
        {path === '' || path === '/' || path.length > MAX_PATH ? null : (
          <label>
            <input type="radio" name="path" value={path} />
            <span>
              only what begins with <code>{cut(row.host + path, LONG)}</code>
            </span>
          </label>
        )}
      </fieldset>
      <fieldset>
        <legend>Where</legend>
        {row.page === null ? null : (
          <label>
            <input type="radio" name="page" value={row.page} checked />
            <span>
              when <code>{cut(row.page)}</code> asks
            </span>
          </label>
        )}
        <label>
          <input type="radio" name="page" value="" checked={row.page === null} />
          <span>everywhere</span>
        </label>
      </fieldset>
      <p class="actions">
        {button('allow', 'Allow')}
        {button('block', 'Block')}
        <span class="quiet">
          adds a line to <code>rules/my-rules.txt</code>
        </span>
      </p>
    </form>
  );
}
