import type { Node } from 'yaml';
import { CALL_LEARNERS, type LearnerName } from '../../model/rewriter-names.ts';
import { NO_CONDITIONS, readConditionSets } from './read-conditions.ts';
import { readLearner, readRewriter, readStubName } from './read-names.ts';
import { readStrip } from './read-strip.ts';
import type { Conditions, Signature } from './signature.ts';
import { type Entry, quote, type Report, readFlag, readMap, readText } from './yaml-node.ts';

/** The keys of one signature. */
export const SIGNATURE_KEYS = [
  'id',
  'title',
  'tracker',
  'when',
  'unless',
  'action',
  'important',
  'stub',
  'strip',
  'rewrite',
  'learn',
  'enabled',
] as const;

/** What a signature may do. */
export const SIGNATURE_ACTIONS = [
  'block',
  'allow',
  'stub',
  'placeholder',
  'strip',
  'rewrite',
  'log',
] as const;
type SignatureAction = (typeof SIGNATURE_ACTIONS)[number];

/** The keys that say more of an action, and the actions that can have them; `true`: that need them. */
const DETAILS = {
  stub: { stub: true },
  strip: { strip: true, rewrite: false },
  rewrite: { rewrite: true },
  learn: { log: false, rewrite: false, block: false },
  important: {
    block: false,
    stub: false,
    placeholder: false,
    strip: false,
    rewrite: false,
    log: false,
  },
} as const satisfies Readonly<Record<string, Partial<Record<SignatureAction, boolean>>>>;

/** Actions that a slip in the conditions would turn against half of the web. */
const WIDE: ReadonlySet<string> = new Set(['block', 'stub', 'placeholder', 'allow']);

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_ID = 80;
const MAX_TITLE = 200;

/** What the file says for all of its signatures. */
export interface FileContext {
  readonly list: string;
  readonly tracker: string | null;
  readonly lineOf: (node: Node) => number;
}

/** A signature, and whether it is in force. */
export interface ReadSignature {
  readonly signature: Signature;
  /** False where it says `enabled: false`. */
  readonly enabled: boolean;
}

/** Reads one item of `signatures`; null, and a report, where anything is wrong with it. */
export function readSignature(
  node: Node | null,
  file: FileContext,
  report: Report,
): ReadSignature | null {
  let good = true;
  const own: Report = (at, reason) => {
    good = false;
    report(at ?? node, reason);
  };
  const read = readEntries(node, file, own);
  if (good && read !== null) checkNarrow(read.signature, node, own);
  return good ? read : null;
}

function readEntries(node: Node | null, file: FileContext, report: Report): ReadSignature | null {
  const entries: Entries = new Map(
    readMap(node, 'a signature', report, SIGNATURE_KEYS).map((entry) => [entry.key.text, entry]),
  );
  const id = readId(entries, node, report);
  const action = readAction(entries, node, report);
  const detail = <T>(key: string, read: (entry: Entry, report: Report) => T): T | null => {
    const entry = entries.get(key);
    return entry === undefined ? null : read(entry, report);
  };
  const stub = detail('stub', readStubName);
  const strip = detail('strip', readStrip);
  const rewrite = detail('rewrite', readRewriter);
  const learn = detail('learn', readLearner);
  if (action !== null) checkDetails(entries, action, report);
  if (action !== null && learn !== null) checkLearner(learn, action, entries, report);
  const when = entries.has('when')
    ? readSets(entries, 'when', report)
    : missingWhen(action, node, report);
  const unless = entries.has('unless') ? readSets(entries, 'unless', report) : [];
  const important = detail('important', readFlag) ?? false;
  const enabled = detail('enabled', readFlag) ?? true;
  if (id === null || action === null) return null;
  const learns = action === 'block' ? learn : null;
  const rule = {
    list: file.list,
    line: file.lineOf(id.node),
    text: id.text,
    action,
    title: readWords(entries, 'title', report),
    tracker: readWords(entries, 'tracker', report) ?? file.tracker,
    personal: false,
    ...(stub === null ? {} : { stub }),
    ...(learns === null ? {} : { learns }),
  };
  const ofResponse = learns === null ? learn : null;
  return {
    signature: { rule, when, unless, important, strip, rewrite, learn: ofResponse },
    enabled,
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

/** A key that an action does not need would be a promise that nothing keeps. */
function checkDetails(entries: Entries, action: SignatureAction, report: Report): void {
  for (const [key, actions] of Object.entries(DETAILS)) {
    const entry = entries.get(key);
    const needed = (actions as Partial<Record<SignatureAction, boolean>>)[action];
    if (entry !== undefined && needed === undefined) {
      report(entry.key.node, `"${key}" is of no use with action ${action}`);
    }
    if (entry === undefined && needed === true) {
      report(entries.get('action')?.key.node ?? null, `action ${action} needs "${key}"`);
    }
  }
}

/** What is blocked has no response to learn from, and what is not blocked is no call to be learnt. */
function checkLearner(
  learn: LearnerName,
  action: SignatureAction,
  entries: Entries,
  report: Report,
): void {
  if (CALL_LEARNERS.has(learn) === (action === 'block')) return;
  report(
    entries.get('learn')?.value ?? null,
    `${quote(learn)} is not learnt with action ${action}`,
  );
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
function checkNarrow({ rule, when }: Signature, node: Node | null, report: Report): void {
  if (!WIDE.has(rule.action) || when.every(isNarrow)) return;
  const article = rule.action === 'allow' ? 'an' : 'a';
  const names = 'host, page, path, field, header, cookie or value';
  report(node, `${article} ${rule.action} must name a ${names} in each set`);
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
