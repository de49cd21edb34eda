import type { RuleListInfo } from '../../model/rule.ts';
import type { ListStatus } from '../../model/subscription.ts';
import { Counted, Num, Time } from './format.tsx';
import { cut } from './log-item.tsx';

interface OverviewListsView {
  readonly rules: { readonly size: number; readonly lists: readonly RuleListInfo[] };
  readonly subscriptions: readonly ListStatus[];
}

/** What is in force: the household's own files in one line, each downloaded list in one of its own. */
export function OverviewLists({ rules, subscriptions }: OverviewListsView) {
  const downloaded = new Set(subscriptions.map(({ name }) => name));
  const files = rules.lists.filter(({ list }) => !downloaded.has(list));
  const own = files.reduce((sum, file) => sum + file.rules, 0);
  const wrong = files.reduce((sum, file) => sum + errors(file), 0);
  const byName = new Map(rules.lists.map((list) => [list.list, list]));
  return (
    <section class="card">
      <h2>Rules in force</h2>
      <section class="scroll" tabindex={0} aria-label="Rule lists">
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">List</th>
              <th scope="col" class="num">
                Rules
              </th>
              <th scope="col">Age</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">
                <a href="/rules">
                  <Counted value={files.length} one="file" /> in rules/
                </a>
              </th>
              <td class="num">
                <Num value={own} />
              </td>
              <td class="quiet">yours</td>
              <td>
                <State errors={wrong} failing={files.some(({ stale }) => stale)} />
              </td>
            </tr>
            {subscriptions.map((list) => (
              <tr>
                <th scope="row">
                  <a href="/lists">{cut(list.title, 60)}</a>
                </th>
                <td class="num">{list.rules === null ? 'none' : <Num value={list.rules} />}</td>
                <td class="quiet">
                  {list.fetched === null ? 'never fetched' : <Time at={list.fetched} show="when" />}
                </td>
                <td>
                  <State errors={errors(byName.get(list.name))} failing={list.failing} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function errors(list: RuleListInfo | undefined): number {
  return list?.problems.filter(({ severity }) => severity === 'error').length ?? 0;
}

function State(props: { readonly errors: number; readonly failing: boolean }) {
  if (props.failing) return <span class="badge block">last good copy</span>;
  if (props.errors === 0) return <span class="badge allow">good</span>;
  return (
    <span class="badge strip">
      <Counted value={props.errors} one="error" />
    </span>
  );
}
