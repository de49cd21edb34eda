import type { CatalogueEntry } from '../model/catalogue.ts';
import type { ListActivity, ListOutcome, ListStatus } from '../model/subscription.ts';
import { columns } from './columns.ts';

const NUMBER = new Intl.NumberFormat('en-GB');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The subscriptions as lines for a terminal; a sentence where there are none. */
export function listTable(lists: readonly ListStatus[], now: number): readonly string[] {
  if (lists.length === 0) {
    return ['no lists yet; for a start: eyelid lists add easyprivacy (eyelid lists available)'];
  }
  const rows = lists.map((list) => [
    list.name,
    list.rules === null ? '-' : NUMBER.format(list.rules),
    list.fetched === null ? '-' : span(now - list.fetched),
    list.next === null ? 'soon' : list.next <= now ? 'due' : span(list.next - now),
    list.trusted ? 'yes' : '',
    stateOf(list),
    list.sha256?.slice(0, 12) ?? '-',
  ]);
  const head = ['list', 'rules', 'age', 'next', 'trusted', 'state', 'sha256'];
  const errors = lists.flatMap(({ name, error }) => (error === null ? [] : [`${name}: ${error}`]));
  return [...columns([head, ...rows]), ...errors];
}

/** The catalogue as lines for a terminal. */
export function availableTable(
  catalogue: readonly CatalogueEntry[],
  taken: ReadonlySet<string>,
): readonly string[] {
  return columns([
    ['list', 'for', '', 'what it is'],
    ...catalogue.map(({ name, group, title, about }) => [
      name,
      group,
      taken.has(name) ? 'yes' : '',
      `${title}. ${about}`,
    ]),
  ]);
}

/** How an update ended: `easyprivacy: 41,234 rules, +120 -33`. */
export function outcomeLine(outcome: ListOutcome, rules: number | null): string {
  const { name, result, change, error } = outcome;
  const total = rules === null ? '' : `${NUMBER.format(rules)} ${rules === 1 ? 'rule' : 'rules'}`;
  const note = error === null ? '' : ` (${error})`;
  if (result === 'failed')
    return `${name}: failed, ${rules === null ? 'there is no copy' : `the copy before with ${total} stays`}`;
  if (change === null) return `${name}: ${total}, unchanged${note}`;
  const { added, removed } = change;
  return `${name}: ${total}, +${NUMBER.format(added)} -${NUMBER.format(removed)} rules${note}`;
}

export function progressText(activity: ListActivity): string {
  if (activity.phase === 'waiting') return 'waiting';
  if (activity.phase === 'reading') return 'reading';
  const { received, total } = activity;
  const of = total === null ? '' : ` of ${kilobytes(total)}`;
  return `downloading, ${kilobytes(received)}${of}`;
}

function kilobytes(bytes: number): string {
  return `${NUMBER.format(Math.round(bytes / 1_000))} kB`;
}

function stateOf({ rules, failing, error, activity }: ListStatus): string {
  if (activity !== null) return progressText(activity);
  if (rules === null) return error === null ? 'not downloaded yet' : 'failed';
  if (failing) return 'last good copy';
  return error === null ? 'good' : 'incomplete';
}

/** The largest unit that says it: `3 d`, `5 h`, `12 min`. */
function span(time: number): string {
  if (time >= 2 * DAY) return `${Math.round(time / DAY)} d`;
  if (time >= 2 * HOUR) return `${Math.round(time / HOUR)} h`;
  return `${Math.max(0, Math.round(time / MINUTE))} min`;
}
