import type { RuleListInfo, RuleRef } from '../../model/rule.ts';
import type { ListStatus } from '../../model/subscription.ts';
import { listAnchor, ruleAddress } from '../rule-address.ts';
import type { RuleFileInfo, RuleRemark } from '../rule-files.ts';
import { counted, Num, number, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { Learnt, type LearntSection } from './learnt.tsx';
import { cut } from './log-item.tsx';

export interface RulesView {
  readonly frame: Frame;
  readonly size: number;
  readonly files: readonly RuleFileInfo[];
  /** What is in force besides: downloaded lists and what was learnt. */
  readonly lists: readonly RuleListInfo[];
  readonly subscribed: readonly ListStatus[];
  /** How often the rules of a file or list applied in the last seven days. */
  readonly hitsOf: (list: string) => number;
  readonly identifiers: number;
  readonly personal: readonly RuleRef[];
  readonly learnt: LearntSection;
  /** What an explanation page asked to have filled in. */
  readonly wish: { readonly host: string; readonly path: string; readonly page: string };
}

const MAX_REMARKS = 50;
/** A glance; the file has all. */
const MAX_PERSONAL = 100;

export function RulesPage(view: RulesView) {
  const { frame, size, files, lists, learnt } = view;
  return (
    <>
      <h1>Rules</h1>
      <p class="lead">
        {counted(size, 'rule')} in force. They are plain text in <code>rules/</code>; a file that is
        saved, here or by any editor, is in force within a second.
      </p>
      <AddRule {...view} />
      <p>
        <a href="/rules/explain">Which rule decides on an address?</a>
      </p>
      <Personal {...view} />
      <section>
        <h2>Files</h2>
        <ul class="rule-files">
          {files.map((file) => (
            <FileItem file={file} hits={view.hitsOf(file.name)} />
          ))}
        </ul>
        <p>
          <a href="/rules/hits">How often each rule applied, and which never did</a>
        </p>
      </section>
      <section>
        <h2>Downloaded, learnt, watched for</h2>
        <ul class="rule-files">
          {lists.map((list) => (
            <ListItem list={list} view={view} />
          ))}
          <li>
            <p>
              <a href="/identifiers">Identifiers</a>
            </p>
            <p class="quiet">
              {counted(view.identifiers, 'address', 'addresses')} and numbers of the household that
              are watched for
              <Hits count={view.hitsOf('identifiers')} />
            </p>
          </li>
        </ul>
        <p>
          <a href="/lists">Lists: add, update, remove</a>
        </p>
      </section>
      <Learnt frame={frame} learnt={learnt} />
    </>
  );
}

function Hits({ count }: { readonly count: number }) {
  if (count === 0) return <>, not applied in 7 days</>;
  if (count === 1) return <>, applied once in 7 days</>;
  return (
    <>
      , applied <Num value={count} /> times in 7 days
    </>
  );
}

function FileItem({ file, hits }: { readonly file: RuleFileInfo; readonly hits: number }) {
  const { name, rules, off, changedAt, remarks, ineffective, expired } = file;
  const errors = remarks.filter(({ severity }) => severity === 'error').length;
  const warnings = remarks.length - errors - expired.length;
  return (
    <li id={listAnchor(name)}>
      <p>
        <a class="mono" href={ruleAddress(name)}>
          {cut(name)}
        </a>
        {file.stale ? <span class="badge block">last good version</span> : null}
        {errors > 0 ? <span class="badge block">{counted(errors, 'error')}</span> : null}
        {warnings > 0 ? <span class="badge strip">{counted(warnings, 'warning')}</span> : null}
        {expired.length > 0 ? (
          <span class="badge strip">{number(expired.length)} ended</span>
        ) : null}
        {off > 0 && rules === 0 ? <span class="badge">switched off</span> : null}
        {remarks.length === 0 && !file.stale && rules > 0 ? (
          <span class="badge allow">good</span>
        ) : null}
      </p>
      <p class="quiet">
        {counted(rules, 'rule')}
        {off > 0 ? `, ${counted(off, 'signature')} switched off` : ''}
        {ineffective > 0 ? `, ${counted(ineffective, 'line')} a proxy cannot carry out` : ''}
        <Hits count={hits} />
        {changedAt === null ? null : (
          <>
            , changed <Time at={changedAt} show="day" />
          </>
        )}
      </p>
      <Remarks name={name} remarks={remarks} />
    </li>
  );
}

function Remarks(props: { readonly name: string; readonly remarks: readonly RuleRemark[] }) {
  const { name, remarks } = props;
  if (remarks.length === 0) return null;
  const more = remarks.length - MAX_REMARKS;
  return (
    <details open={remarks.length <= 3}>
      <summary>{counted(remarks.length, 'line')} to look at</summary>
      <ul class="rule-remarks">
        {remarks.slice(0, MAX_REMARKS).map(({ line, severity, reason }) => (
          <li class={`is-${severity}`}>
            <a
              class="no"
              href={ruleAddress(name, line)}
              aria-label={`line ${line} of ${cut(name)}`}
            >
              line {line}
            </a>
            <span>
              <b>{severity === 'error' ? 'not in force' : 'warning'}:</b> {cut(reason, 300)}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p class="quiet">And {number(more)} more.</p> : null}
    </details>
  );
}

function ListItem({ list, view }: { readonly list: RuleListInfo; readonly view: RulesView }) {
  const status = view.subscribed.find(({ name }) => name === list.list);
  const errors = list.problems.filter(({ severity }) => severity === 'error');
  const other = list.problems.length - errors.length;
  return (
    <li id={listAnchor(list.list)}>
      <p>
        <a class="mono" href={ruleAddress(list.list)}>
          {cut(list.list)}
        </a>
        {list.stale || status?.failing === true ? (
          <span class="badge block">last good copy</span>
        ) : (
          <span class="badge allow">good</span>
        )}
        {errors.length > 0 ? (
          <span class="badge strip">{counted(errors.length, 'error')}</span>
        ) : null}
      </p>
      <p class="quiet">
        {counted(list.rules, 'rule')}
        {other > 0 ? `, ${counted(other, 'line')} a proxy cannot carry out` : ''}
        <Hits count={view.hitsOf(list.list)} />
        {status?.fetched == null ? null : (
          <>
            , copy of <Time at={status.fetched} show="day" />
          </>
        )}
      </p>
      <Remarks name={list.list} remarks={errors} />
    </li>
  );
}

function Personal({ frame, personal }: RulesView) {
  const shown = personal.slice(-MAX_PERSONAL).toReversed();
  const more = personal.length - shown.length;
  return (
    <section>
      <h2>Your own rules</h2>
      {personal.length === 0 ? (
        <p class="quiet">
          None yet. Allow or block something in the <a href="/log">log</a>, and it is listed here.
        </p>
      ) : (
        <ol class="own">
          {shown.map((rule) => (
            <li>
              <code>{cut(rule.text)}</code>
              <a
                class="quiet"
                href={ruleAddress(rule.list, rule.line)}
                aria-label={`line ${rule.line} of ${rule.list}`}
              >
                line {rule.line}
              </a>
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
      <p class="actions">
        <a class="button" href={`${ruleAddress('my-rules.txt')}/edit`}>
          Edit my-rules.txt
        </a>
        {more > 0 ? (
          <span class="quiet">The newest are shown; {number(more)} older are in it.</span>
        ) : null}
      </p>
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
