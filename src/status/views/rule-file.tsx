import { logAddress } from '../filter.ts';
import { ruleAddress } from '../rule-address.ts';
import type { PastRuleText, RuleFileInfo, RuleFilePart, RuleRemark } from '../rule-files.ts';
import { counted, number } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';
import { PastTexts } from './rule-texts.tsx';

/** Longer files and lists are shown in pages. */
export const LINES_PER_PAGE = 500;
const MAX_LINE = 2_000;

export interface RuleFileView {
  readonly frame: Frame;
  readonly part: RuleFilePart;
  /** The line that was asked for. */
  readonly line: number | null;
  /** Null for what is not in `rules/`. */
  readonly info: RuleFileInfo | null;
  readonly history: readonly PastRuleText[];
}

export function RuleFilePage(view: RuleFileView) {
  const { part, line, info, history } = view;
  const remarks = new Map<number, RuleRemark[]>();
  for (const one of info?.remarks ?? []) {
    remarks.set(one.line, [...(remarks.get(one.line) ?? []), one]);
  }
  return (
    <>
      <h1>{cut(part.name)}</h1>
      <About {...view} />
      <Actions {...view} />
      {part.total === 0 ? (
        <p class="quiet">There is nothing in it yet.</p>
      ) : (
        <ol class="rule-lines" tabindex={0} aria-label={`Lines of ${cut(part.name)}`}>
          {part.lines.map((text, index) => (
            <Line
              text={text}
              at={part.from + index}
              asked={line === part.from + index}
              remarks={remarks.get(part.from + index) ?? []}
            />
          ))}
        </ol>
      )}
      <Pages part={part} />
      <PastTexts name={part.name} history={history} />
    </>
  );
}

function About({ part, info }: RuleFileView) {
  if (info === null) {
    return (
      <p class="lead">
        {counted(part.total, 'line')}, as {part.name === 'learnt' ? 'learnt' : 'downloaded'}. It is
        not edited here; a line in <a href={ruleAddress('my-rules.txt')}>my-rules.txt</a> outranks
        it.
      </p>
    );
  }
  return (
    <>
      <p class="lead">
        {counted(info.rules - info.expired.length, 'rule')} in force, in{' '}
        {counted(part.total, 'line')}
        {info.off === 0 ? '' : `; ${counted(info.off, 'signature')} switched off`}.
      </p>
      {info.stale ? (
        <p class="error">It is broken as it stands: what it said before is in force.</p>
      ) : null}
      {part.locked === null ? null : <p class="hint">It cannot be edited here: {part.locked}.</p>}
    </>
  );
}

function Actions({ frame, part, info }: RuleFileView) {
  const address = ruleAddress(part.name);
  const canExpire = info !== null && info.expired.length > 0 && !/\.ya?ml$/i.test(part.name);
  return (
    <div class="actions">
      {part.own && part.locked === null ? (
        <a class="button" href={`${address}/edit`}>
          Edit
        </a>
      ) : null}
      <a class="button" href={logAddress(new URLSearchParams({ list: part.name }))}>
        In the log
      </a>
      <a class="button" href={`/rules/hits?list=${encodeURIComponent(part.name)}`}>
        How often each applied
      </a>
      {canExpire && part.locked === null ? (
        <form method="post" action={`${address}/expired`}>
          <Hidden frame={frame} back={address} />
          <button type="submit">Take out {counted(info.expired.length, 'line')} that ended</button>
        </form>
      ) : null}
      <a href="/rules">All rules</a>
    </div>
  );
}

function Line(props: {
  readonly text: string;
  readonly at: number;
  readonly asked: boolean;
  readonly remarks: readonly RuleRemark[];
}) {
  const { text, at, asked, remarks } = props;
  return (
    <li id={`L${at}`} class={asked ? 'asked' : undefined}>
      <a class="no" href={`#L${at}`} aria-label={`line ${at}${asked ? ', asked for' : ''}`}>
        {at}
      </a>
      <code class={isComment(text) ? 'quiet' : undefined}>{cut(text, MAX_LINE)}</code>
      {remarks.map(({ severity, reason }) => (
        <span class={`said is-${severity}`}>
          {severity === 'error' ? 'Not in force' : 'Warning'}: {cut(reason, 300)}
        </span>
      ))}
    </li>
  );
}

/** In lists `!`; in signatures, and where a line of a hosts file begins so, `#`. */
function isComment(text: string): boolean {
  return /^\s*(?:!|#(?![#@?$%]))/.test(text);
}

function Pages({ part }: { readonly part: RuleFilePart }) {
  const { name, from, total, lines } = part;
  if (lines.length >= total) return null;
  const at = (first: number) => `${ruleAddress(name)}?from=${first}`;
  const last = from + lines.length - 1;
  const end = total - ((total - 1) % LINES_PER_PAGE);
  return (
    <nav class="actions" aria-label="Pages of the file">
      {from > 1 ? (
        <a class="button" href={at(Math.max(1, from - LINES_PER_PAGE))}>
          Before
        </a>
      ) : null}
      <span class="quiet">
        lines {number(from)} to {number(last)} of {number(total)}
      </span>
      {last < total ? (
        <>
          <a class="button" href={at(last + 1)}>
            Next
          </a>
          <a href={at(end)}>To the end</a>
        </>
      ) : null}
    </nav>
  );
}
