import type { NamedTried, RuleHits } from '../model/insight.ts';
import type { Overview } from '../model/log.ts';
import { ACTIONS } from '../model/rule.ts';
import { ACTION_WORDS } from '../status/sentence.ts';
import { type Bar, barLines } from './bars.ts';
import type { Paint } from './colour.ts';
import { columns } from './columns.ts';
import { localTime } from './log-line.ts';
import { printable } from './printable.ts';

/** What `eyelid stats` tells of. */
export interface Stats {
  /** "the last 24 hours". */
  readonly span: string;
  readonly until: number;
  readonly overview: Overview;
  /** The most applied first. */
  readonly rules: readonly RuleHits[];
  readonly bars: { readonly title: string; readonly of: readonly Bar[] };
  /** Who owns a tracker; null where its name says it. */
  readonly ownerOf: (tracker: string) => string | null;
}

const NUMBER = new Intl.NumberFormat('en-GB');
/** Of each list so many are shown. */
const MOST = 10;
const LONGEST = 48;

/** The overview of the page as lines for a terminal, without the ends of lines. */
export function statsLines(stats: Stats, paint: Paint): readonly string[] {
  const { overview, rules, bars, ownerOf } = stats;
  const tracker = ({ name }: NamedTried): string => {
    const owner = ownerOf(name);
    return owner === null ? name : `${name} (${owner})`;
  };
  return [
    ...totals(stats, paint),
    ...section(bars.title, barLines(bars.of, paint), paint),
    ...section(
      'Who tracked: how often it was tried, and how often stopped',
      tried(overview.byTracker, tracker),
      paint,
    ),
    ...section('Sites that tried to tell', tried(overview.byPage), paint),
    ...section('Devices', devices(overview), paint),
    ...section('Passed through unopened', counts(overview.unopened), paint),
    ...section('Rules applied most', appliedRules(rules), paint),
    '',
    'Not seen here: what servers tell each other, mobile data, and VPNs.',
  ];
}

function totals({ span, until, overview }: Stats, paint: Paint): readonly string[] {
  const { since, total, actedOn, tunnelled, byAction } = overview;
  const share = (part: number): string => `${number(part)} (${percent(part, total)})`;
  const done = ACTIONS.flatMap((action) => {
    const count = byAction.find(({ name }) => name === action)?.count ?? 0;
    return count === 0 || action === 'pass' ? [] : [`${ACTION_WORDS[action]} ${number(count)}`];
  });
  return [
    paint(`${span}: ${localTime(since)} to ${localTime(until)}`, 'faint'),
    `${number(total)} exchanges, ${share(actedOn)} acted on, ${share(tunnelled)} passed through unopened`,
    ...(done.length === 0 ? [] : [done.join(', ')]),
  ];
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  const shown = lines.length === 0 ? ['nothing'] : lines;
  return ['', paint(title, 'cyan'), ...shown.map((line) => `  ${line}`)];
}

function tried(
  list: readonly NamedTried[],
  nameOf: (entry: NamedTried) => string = ({ name }) => name,
): readonly string[] {
  return columns(
    list
      .slice(0, MOST)
      .map((entry) => [
        cut(nameOf(entry)),
        number(entry.count),
        `${number(entry.stopped)} stopped`,
      ]),
    [1, 2],
  );
}

function devices({ byDevice }: Overview): readonly string[] {
  return columns(
    byDevice
      .slice(0, MOST)
      .map(({ name, count, actedOn, tunnelled }) => [
        cut(name),
        number(count),
        `${number(actedOn)} acted on`,
        `${number(tunnelled)} unopened`,
      ]),
    [1, 2, 3],
  );
}

function counts(list: Overview['unopened']): readonly string[] {
  return columns(
    list.slice(0, MOST).map(({ name, count }) => [cut(name), number(count)]),
    [1],
  );
}

function appliedRules(rules: readonly RuleHits[]): readonly string[] {
  return columns(
    rules
      .slice(0, MOST)
      .map(({ list, line, text, count }) => [number(count), cut(`${list}:${line}`), cut(text)]),
    [0],
  );
}

/** Hosts, rules and names of devices are written by others. */
function cut(text: string): string {
  const plain = printable(text.replaceAll(/[\n\t]/g, ' '));
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}

function number(value: number): string {
  return NUMBER.format(value);
}

function percent(part: number, whole: number): string {
  if (part === 0) return '0 %';
  const share = (part / whole) * 100;
  return share < 1 ? 'under 1 %' : `${Math.round(share)} %`;
}
