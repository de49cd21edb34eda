import type { Node } from 'yaml';
import { whyHeaderIsKept } from '../filter/removable-header.ts';
import { NO_CONDITIONS, readConditionSets } from './read-conditions.ts';
import { readHeaderName, readTests, readTextTest } from './read-text-test.ts';
import {
  type Conditions,
  type Signature,
  STRIP_KEYS,
  type Strip,
  type StripKey,
} from './signature.ts';
import { type Entry, quote, type Report, readMap, readText } from './yaml-node.ts';

/** The keys of one signature. */
export const SIGNATURE_KEYS = [
  'id',
  'title',
  'tracker',
  'when',
  'unless',
  'action',
  'important',
  'strip',
] as const;

/** What a signature may do. */
export const SIGNATURE_ACTIONS = ['block', 'strip', 'log'] as const;
type SignatureAction = (typeof SIGNATURE_ACTIONS)[number];

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_ID = 80;
const MAX_TITLE = 200;

/** What the file says for all of its signatures. */
export interface FileContext {
  readonly list: string;
  readonly tracker: string | null;
  readonly lineOf: (node: Node) => number;
}

/** Reads one item of `signatures`; null, and a report, where anything is wrong with it. */
export function readSignature(
  node: Node | null,
  file: FileContext,
  report: Report,
): Signature | null {
  let good = true;
  const own: Report = (at, reason) => {
    good = false;
    report(at ?? node, reason);
  };
  const signature = readEntries(node, file, own);
  if (good && signature?.rule.action === 'block') checkNarrow(signature.when, node, own);
  return good ? signature : null;
}

function readEntries(node: Node | null, file: FileContext, report: Report): Signature | null {
  const entries: Entries = new Map(
    readMap(node, 'a signature', report, SIGNATURE_KEYS).map((entry) => [entry.key.text, entry]),
  );
  const id = readId(entries, node, report);
  const action = readAction(entries, node, report);
  const strip = readStrip(entries, action, report);
  const when = entries.has('when')
    ? readSets(entries, 'when', report)
    : missingWhen(action, node, report);
  if (id === null || action === null) return null;
  return {
    rule: {
      list: file.list,
      line: file.lineOf(id.node),
      text: id.text,
      action,
      title: readWords(entries, 'title', report),
      tracker: readWords(entries, 'tracker', report) ?? file.tracker,
      personal: false,
    },
    when,
    unless: entries.has('unless') ? readSets(entries, 'unless', report) : [],
    important: readFlag(entries, 'important', report),
    strip,
  };
}

type Entries = ReadonlyMap<string, Entry>;

function readId(entries: Entries, node: Node | null, report: Report) {
  const entry = entries.get('id');
  if (entry === undefined) {
    report(node, 'a signature has no id');
    return null;
  }
  const id = readText(entry.value, 'id', report);
  if (id !== null && (!ID.test(id.text) || id.text.length > MAX_ID)) {
    report(id.node, `id ${quote(id.text)} must be small letters, digits and single hyphens`);
  }
  return id;
}

function readAction(entries: Entries, node: Node | null, report: Report): SignatureAction | null {
  const entry = entries.get('action');
  const known = SIGNATURE_ACTIONS.join(', ');
  if (entry === undefined) {
    report(node, `a signature has no action: it is one of ${known}`);
    return null;
  }
  const text = readText(entry.value, 'action', report);
  const action = SIGNATURE_ACTIONS.find((name) => name === text?.text) ?? null;
  if (text !== null && action === null) {
    report(text.node, `action must be one of ${known}, not ${quote(text.text)}`);
  }
  return action;
}

function missingWhen(action: SignatureAction | null, node: Node | null, report: Report) {
  if (action !== 'strip')
    report(node, 'a signature has no "when": only strip may apply everywhere');
  return [NO_CONDITIONS];
}

function readSets(entries: Entries, key: 'when' | 'unless', report: Report): readonly Conditions[] {
  return readConditionSets(entries.get(key)?.value ?? null, key, report);
}

/** A block that only says a type or a party would block half of the web; that is a slip. */
function checkNarrow(sets: readonly Conditions[], node: Node | null, report: Report): void {
  if (sets.every(isNarrow)) return;
  report(node, 'a block must name a host, page, path, field, header, cookie or value in each set');
}

function isNarrow(set: Conditions): boolean {
  return (
    (set.hosts ?? set.pages ?? set.paths ?? set.anyField ?? set.anyValue) !== null ||
    [set.fields, set.query, set.body, set.headers, set.cookies].some((tests) => tests.length > 0)
  );
}

function readWords(entries: Entries, key: string, report: Report): string | null {
  const entry = entries.get(key);
  if (entry === undefined) return null;
  const text = readText(entry.value, key, report);
  if (text !== null && text.text.length > MAX_TITLE) {
    report(text.node, `${key} is longer than ${MAX_TITLE} characters`);
  }
  return text?.text ?? null;
}

function readFlag(entries: Entries, key: string, report: Report): boolean {
  const entry = entries.get(key);
  if (entry === undefined) return false;
  const text = readText(entry.value, key, report);
  if (text !== null && text.text !== 'true' && text.text !== 'false') {
    report(text.node, `${key} must be true or false, not ${quote(text.text)}`);
  }
  return text?.text === 'true';
}

function readStrip(entries: Entries, action: SignatureAction | null, report: Report): Strip | null {
  const entry = entries.get('strip');
  if (entry === undefined) {
    if (action === 'strip')
      report(entries.get('action')?.key.node ?? null, 'action strip needs "strip"');
    return null;
  }
  if (action !== null && action !== 'strip') {
    report(entry.key.node, `"strip" is of no use with action ${action}`);
  }
  const names = new Map(
    readMap(entry.value, 'strip', report, STRIP_KEYS).map(({ key, value }) => [
      key.text,
      readNames(value, key.text as StripKey, report),
    ]),
  );
  if (names.size === 0) report(entry.key.node, '"strip" names nothing');
  const of = (key: StripKey) => names.get(key) ?? [];
  return {
    query: of('query'),
    cookies: of('cookies'),
    setCookies: of('setCookies'),
    headers: of('headers'),
    responseHeaders: of('responseHeaders'),
  };
}

function readNames(node: Node | null, key: StripKey, report: Report) {
  const isHeader = key === 'headers' || key === 'responseHeaders';
  const where = `strip.${key}`;
  const names = readTests(node, where, report, isHeader ? readHeaderName : readTextTest) ?? [];
  for (const name of isHeader ? names : []) {
    const reason = name.kind === 'exact' ? whyHeaderIsKept(name.text) : null;
    if (reason !== null) report(node, `${where}: ${reason}`);
  }
  return names;
}
