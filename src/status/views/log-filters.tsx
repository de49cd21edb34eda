import { type Device, LEVELS } from '../../model/device.ts';
import { RESOURCE_TYPES } from '../../model/request.ts';
import { ACTIONS } from '../../model/rule.ts';
import { type Conditions, type FilterKey, logAddress, parseSpan } from '../filter.ts';
import { ACTION_WORDS } from '../sentence.ts';
import { Time } from './format.tsx';
import { cut } from './log-item.tsx';

/** What may be suggested in a field, the most frequent first. */
export interface Suggestions {
  readonly page: readonly string[];
  readonly tracker: readonly string[];
  readonly list: readonly string[];
}

export interface FilterView {
  readonly query: URLSearchParams;
  readonly conditions: Conditions;
  readonly devices: readonly Device[];
  readonly groups: readonly string[];
  readonly suggestions: Suggestions;
}

const SPAN_WORDS = {
  '15m': 'last 15 minutes',
  '1h': 'last hour',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
} as const;
/** Those in the part that is folded away. */
const RARE: readonly FilterKey[] = [
  'page',
  'host',
  'tracker',
  'type',
  'rule',
  'list',
  'group',
  'level',
  'unopened',
  'since',
  'until',
];

/** A form of all conditions, which its address then holds; the rare ones are folded away. */
export function Filters(view: FilterView) {
  const { query, devices } = view;
  return (
    <search>
      <form class="filters" method="get" action="/log">
        <label class="wide">
          <span>Search</span>
          <input
            type="search"
            name="text"
            id="search"
            value={query.get('text') ?? ''}
            placeholder="words, host, tracker…"
            autocomplete="off"
          />
        </label>
        <Choose
          view={view}
          name="action"
          label="Action"
          options={ACTIONS.map((action) => [action, ACTION_WORDS[action]])}
        />
        <Choose
          view={view}
          name="device"
          label="Device"
          options={devices.map(({ id, name, address }) => [id, cut(name ?? address, 60)])}
        />
        <Choose
          view={view}
          name="last"
          label="When"
          any="any time"
          options={Object.entries(SPAN_WORDS)}
        />
        <button type="submit">Show</button>
        <details class="conditions">
          <summary>More conditions{countOf(RARE.filter((key) => query.get(key)).length)}</summary>
          <Rare {...view} />
        </details>
      </form>
    </search>
  );
}

function countOf(chosen: number): string {
  return chosen === 0 ? '' : `: ${chosen} set`;
}

function Rare(view: FilterView) {
  const { groups, suggestions, conditions } = view;
  // A span that ends now is no moment to begin at.
  const isSpan = parseSpan(view.query.get('last')) !== null;
  return (
    <div class="filters">
      <Write view={view} name="page" label="Site" among={suggestions.page} />
      <Write view={view} name="tracker" label="Tracker" among={suggestions.tracker} />
      <Write view={view} name="host" label="Host and its sub-domains" among={[]} />
      <Write view={view} name="list" label="List" among={suggestions.list} />
      <Write view={view} name="rule" label="Rule, by its whole text" among={[]} />
      <Choose
        view={view}
        name="type"
        label="Type"
        options={RESOURCE_TYPES.map((type) => [type, type])}
      />
      {groups.length === 0 ? null : (
        <Choose
          view={view}
          name="group"
          label="Group of devices"
          options={groups.map((group) => [group, group])}
        />
      )}
      <Choose
        view={view}
        name="level"
        label="Level"
        options={LEVELS.map((level) => [level, level])}
      />
      <Moment name="since" label="From" at={isSpan ? undefined : conditions.since} />
      <Moment name="until" label="Until" at={conditions.until} />
      <label class="tick">
        <input type="checkbox" name="unopened" value="1" checked={conditions.unopened === true} />
        <span>only what was not opened</span>
      </label>
    </div>
  );
}

/** In this machine's time zone, until its script writes it in the browser's. */
function Moment(props: {
  readonly name: FilterKey;
  readonly label: string;
  readonly at: number | undefined;
}) {
  const { name, label, at } = props;
  return (
    <label>
      <span>{label}</span>
      <input type="datetime-local" name={name} value={localTime(at)} data-at={at} />
    </label>
  );
}

/** As the field takes it (HTML section 2.3.5.5). */
function localTime(at: number | undefined): string {
  const offset = at === undefined ? Number.NaN : new Date(at).getTimezoneOffset();
  if (at === undefined || Number.isNaN(offset)) return '';
  return new Date(at - offset * 60_000).toISOString().slice(0, 16);
}

function Choose(props: {
  readonly view: FilterView;
  readonly name: FilterKey;
  readonly label: string;
  readonly any?: string;
  readonly options: readonly (readonly [value: string, words: string])[];
}) {
  const { view, name, label, any = 'any', options: known } = props;
  const chosen = view.query.get(name) ?? '';
  // A device or group that is gone may still be asked for; words of ours that are none limit nothing.
  const mayBeGone = name === 'device' || name === 'group';
  const isListed = chosen === '' || !mayBeGone || known.some(([value]) => value === chosen);
  const options = isListed ? known : [...known, [chosen, cut(chosen, 60)] as const];
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        <option value="">{any}</option>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

const MAX_SUGGESTED = 60;

function Write(props: {
  readonly view: FilterView;
  readonly name: FilterKey;
  readonly label: string;
  readonly among: readonly string[];
}) {
  const { view, name, label, among } = props;
  const known = among.filter((one) => one.length <= 100).slice(0, MAX_SUGGESTED);
  const id = `known-${name}`;
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        name={name}
        value={view.query.get(name) ?? ''}
        list={known.length === 0 ? undefined : id}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
      {known.length === 0 ? null : (
        <datalist id={id}>
          {known.map((one) => (
            <option value={one} />
          ))}
        </datalist>
      )}
    </label>
  );
}

/** Each condition as a link that takes it away. */
export function Chips({ query, conditions, devices }: FilterView) {
  const { device, action, since, until, unopened, devices: ofGroup, ...texts } = conditions;
  const known = devices.find(({ id }) => id === device);
  const last = parseSpan(query.get('last'));
  const group = ofGroup === undefined ? undefined : (query.get('group') ?? '');
  const chips: readonly (readonly [FilterKey, string, string | number | undefined])[] = [
    ['text', 'text', texts.text],
    ['action', 'action', action === undefined ? undefined : ACTION_WORDS[action].toLowerCase()],
    ['device', 'device', known?.name ?? known?.address ?? device],
    ['group', 'group', group],
    ['page', 'site', texts.page],
    ['host', 'host', texts.host],
    ['tracker', 'tracker', texts.tracker],
    ['type', 'type', texts.type],
    ['list', 'list', texts.list],
    ['rule', 'rule', texts.rule],
    ['level', 'level', texts.level],
    ['unopened', 'only', unopened === true ? 'what was not opened' : undefined],
    ['last', 'when', last === null ? undefined : SPAN_WORDS[last]],
    ['since', 'from', last === null ? since : undefined],
    ['until', 'until', until],
  ];
  const shown = chips.filter(([, , value]) => value !== undefined);
  if (shown.length === 0) return null;
  return (
    <ul class="chips" aria-label="Conditions">
      {shown.map(([key, word, value]) => (
        <li>
          <a href={logAddress(query, { [key]: null })} title="Take this condition away">
            <span class="quiet">{word}</span>{' '}
            {typeof value === 'number' ? <Time at={value} show="moment" /> : cut(value ?? '', 80)}
            <span aria-hidden="true"> ×</span>
          </a>
        </li>
      ))}
      <li>
        <a href="/log">Clear all</a>
      </li>
    </ul>
  );
}
