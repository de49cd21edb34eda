import type { RuleRef } from '../../model/rule.ts';
import type { Weighed, WeighedRule } from '../rules-port.ts';
import { ACTION_WORDS, isChoice } from '../sentence.ts';
import { counted } from './format.tsx';
import { cut } from './log-item.tsx';

const LONG = 1_000;
const BY_THE_LOG =
  'Judged by what the log keeps: the address with the names of its fields, without values, body and headers. Rules that look at those may say otherwise.';

/** Where a rule stands, as a link to its line where that is a file of rules. */
export function RulePlace(props: { readonly rule: RuleRef; readonly files: ReadonlySet<string> }) {
  const { rule, files } = props;
  const words = `${cut(rule.list, 80)}, line ${rule.line}`;
  if (!files.has(rule.list)) return <span class="quiet">{words}</span>;
  const address = `/rules/file/${encodeURIComponent(rule.list)}?line=${rule.line}#L${rule.line}`;
  return <a href={address}>{words}</a>;
}

/** A rule with its place and its meaning. */
export function RuleText(props: {
  readonly rule: RuleRef;
  readonly meaning: string | null;
  readonly files: ReadonlySet<string>;
}) {
  const { rule, meaning } = props;
  if (isChoice(rule)) return <>{rule.text}: somebody chose that on the spot, no rule says it</>;
  return (
    <>
      <code>{cut(rule.text, LONG)}</code>
      <span class="line">
        <RulePlace {...props} />
      </span>
      <span class="line">{meaning ?? 'This rule is no longer in the files.'}</span>
    </>
  );
}

/**
 * What was tried on the exchange, weighed anew: the rules in force and every
 * exception; the rules that lost, and to whom, are folded away.
 */
export function Tried(props: {
  readonly weighed: Weighed;
  readonly files: ReadonlySet<string>;
  /** What it is judged by. Absent: what the log keeps. */
  readonly basis?: string;
}) {
  const { weighed, files, basis = BY_THE_LOG } = props;
  const { action, rules, more } = weighed;
  const exceptions = rules.filter((rule) => rule.action === 'allow');
  const shown = rules.filter((rule) => rule.lost === null || rule.action === 'allow');
  const lost = rules.filter((rule) => !shown.includes(rule));
  return (
    <>
      <span class="line">
        As the rules stand now, it would be <strong>{ACTION_WORDS[action].toLowerCase()}</strong>.{' '}
        {exceptions.length === 0
          ? 'No exception fits.'
          : `${fits(exceptions.length, 'exception')}.`}
      </span>
      <TriedRules rules={shown} files={files} />
      {lost.length + more === 0 ? null : (
        <details>
          <summary>
            {fits(lost.length + more, shown.length === 0 ? 'rule' : 'more rule')}, not in force
          </summary>
          <TriedRules rules={lost} files={files} />
          {more === 0 ? null : <span class="line">and {counted(more, 'more rule')}</span>}
        </details>
      )}
      <span class="line quiet">{basis}</span>
    </>
  );
}

function fits(count: number, word: string): string {
  return `${counted(count, word)} ${count === 1 ? 'fits' : 'fit'}`;
}

function TriedRules(props: {
  readonly rules: readonly WeighedRule[];
  readonly files: ReadonlySet<string>;
}) {
  if (props.rules.length === 0) return null;
  return (
    <ul class="weighed">
      {props.rules.map((rule) => (
        <TriedRule rule={rule} files={props.files} />
      ))}
    </ul>
  );
}

function TriedRule(props: { readonly rule: WeighedRule; readonly files: ReadonlySet<string> }) {
  const { rule, files } = props;
  const kind = rule.action === 'allow' ? 'exception' : `rule: ${ACTION_WORDS[rule.action]}`;
  return (
    <li class={rule.lost === null ? undefined : 'lost'}>
      <code>{cut(rule.text, 300)}</code>
      <span class="line">
        {kind.toLowerCase()}, <RulePlace rule={rule} files={files} />:{' '}
        {rule.lost === null ? 'in force' : `not in force, because ${cut(rule.lost, 300)}`}
      </span>
      {rule.meaning === null ? null : <span class="line quiet">{cut(rule.meaning, 300)}</span>}
    </li>
  );
}
