import type { RuleListInfo, RuleProblem, RuleRef } from '../../model/rule.ts';
import { logAddress } from '../filter.ts';
import { counted, number } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { Learnt, type LearntSection } from './learnt.tsx';
import { cut } from './log-item.tsx';

export interface RulesView {
  readonly frame: Frame;
  readonly size: number;
  readonly lists: readonly RuleListInfo[];
  readonly personal: readonly RuleRef[];
  readonly learnt: LearntSection;
  /** What an explanation page asked to have filled in. */
  readonly wish: { readonly host: string; readonly path: string; readonly page: string };
}

const MAX_PROBLEMS = 200;
const MAX_PERSONAL = 500;

export function RulesPage(view: RulesView) {
  return (
    <>
      <h1>Rules</h1>
      <p class="lead">
        {counted(view.size, 'rule')} in {counted(view.lists.length, 'file')}. They are plain text in{' '}
        <code>rules/</code>; a file that is saved is in force within a second. Others are
        downloaded: see <a href="/lists">Lists</a>.
      </p>
      <AddRule {...view} />
      <Personal {...view} />
      <Learnt frame={view.frame} learnt={view.learnt} />
      <section>
        <h2>Files</h2>
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" class="num">
                Rules
              </th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {view.lists.map((list) => (
              <ListLine list={list} />
            ))}
          </tbody>
        </table>
      </section>
      {view.lists.map((list) => (
        <Problems list={list} />
      ))}
    </>
  );
}

function ListLine({ list }: { readonly list: RuleListInfo }) {
  const errors = list.problems.filter(({ severity }) => severity === 'error').length;
  const ineffective = list.problems.length - errors;
  return (
    <tr>
      <th scope="row">
        <a href={logAddress(new URLSearchParams({ list: list.list }))}>{cut(list.list)}</a>
      </th>
      <td class="num">{number(list.rules)}</td>
      <td>
        {list.stale ? <span class="badge block">last good version</span> : null}
        {errors > 0 ? (
          <a class="badge strip" href={`#${anchor(list)}`}>
            {counted(errors, 'error')}
          </a>
        ) : null}
        {errors === 0 && !list.stale ? <span class="badge allow">good</span> : null}
        {ineffective > 0 ? (
          <span class="quiet">{counted(ineffective, 'line')} a proxy cannot carry out</span>
        ) : null}
      </td>
    </tr>
  );
}

function Problems({ list }: { readonly list: RuleListInfo }) {
  const errors = list.problems.filter(({ severity }) => severity === 'error');
  const ineffective = list.problems.filter(({ severity }) => severity === 'ineffective');
  if (list.problems.length === 0) return null;
  return (
    <section id={anchor(list)}>
      {errors.length === 0 ? null : (
        <>
          <h3>{cut(list.list)}: lines that are not in force</h3>
          <ProblemList problems={errors} />
        </>
      )}
      {ineffective.length === 0 ? null : (
        <details>
          <summary>
            {cut(list.list)}: {counted(ineffective.length, 'line')} a proxy cannot carry out
          </summary>
          <ProblemList problems={ineffective} />
        </details>
      )}
    </section>
  );
}

function ProblemList({ problems }: { readonly problems: readonly RuleProblem[] }) {
  const more = problems.length - MAX_PROBLEMS;
  return (
    <>
      <ol class="problems">
        {problems.slice(0, MAX_PROBLEMS).map((problem) => (
          <li>
            <span class="mono quiet">line {problem.line}</span>
            <code>{cut(problem.text)}</code>
            <span>{cut(problem.reason, 300)}</span>
          </li>
        ))}
      </ol>
      {more > 0 ? <p class="quiet">and {counted(more, 'line')} more</p> : null}
    </>
  );
}

function anchor(list: RuleListInfo): string {
  return `list-${list.list.replace(/[^a-zA-Z0-9]/g, '-')}`;
}

function Personal({ frame, personal }: RulesView) {
  return (
    <section>
      <h2>Your own rules</h2>
      {personal.length === 0 ? (
        <p class="quiet">
          None yet. Allow or block something in the <a href="/log">log</a>, and it is listed here.
        </p>
      ) : (
        <ol class="own">
          {personal.slice(-MAX_PERSONAL).map((rule) => (
            <li>
              <code>{cut(rule.text)}</code>
              <span class="quiet">line {rule.line}</span>
              <form method="post" action="/rules/undo">
                <Hidden frame={frame} back="/rules" />
                <input type="hidden" name="line" value={String(rule.line)} />
                <input type="hidden" name="text" value={rule.text} />
                <button type="submit" aria-label={`Remove ${cut(rule.text)}`}>
                  Remove
                </button>
              </form>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function AddRule({ frame, wish }: RulesView) {
  return (
    <form class="add" method="post" action="/rules/allow">
      <Hidden frame={frame} back="/rules" />
      <label>
        <span>Host</span>
        <input
          name="host"
          required
          value={wish.host}
          placeholder="tracker.example"
          autocomplete="off"
        />
      </label>
      <label>
        <span>Path (optional)</span>
        <input name="path" value={wish.path} placeholder="/pixel" autocomplete="off" />
      </label>
      <label>
        <span>Only on site (optional)</span>
        <input name="page" value={wish.page} placeholder="shop.example" autocomplete="off" />
      </label>
      <p class="actions">
        <button type="submit">Allow</button>
        <button type="submit" formaction="/rules/block">
          Block
        </button>
      </p>
    </form>
  );
}
