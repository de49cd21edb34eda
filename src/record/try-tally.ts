import type { Event, Report } from '../model/event.ts';
import type { IdentifierMark } from '../model/insight.ts';
import type { RuleRef } from '../model/rule.ts';
import { isStopped } from '../model/told.ts';
import { clean } from './clean.ts';
import { isActedOn } from './codes.ts';
import { guardedReport } from './guard-report.ts';
import { reportText } from './report-text.ts';

/** How often something was tried, and how often it never arrived. */
export interface TriedTally {
  count: number;
  stopped: number;
}

/** Of whom by whom; empty texts where there is no tracker or no site. */
interface Who {
  readonly tracker: string;
  readonly page: string;
  readonly device: string;
}

export type Tried = TriedTally & Who & { readonly report: Report | null };

/** A try of which a decoder understood what was reported. */
export type Told = Tried & { readonly report: Report };

export function isTold(tried: Tried): tried is Told {
  return tried.report !== null;
}

/** What trackers tried: kept by days, and counted within an hour of one. Texts are clean. */
export interface TryTally {
  readonly tries: Map<string, Tried>;
  readonly marks: Map<string, TriedTally & Who & { readonly mark: IdentifierMark }>;
  readonly rules: Map<string, { readonly rule: RuleRef; count: number }>;
}

const LONGEST_NAME = 200;
const LONGEST_HOST = 253;
const LONGEST_RULE = 4096;
/** No clean text holds it. */
const BETWEEN = '\n';

export function emptyTries(): TryTally {
  return { tries: new Map(), marks: new Map(), rules: new Map() };
}

/**
 * Whether somebody tried to tell or to be told something: a rule changed the
 * exchange, or it is known whose it is, which is asked only where a rule or a
 * decoder found something.
 */
export function isTry({ tracker, action }: Event): boolean {
  return tracker !== null || isActedOn(action);
}

/** Adds an event. Returns how many keys are new: what bounds memory and the time to write. */
export function addTry(tally: TryTally, event: Event): number {
  const before = tally.tries.size + tally.marks.size + tally.rules.size;
  if (event.rule !== null) addRule(tally.rules, event.rule);
  if (isTry(event)) addTried(tally, event);
  return tally.tries.size + tally.marks.size + tally.rules.size - before;
}

function addTried(tally: TryTally, event: Event): void {
  const stopped = isStopped(event) ? 1 : 0;
  const who: Who = {
    tracker: clean(event.tracker ?? '', LONGEST_NAME),
    page: clean(event.page ?? '', LONGEST_HOST),
    device: clean(event.device, LONGEST_NAME),
  };
  const key = [who.tracker, who.page, who.device].join(BETWEEN);
  const report = event.report === undefined ? null : guardedReport(event.report);
  const words = report === null ? '' : reportText(report);
  count(tally.tries, [key, words].join(BETWEEN), stopped, () => ({ ...who, report }));
  for (const mark of report?.marks ?? []) {
    const marked = [key, mark.kind, mark.mark].join(BETWEEN);
    count(tally.marks, marked, mark.taken === true ? 1 : stopped, () => ({ ...who, mark }));
  }
}

function count<Of extends object>(
  counts: Map<string, TriedTally & Of>,
  key: string,
  stopped: number,
  begin: () => Of,
): void {
  const known = counts.get(key);
  if (known === undefined) counts.set(key, { ...begin(), count: 1, stopped });
  else {
    known.count += 1;
    known.stopped += stopped;
  }
}

function addRule(rules: TryTally['rules'], { list, line, text }: RuleRef): void {
  const key = [line, list, text].join(BETWEEN);
  const known = rules.get(key);
  if (known !== undefined) known.count += 1;
  else {
    const rule = { list: clean(list, LONGEST_NAME), line, text: clean(text, LONGEST_RULE) };
    rules.set(key, { rule, count: 1 });
  }
}
