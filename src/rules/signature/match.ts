import { ANY_TYPE, type Body, header, type RequestInfo, typeBit } from '../../model/request.ts';
import type { Edit, Rule } from '../../model/rule.ts';
import { createEdits } from './edits.ts';
import { asksBody, headHolds, holds } from './holds.ts';
import type { Conditions, Signature } from './signature.ts';
import { createSignatureIndex, type Entry } from './signature-index.ts';
import { testAny } from './text-test.ts';
import { createView, type View } from './view.ts';

/** A signature that applies to a request. */
export interface SignatureMatch {
  readonly rule: Rule;
  readonly important: boolean;
  /** Non-empty where the rule's action is `strip`, else empty. */
  readonly edits: readonly Edit[];
}

export interface SignatureSet {
  readonly size: number;
  /** All signatures that apply, in the order of the files. Pass the body where `wantsBody` asked for it. */
  match(request: RequestInfo, body: Body | null): readonly SignatureMatch[];
  /** Whether a body could change what `match` says; it looks at the head only. */
  wantsBody(request: RequestInfo): boolean;
  /** Whether a signature that is limited to hosts is for this one; those for all hosts do not count. */
  mayName(hostname: string): boolean;
}

/** Longer bodies are passed on unread: a tracker's report is a few kilobytes. */
const MAX_BODY = 65_536;

/** Media types that `match` can be given fields of. */
const BODY_TYPES =
  /^\s*(?:$|text\/plain|multipart\/form-data|application\/x-www-form-urlencoded|[^;]*json)/i;

const NO_MATCHES: readonly SignatureMatch[] = [];

const NO_EDITS: readonly Edit[] = [];

/**
 * A block without `type` leaves whole pages alone: a page that a person opens
 * is no report to a tracker, and its address may hold anything.
 */
const NOT_PAGES = ANY_TYPE & ~typeBit('document');

/** Makes a set that is quick to ask. Most requests are done after a few look-ups. */
export function compileSignatures(signatures: readonly Signature[]): SignatureSet {
  const entries = signatures.flatMap(createEntries);
  const index = createSignatureIndex(entries);
  const matches = signatures.map(createMatch);
  const readers = entries.filter((entry) => readsBody(entry, signatures[entry.order]!));
  return {
    size: signatures.length,
    match(request, body) {
      const view = createView(request, body);
      const found: Entry[] = [];
      index.collect(view, found);
      if (found.length === 0) return NO_MATCHES;
      const orders = applying(found, signatures, view);
      return orders.map((order) => matches[order]!);
    },
    wantsBody(request) {
      if (readers.length === 0 || !canHaveFields(request)) return false;
      const view = createView(request, null);
      return readers.some((entry) => headHolds(entry.conditions, entry.types, view));
    },
    mayName: (hostname) =>
      entries.some(({ conditions: { hosts } }) => hosts !== null && testAny(hosts, hostname)),
  };
}

function createEntries(signature: Signature, order: number): readonly Entry[] {
  const all = signature.rule.action === 'block' ? NOT_PAGES : ANY_TYPE;
  return signature.when.map((conditions) => ({
    order,
    conditions,
    types: conditions.types ?? all,
    strip: signature.strip,
  }));
}

function createMatch({ rule, important, strip }: Signature): SignatureMatch {
  return { rule, important, edits: strip === null ? NO_EDITS : createEdits(rule, strip) };
}

function readsBody({ conditions }: Entry, signature: Signature): boolean {
  return asksBody(conditions) || signature.unless.some(asksBody);
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
