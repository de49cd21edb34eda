import type { Event } from '../model/event.ts';
import type { RuleRef } from '../model/rule.ts';

/**
 * counts   nothing but hourly counters.
 * names    rows with the names of fields, never their values.
 * values   rows with whole paths and queries.
 */
export type Detail = 'counts' | 'names' | 'values';

/*
 * The last look before the disk. Who makes events keeps to the same rules
 * already; this is the second fence, and what bounds a row's size.
 */
const MAX_HOST = 253;
const MAX_NAME = 200;
const MAX_METHOD = 32;
const MAX_PATH = 2048;
const MAX_SUMMARY = 1000;
const MAX_RULE = 4096;
const MAX_FIELDS = 64;
const MAX_FIELD = 128;
/** A query "name" longer than this is data without a name, and is cut. */
const MAX_QUERY_NAME = 64;
/** Sums of thousands of these still are exact numbers, and it is a valid date. */
const MAX_NUMBER = 8e12;

/** Control characters, line separators and the marks that turn the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The event as it may be stored at that detail: every text bounded and without
 * control characters, every number finite, and, unless `detail` is `values`, no
 * value of a query or path parameter.
 */
export function guarded(event: Event, detail: Detail): Event {
  const path = clean(event.path, MAX_PATH);
  return {
    at: whole(event.at),
    device: clean(event.device, MAX_NAME) as Event['device'],
    deviceName: clean(event.deviceName, MAX_NAME),
    kind: event.kind,
    method: clean(event.method, MAX_METHOD),
    host: clean(event.host, MAX_HOST).toLowerCase(),
    port: whole(event.port),
    path: detail === 'values' ? path : withoutValues(path),
    page: event.page === null ? null : clean(event.page, MAX_HOST),
    type: event.type,
    party: event.party,
    action: event.action,
    observed: event.observed,
    rule: ruleRef(event.rule),
    undone: ruleRef(event.undone),
    tracker: event.tracker === null ? null : clean(event.tracker, MAX_NAME),
    summary: event.summary === null ? null : clean(event.summary, MAX_SUMMARY),
    fields: names(event.fields),
    removed: names(event.removed),
    bytesUp: whole(event.bytesUp),
    bytesDown: whole(event.bytesDown),
    duration: whole(event.duration),
    status: event.status === null ? null : whole(event.status),
  };
}

/**
 * A path with the names of its parameters only: `/a;s=1?id=7&ev&x=` becomes
 * `/a;s?id&ev&x`. A fragment is dropped.
 */
export function withoutValues(path: string): string {
  const whole = path.split('#', 1)[0] as string;
  const mark = whole.indexOf('?');
  const before = mark < 0 ? whole : whole.slice(0, mark);
  const bare = before.replace(/(;[^=;/]*)=[^;/]*/g, '$1');
  if (mark < 0) return bare;
  const fields = whole.slice(mark + 1).split('&');
  return `${bare}?${fields.map(fieldName).join('&')}`;
}

function fieldName(field: string): string {
  const name = field.split('=', 1)[0] as string;
  return name.length > MAX_QUERY_NAME ? `${name.slice(0, MAX_QUERY_NAME)}…` : name;
}

function clean(text: string, longest: number): string {
  // Cut first, so that a hostile megabyte is not searched; again after, because
  // nothing here makes a text longer.
  return text.slice(0, longest).replace(UNPRINTABLE, '');
}

function whole(number: number): number {
  if (!Number.isFinite(number)) return 0;
  return Math.max(-MAX_NUMBER, Math.min(MAX_NUMBER, Math.round(number)));
}

function names(list: readonly string[]): readonly string[] {
  return list.slice(0, MAX_FIELDS).map((name) => clean(name, MAX_FIELD));
}

/** Only what a reference is made of: the caller may pass a whole rule. */
function ruleRef(rule: RuleRef | null): RuleRef | null {
  if (rule === null) return null;
  return {
    list: clean(rule.list, MAX_NAME),
    line: whole(rule.line),
    text: clean(rule.text, MAX_RULE),
  };
}
