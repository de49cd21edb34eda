import {
  CATALOGUE,
  type CatalogueEntry,
  LIST_GROUPS,
  type ListGroup,
} from '../../model/catalogue.ts';
import type { RuleListInfo } from '../../model/rule.ts';
import type { ListActivity, ListStatus } from '../../model/subscription.ts';
import { logAddress } from '../filter.ts';
import { listAnchor, ruleAddress } from '../rule-address.ts';
import { counted, number, size, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';

export interface ListsView {
  readonly frame: Frame;
  readonly lists: readonly ListStatus[];
  /** What is in force, and what is wrong with it. */
  readonly inForce: readonly RuleListInfo[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const GROUP_WORDS: Readonly<Record<ListGroup, string>> = {
  trackers: 'Trackers',
  ads: 'Advertisements',
  social: 'Social plug-ins',
  malware: 'Deceit and unwanted programs',
  annoyances: 'Annoyances',
  hosts: 'Hosts alone',
};

export function ListsPage(view: ListsView) {
  const { frame, lists } = view;
  return (
    <>
      <h1>Lists</h1>
      <p class="lead">
        Filter lists that Eyelid downloads and keeps up to date. Their rules are in force beside
        those in <code>rules/</code>; your own rules outrank them.
      </p>
      {lists.length === 0 ? (
        <p class="quiet">
          None yet, and nothing is downloaded until you add one. EasyPrivacy is the one to begin
          with.
        </p>
      ) : (
        <form method="post" action="/lists/update">
          <Hidden frame={frame} />
          <button type="submit">Update all</button>
        </form>
      )}
      <ul class="devices lists">
        {lists.map((list) => (
          <ListCard list={list} view={view} />
        ))}
      </ul>
      <Catalogue {...view} />
      <AddByAddress frame={frame} />
    </>
  );
}

function ListCard({ list, view }: { readonly list: ListStatus; readonly view: ListsView }) {
  return (
    <li class="device" id={`list-${list.name}`}>
      <h2>
        <a href={ruleAddress(list.name)}>{cut(list.title)}</a>
        <State list={list} now={view.now} />
      </h2>
      <p class="facts">
        <span class="mono">{list.name}</span>
        {list.trusted ? <Trusted /> : null}
        {list.rules === null ? null : <span>{counted(list.rules, 'rule')}</span>}
        {list.fetched === null ? null : (
          <span>
            copy of <Time at={list.fetched} show="moment" />
          </span>
        )}
        {list.next === null || list.next <= view.now ? (
          <span>next update soon</span>
        ) : (
          <span>
            next update <Time at={list.next} show="moment" />
          </span>
        )}
        {list.sha256 === null ? null : (
          <span title={`SHA-256 ${list.sha256}`}>
            SHA-256 <span class="mono">{list.sha256.slice(0, 12)}</span>
          </span>
        )}
      </p>
      <p class="facts">
        <LastChange list={list} />
        <Wrong list={list} inForce={view.inForce} />
        <a href={logAddress(new URLSearchParams({ list: list.name }))}>in the log</a>
        {list.version === null ? null : <span>version {cut(list.version)}</span>}
        {list.lastModified === null ? null : <span>of {cut(list.lastModified)}</span>}
        {list.homepage === null ? null : (
          <a href={list.homepage} rel="noreferrer noopener">
            homepage
          </a>
        )}
        <span title={list.urls[0] ?? ''}>{cut(list.urls[0] ?? '')}</span>
      </p>
      {list.activity === null ? null : <Progress activity={list.activity} name={list.name} />}
      {list.error === null ? null : <p class="error">{cut(list.error, 500)}</p>}
      <div class="actions">
        <NamedButton view={view} action="update" list={list} words="Update" />
        {list.from === 'added' ? (
          <NamedButton view={view} action="remove" list={list} words="Remove" />
        ) : (
          <span class="quiet">
            named in <code>config/eyelid.yaml</code>
          </span>
        )}
      </div>
    </li>
  );
}

function State({ list, now }: { readonly list: ListStatus; readonly now: number }) {
  if (list.activity !== null) return <span class="badge">updating</span>;
  if (list.rules === null) return <span class="badge strip">not downloaded yet</span>;
  if (list.failing) return <span class="badge block">last good copy</span>;
  if (list.error !== null) return <span class="badge strip">incomplete</span>;
  if (list.next !== null && list.next <= now) return <span class="badge">due</span>;
  return <span class="badge allow">good</span>;
}

function Trusted() {
  return <span title="It may change the text of pages and where visits go">trusted</span>;
}

function LastChange({ list }: { readonly list: ListStatus }) {
  if (list.change === null) return null;
  const { added, removed, at } = list.change;
  return (
    <span>
      last change +{number(added)} −{number(removed)} rules, <Time at={at} show="day" />
    </span>
  );
}

/** Lines that are not in force: the list's authors' to mend, and shown where all rules are. */
function Wrong(props: Pick<ListsView, 'inForce'> & { readonly list: ListStatus }) {
  const info = props.inForce.find(({ list }) => list === props.list.name);
  const errors = info?.problems.filter(({ severity }) => severity === 'error').length ?? 0;
  if (errors === 0) return null;
  return (
    <a href={`/rules#${listAnchor(props.list.name)}`}>{counted(errors, 'line')} not in force</a>
  );
}

function Progress({ activity, name }: { readonly activity: ListActivity; readonly name: string }) {
  if (activity.phase !== 'downloading') {
    return <p class="quiet">{activity.phase === 'reading' ? 'Reading it' : 'Waiting its turn'}</p>;
  }
  const { received, total } = activity;
  return (
    <p class="quiet">
      <progress
        aria-label={`Download of ${cut(name)}`}
        {...(total === null ? {} : { value: String(received), max: String(total) })}
      />{' '}
      {size(received)}
      {total === null ? null : <> of {size(total)}</>}
    </p>
  );
}

interface ButtonProps {
  readonly view: ListsView;
  readonly action: 'update' | 'remove';
  readonly list: ListStatus;
  readonly words: string;
}

function NamedButton({ view, action, list, words }: ButtonProps) {
  return (
    <form method="post" action={`/lists/${action}`}>
      <Hidden frame={view.frame} back="/lists" />
      <input type="hidden" name="name" value={list.name} />
      <button type="submit" aria-label={`${words} ${cut(list.title)}`}>
        {words}
      </button>
    </form>
  );
}

function Catalogue({ frame, lists }: ListsView) {
  const taken = new Set(lists.map(({ name }) => name));
  const left = CATALOGUE.filter(({ name }) => !taken.has(name));
  const groups = LIST_GROUPS.map((group) => left.filter((entry) => entry.group === group));
  if (left.length === 0) return null;
  return (
    <section>
      <h2>Add a list</h2>
      {groups.map(([first, ...others]) =>
        first === undefined ? null : (
          <>
            <h3>{GROUP_WORDS[first.group]}</h3>
            <ul class="own">
              {[first, ...others].map((entry) => (
                <CatalogueLine entry={entry} frame={frame} />
              ))}
            </ul>
          </>
        ),
      )}
    </section>
  );
}

function CatalogueLine(props: { readonly entry: CatalogueEntry; readonly frame: Frame }) {
  const { name, title, about, homepage, license, trusted } = props.entry;
  return (
    <li>
      <p>
        <a href={homepage} rel="noreferrer noopener" title={`Licence: ${license}`}>
          {title}
        </a>{' '}
        <span class="quiet">
          {about}
          {trusted === true ? ' It may change the text of pages and where visits go.' : ''}
        </span>
      </p>
      <form method="post" action="/lists/add">
        <Hidden frame={props.frame} back="/lists" />
        <input type="hidden" name="source" value={name} />
        <button type="submit" aria-label={`Add ${title}`}>
          Add
        </button>
      </form>
    </li>
  );
}

function AddByAddress({ frame }: { readonly frame: Frame }) {
  return (
    <section>
      <h2>Add a list by its address</h2>
      <form class="add" method="post" action="/lists/add">
        <Hidden frame={frame} back="/lists" />
        <label>
          <span>Address</span>
          <input
            name="source"
            type="url"
            required
            maxlength={2_000}
            placeholder="https://lists.example/list.txt"
            autocomplete="off"
          />
        </label>
        <label>
          <span>Name (optional)</span>
          <input
            name="name"
            maxlength={64}
            pattern="[a-z0-9][a-z0-9_.\-]*"
            title="Lower-case letters, digits, dots and dashes"
            autocomplete="off"
          />
        </label>
        <label class="tick">
          <input name="trusted" type="checkbox" value="yes" />
          <span>
            Trust it: it may change the text of pages and where visits go. Whoever writes the list
            could then put scripts into every page.
          </span>
        </label>
        <p class="actions">
          <button type="submit">Add</button>
        </p>
      </form>
    </section>
  );
}
