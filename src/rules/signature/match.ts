import {
  ANY_TYPE,
  type Body,
  header,
  type RequestInfo,
  type TypeMask,
  typeBit,
} from '../../model/request.ts';
import type { Edit, Rule } from '../../model/rule.ts';
import { type BodyNeed, bodyNeed, hintsOfNeed, mayMatter } from './body-need.ts';
import { createEdits } from './edits.ts';
import { asksBody, headHolds, holds } from './holds.ts';
import { createMentions, type Mentions } from './mentions.ts';
import type { Conditions, Signature } from './signature.ts';
import { createSignatureIndex, type Entry } from './signature-index.ts';
import { type TextTest, testAny } from './text-test.ts';
import { createView, type View } from './view.ts';

/** A signature that applies to a request. */
export interface SignatureMatch {
  readonly rule: Rule;
  readonly important: boolean;
  /** What its action `strip` or `rewrite` changes, and what any learns. */
  readonly edits: readonly Edit[];
}

export interface SignatureSet {
  readonly size: number;
  /**
   * All signatures that apply, in the order of the files. Pass the body where
   * `wantsBody` asked for it. Where its bytes are there, one that only takes
   * fields out may be left out where there are none of them.
   */
  match(request: RequestInfo, body: Body | null): readonly SignatureMatch[];
  /** Whether a body could change what `match` says; it looks at the head only. */
  wantsBody(request: RequestInfo): boolean;
  /**
   * Whether a signature that is limited to hosts does something to this one;
   * those for all hosts do not count, and those that only allow do nothing.
   */
  mayName(hostname: string): boolean;
  /** Whether a signature allows this host, whatever is asked of it. */
  allowsHost(hostname: string): boolean;
}

/** Longer bodies are passed on unread: a tracker's report is a few kilobytes. */
const MAX_BODY = 65_536;

/** Media types that `match` can be given fields of. */
const BODY_TYPES =
  /^\s*(?:$|text\/plain|multipart\/form-data|application\/x-www-form-urlencoded|[^;]*json)/i;

const NO_MATCHES: readonly SignatureMatch[] = [];

/**
 * A block without `type` leaves whole pages alone: a page that a person opens
 * is no report to a tracker, and its address may hold anything.
 */
const NOT_PAGES = ANY_TYPE & ~typeBit('document');

/** What a placeholder can stand in for. */
const FRAMES = typeBit('subdocument') | typeBit('object');

/** The types of a set of conditions that names none. */
function usualTypes(action: Rule['action']): TypeMask {
  if (action === 'placeholder') return FRAMES;
  return action === 'block' || action === 'stub' ? NOT_PAGES : ANY_TYPE;
}

/** Makes a set that is quick to ask. Most requests are done after a few look-ups. */
export function compileSignatures(signatures: readonly Signature[]): SignatureSet {
  const entries = signatures.flatMap(createEntries);
  const index = createSignatureIndex(entries);
  const matches = signatures.map(createMatch);
  const readers = entries.flatMap((entry) => readerOf(entry, signatures[entry.order]!) ?? []);
  // Made for the first body: some milliseconds that no start has to wait for.
  const mentionsIn = once(() => createMentions(readers.flatMap(({ need }) => hintsOfNeed(need))));
  const acting = hostsOf(entries.filter(({ order }) => !allows(signatures[order]!)));
  const allowed = signatures.flatMap((signature) =>
    allows(signature) && signature.unless.length === 0 ? signature.when.flatMap(onlyHosts) : [],
  );
  return {
    size: signatures.length,
    match(request, body) {
      const asked = createView(request, body);
      const view = body === null ? asked : withoutIdleBody(asked, readers, mentionsIn);
      const found: Entry[] = [];
      index.collect(view, found);
      if (found.length === 0) return NO_MATCHES;
      const orders = applying(found, signatures, view);
      return orders.map((order) => matches[order]!);
    },
    wantsBody(request) {
      if (readers.length === 0 || !canHaveFields(request)) return false;
      const view = createView(request, null);
      return readers.some((reader) => mayNeedBody(reader, view));
    },
    mayName: (hostname) => acting.some((hosts) => testAny(hosts, hostname)),
    allowsHost: (hostname) => allowed.some((hosts) => testAny(hosts, hostname)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function createEntries(signature: Signature, order: number): readonly Entry[] {
  const { rule, when, rewrite, strip } = signature;
  return when.map((conditions) => ({
    order,
    conditions,
    types: conditions.types ?? usualTypes(rule.action),
    // What is rewritten is so whether or not there is something to strip.
    strip: rewrite === null ? strip : null,
  }));
}

function createMatch(signature: Signature): SignatureMatch {
  const { rule, important } = signature;
  return { rule, important, edits: createEdits(signature) };
}

/** An entry to which a body can matter. */
interface Reader extends Entry {
  readonly unless: readonly Conditions[];
  readonly need: BodyNeed;
}

function readerOf(entry: Entry, signature: Signature): Reader | null {
  const need = bodyNeed(entry.conditions, signature);
  return need === null ? null : { ...entry, unless: signature.unless, need };
}

/** What excepts it, whatever the body says, is asked last: most entries are not for the host. */
function mayNeedBody({ conditions, types, unless }: Reader, view: View): boolean {
  return (
    headHolds(conditions, types, view) &&
    !unless.some((out) => !asksBody(out) && holds(out, out.types ?? ANY_TYPE, view))
  );
}

/**
 * Leaves a body out that shows no sign of what any signature for this request
 * looks for, or would take out of it.
 */
function withoutIdleBody(
  view: View,
  readers: readonly Reader[],
  mentionsIn: () => (bytes: Uint8Array) => Mentions,
): View {
  const bytes = view.body?.bytes;
  if (bytes === undefined) return view;
  const asking = readers.filter((reader) => mayNeedBody(reader, view));
  if (asking.length === 0) return { ...view, body: null };
  const mentions = mentionsIn()(bytes);
  return asking.some(({ need }) => mayMatter(need, view, mentions))
    ? view
    : { ...view, body: null };
}

function allows({ rule }: Signature): boolean {
  return rule.action === 'allow';
}

function hostsOf(entries: readonly Entry[]): readonly (readonly TextTest[])[] {
  return entries.flatMap(({ conditions: { hosts } }) => (hosts === null ? [] : [hosts]));
}

/** The hosts of a set that says nothing else, and so holds whatever is asked of them. */
function onlyHosts(set: Conditions): readonly (readonly TextTest[])[] {
  const { hosts, ...others } = set;
  const isAlone = Object.values(others).every(
    (part) => part === null || (Array.isArray(part) && part.length === 0),
  );
  return hosts !== null && isAlone ? [hosts] : [];
}

/** The places of the signatures that apply, in order, each once. */
function applying(
  found: readonly Entry[],
  signatures: readonly Signature[],
  view: View,
): readonly number[] {
  const orders: number[] = [];
  // A hostile body can repeat one name a thousand times; a few are not worth a set.
  const candidates = found.length > 16 ? new Set(found) : found;
  for (const { order, conditions, types } of candidates) {
    if (orders.includes(order) || !holds(conditions, types, view)) continue;
    if (!isExcepted(signatures[order]!.unless, view)) orders.push(order);
  }
  return isSorted(orders) ? orders : orders.sort((a, b) => a - b);
}

function isSorted(orders: readonly number[]): boolean {
  return orders.every((order, i) => i === 0 || order > (orders[i - 1] as number));
}

function isExcepted(unless: readonly Conditions[], view: View): boolean {
  return unless.some((conditions) => holds(conditions, conditions.types ?? ANY_TYPE, view));
}

function canHaveFields({ method, headers }: RequestInfo): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const length = header(headers, 'content-length');
  // Without a length it may be chunked.
  if (length !== null && !(Number(length) > 0 && Number(length) <= MAX_BODY)) return false;
  return BODY_TYPES.test(header(headers, 'content-type') ?? '');
}
