import type { Event } from '../model/event.ts';
import type { RuleRef } from '../model/rule.ts';
import { clean, whole } from './clean.ts';
import { guardedDetails, guardedReport } from './guard-report.ts';

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
export const MAX_HOST = 253;
export const MAX_NAME = 200;
const MAX_METHOD = 32;
const MAX_PATH = 2048;
const MAX_SUMMARY = 1000;
const MAX_RULE = 4096;
const MAX_FIELDS = 64;
const MAX_FIELD = 128;
/** A query "name" longer than this is a value without a name. */
const LONGEST_FIELD = 40;
/** A path segment longer than this is looked at: it may be a token. */
const LONGEST_SEGMENT = 40;
const LONGEST_WORD = 20;
/** A word in any of the usual spellings, or a short number. */
const WORD = /^(?:[a-z]{0,20}|[A-Z]{2,20}|(?:[A-Z][a-z]{2,20})+|[A-Z][a-z]?|\d{1,8})$/;
/** A dot, and what may be the kind of a file after it. */
const FILE = /\.[a-z][a-z0-9]{0,5}$/i;
/** The sign in the middle of every e-mail address, as addresses of the web hold it: escaped once, twice, or not. */
const AT = /@|%(?:25)*40/;
/** A dot with something behind it that begins like a domain. */
const DOT = /(?:\.|%(?:25)*2e)[a-z]/i;
/** What follows the sign in the names of files: `icon@2x.png`, `lib@1.2.3.js`. */
const VERSION = /^(?:\dx|v?\d+(?:\.\d+)*)(?![a-z\d-])/i;
/** Stands for what was left out. */
const LEFT_OUT = '…';
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
    host: cleanHost(event.host),
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
    tunnel: event.tunnel,
    ...(event.level === undefined ? {} : { level: event.level }),
    ...(event.report === undefined ? {} : { report: guardedReport(event.report) }),
    ...(event.details === undefined
      ? {}
      : { details: guardedDetails(event.details, detail === 'values') }),
  };
}

/**
 * A path with the names of its parameters only: `/a;s=1?id=7&ev&x=` becomes
 * `/a;s?id&ev&x`. A fragment is dropped. What carries a value without a name
 * becomes `…`: a query field whose name is longer than 40 characters, a segment
 * of the path that looks like a token, and an e-mail address in either.
 */
export function withoutValues(path: string): string {
  const hash = path.indexOf('#');
  const all = hash < 0 ? path : path.slice(0, hash);
  const mark = all.indexOf('?');
  const before = mark < 0 ? all : all.slice(0, mark);
  const bare = before.includes(';') ? before.replace(/(;[^=;/]*)=[^;/]*/g, '$1') : before;
  const place = bare.length > LONGEST_SEGMENT ? bare.replace(/[^/;]{41,}/g, segment) : bare;
  const named = mark < 0 ? place : `${place}?${fieldNames(all, mark + 1)}`;
  return withoutEmails(named);
}

/** Most have no such sign, and are not gone through. */
function withoutEmails(text: string): string {
  if (!AT.test(text)) return text;
  return text.replace(/[^/;?&=]+/g, (piece) => (isEmail(piece) ? LEFT_OUT : piece));
}

/** Whether an e-mail address may be in it; `@name` is none. */
function isEmail(piece: string): boolean {
  const behind = piece.slice(1);
  const found = AT.exec(behind);
  if (found === null) return false;
  const domain = behind.slice(found.index + found[0].length);
  return domain.search(DOT) > 0 && !VERSION.test(domain);
}

/** The names of the fields from `start` on, joined as they were. */
function fieldNames(path: string, start: number): string {
  let names = '';
  for (let from = start; from <= path.length; ) {
    const next = path.indexOf('&', from);
    const end = next < 0 ? path.length : next;
    const equals = path.slice(from, end).indexOf('=');
    const length = equals < 0 ? end - from : equals;
    if (from > start) names += '&';
    names += length > LONGEST_FIELD ? LEFT_OUT : path.slice(from, from + length);
    from = end + 1;
  }
  return names;
}

/**
 * A long segment with digits in it is a token (hex, Base64, a signed value),
 * unless it is the name of a file or a title made of words. Letters that had to
 * be escaped say nothing either way.
 */
function segment(text: string): string {
  const written = text.replace(/%[0-9a-f]{2}/gi, '');
  const isToken = /\d/.test(written) && !FILE.test(written) && !isTitle(written);
  return isToken ? LEFT_OUT : text;
}

/** `ten-best-shoes-of-2026`: at least four pieces, three quarters words or short numbers. */
function isTitle(text: string): boolean {
  const pieces = text.split(/[-_+.,:~!]+/);
  const odd = pieces.filter((piece) => !WORD.test(piece));
  return (
    pieces.length >= 4 &&
    odd.length <= pieces.length / 4 &&
    odd.every((piece) => piece.length <= LONGEST_WORD)
  );
}

/** A host as it is stored. */
export function cleanHost(host: string): string {
  return clean(host, MAX_HOST).toLowerCase();
}

function names(list: readonly string[]): readonly string[] {
  if (list.length === 0) return list;
  return list.slice(0, MAX_FIELDS).map((name) => withoutEmails(clean(name, MAX_FIELD)));
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
