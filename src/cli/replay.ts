import { join } from 'node:path';
import type { RegistrableDomain } from '../classify/registrable-domain.ts';
import { parseDuration } from '../config/values.ts';
import type { Home } from '../home.ts';
import { readDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import type { Count } from '../model/log.ts';
import type { Hostname } from '../model/terms.ts';
import { History } from '../record/history.ts';
import type { Change } from '../replay/changes.ts';
import type { Counted, CountedHit } from '../replay/counted.ts';
import { type JudgedAgain, judgeAgain } from '../replay/judge-again.ts';
import type { RuleFile } from '../rules/rule-file.ts';
import { printable } from './printable.ts';

export interface ReplayCommand {
  readonly home: Home;
  /** The files in question. */
  readonly named: readonly RuleFile[];
  readonly inForce: readonly RuleFile[];
  /** How far back, as in the config: `7d`. */
  readonly since: string;
  readonly json: boolean;
  readonly registrableDomain: RegistrableDomain;
}

/** So many lines of each part are printed; the JSON has all. */
const MAX_SHOWN = 50;

/** Prints what the named files would have changed. Throws INPUT_INVALID and LOG_UNUSABLE. */
export async function printReplay(command: ReplayCommand): Promise<void> {
  const { home, named, inForce, since, json, registrableDomain } = command;
  const duration = parseDuration(since);
  if (duration === null) {
    throw new AppError('INPUT_INVALID', `reading --replay: "${since}" is no time such as 12h, 7d`);
  }
  if (named.length === 0) {
    throw new AppError('INPUT_INVALID', 'replaying: name the files that are new or changed');
  }
  const history = new History(join(home.data, 'events.db'));
  try {
    const from = history.beginning(Date.now() - duration);
    const result = await judgeAgain({
      ...{ inForce, named, history, from, devices: readDevices(home) },
      domainOf: (host) => registrableDomain(host as Hostname),
    });
    const text = json
      ? JSON.stringify({ since: new Date(from).toISOString(), ...inTimes(result) })
      : inWords(from, result).join('\n');
    process.stdout.write(`${printable(text)}\n`);
  } finally {
    history.close();
  }
}

function inTimes({ past, counted }: JudgedAgain) {
  const changes = past.changes.map((change) => ({
    ...change,
    first: new Date(change.first).toISOString(),
    last: new Date(change.last).toISOString(),
  }));
  return { ...past, changes, counted };
}

function inWords(from: number, { past, counted }: JudgedAgain): readonly string[] {
  const { judged, tunnels, uncertain, byOtherRule, changed, changes } = past;
  return [
    `${judged} exchanges since ${minute(from)} were judged again, by the names of their fields: of values, headers and bodies the log keeps nothing`,
    ...(tunnels === 0 ? [] : [`  ${tunnels} of them by their host alone: they were not opened`]),
    ...(uncertain === 0
      ? []
      : [`  ${uncertain} were decided by something the log does not keep: a change may be missed`]),
    ...(byOtherRule === 0 ? [] : [`  ${byOtherRule} would end the same by another rule`]),
    `${changed} would be different${changed === 0 ? '' : ':'}`,
    ...firstOf(changes, changeInWords),
    ...countedInWords(counted),
  ];
}

function changeInWords(change: Change): readonly string[] {
  const { rule, from, to, count, hosts, pages, devices, first, last } = change;
  const pageWords = pages.length === 0 ? [] : [`    on    ${counts(pages)}`];
  const when = first === last ? minute(first) : `${minute(first)} to ${minute(last)}`;
  return [
    `  ${from} -> ${to}  ${count}  ${rule === null ? 'no rule' : `${rule.list}:${rule.line}  ${rule.text}`}`,
    `    to    ${counts(hosts)}`,
    ...pageWords,
    `    from  ${counts(devices)}`,
    `    when  ${when}`,
  ];
}

function countedInWords({ total, hits }: Counted): readonly string[] {
  if (total === 0) return [];
  const words = `${total} exchanges more passed untouched and are only counted by site (log.scope: all keeps them)`;
  if (hits.length === 0) return [`${words}; no new line names one of these`];
  return [`${words}; of these new lines name`, ...firstOf(hits, hitInWords)];
}

function hitInWords({ rule, domain, count, isAll }: CountedHit): readonly string[] {
  const much = isAll ? `${count}` : `at most ${count}`;
  return [`  ${much} to ${domain}  ${rule.list}:${rule.line}  ${rule.text}`];
}

function firstOf<T>(all: readonly T[], inWords: (one: T) => readonly string[]): readonly string[] {
  const more = all.length - MAX_SHOWN;
  const rest = more > 0 ? [`  and ${more} more, which --json tells`] : [];
  return [...all.slice(0, MAX_SHOWN).flatMap(inWords), ...rest];
}

function counts(names: readonly Count[]): string {
  return names.map(({ name, count }) => `${name} ${count}`).join(', ');
}

function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
