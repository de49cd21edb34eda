import { fieldOfBody } from '../act/edit-names.ts';
import type { TunnelReason } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { Event } from '../model/event.ts';
import type { Field, RequestInfo } from '../model/request.ts';
import type { Rule, RuleRef } from '../model/rule.ts';
import type { Destination } from '../model/terms.ts';
import type { ExchangeNotes } from './context.ts';
import { detailed } from './event-details.ts';
import { joined, withStreamed } from './own-identifiers.ts';
import type { ProxyParts } from './ports.ts';

export interface Measured {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

type Tellers = Pick<ProxyParts, 'trackers' | 'classify' | 'identifiers' | 'telling'>;

/** Writes an exchange down as an event of the log. */
export function exchangeEvent(
  device: Device,
  request: RequestInfo,
  notes: ExchangeNotes,
  measured: Measured,
  parts: Tellers,
): Event {
  const { verdict } = notes;
  const decoded =
    verdict === null || verdict.action === 'pass' ? null : decode(request, notes, parts);
  const tracker =
    verdict?.rule == null ? null : parts.trackers.trackerOf(request.hostname, verdict.rule);
  const event: Event = {
    at: measured.startedAt,
    device: device.id,
    deviceName: device.name ?? device.address,
    kind: request.type === 'websocket' ? 'websocket' : plainOrTls(request),
    method: request.method,
    host: request.hostname,
    port: request.port,
    path: pathOf(request, notes, parts),
    page: request.page,
    type: request.type,
    party: request.party,
    action: verdict?.action ?? 'pass',
    observed: verdict?.observed ?? false,
    rule: reference(verdict?.rule),
    undone: reference(verdict?.undone),
    tracker: decoded?.tracker ?? tracker,
    summary: joined(
      decoded === null ? null : parts.identifiers.mask(decoded.summary),
      notes.judgement?.own?.summary ?? null,
    ),
    fields: decoded?.fields ?? [],
    removed: notes.removed,
    bytesUp: measured.bytesUp,
    bytesDown: measured.bytesDown,
    duration: measured.endedAt - measured.startedAt,
    status: notes.status,
    tunnel: null,
  };
  return detailed(withStreamed(event, notes.streamed), { device, request, notes, decoded }, parts);
}

/** What was found of the household's identifiers is not kept, whatever the log keeps of values. */
function pathOf({ target }: RequestInfo, { judgement }: ExchangeNotes, parts: Tellers): string {
  const isClean = judgement !== null && judgement.own === null;
  return isClean ? target : parts.identifiers.mask(target);
}

/**
 * How a connection began, and what became of it: it was blocked, or there is a
 * reason to tunnel. With both it was tunnelled, and would have been blocked.
 */
export interface ConnectionOutcome {
  readonly method: 'CONNECT' | 'TLS' | 'TCP';
  readonly blockedBy: RuleRef | null;
  readonly reason: TunnelReason | null;
  /** What a person chose, against the rule in `blockedBy`. */
  readonly allowedBy?: RuleRef | null;
}

/** Writes a tunnel or a refused connection down; its level is added by who knows the program. */
export function connectionEvent(
  device: Device,
  destination: Destination,
  measured: Measured,
  outcome: ConnectionOutcome,
  tracker: string | null,
): Event {
  return {
    at: measured.startedAt,
    device: device.id,
    deviceName: device.name ?? device.address,
    kind: 'tunnel',
    method: outcome.method,
    host: destination.hostname,
    port: destination.port,
    path: '',
    page: null,
    type: 'other',
    party: 'unknown',
    ...verdictOf(outcome),
    tracker,
    summary: null,
    fields: [],
    removed: [],
    bytesUp: measured.bytesUp,
    bytesDown: measured.bytesDown,
    duration: measured.endedAt - measured.startedAt,
    status: null,
    tunnel: outcome.reason,
  };
}

function verdictOf({
  blockedBy,
  allowedBy = null,
  reason,
}: ConnectionOutcome): Pick<Event, 'action' | 'observed' | 'rule' | 'undone'> {
  const undone = reference(blockedBy);
  if (undone === null) return { action: 'pass', observed: false, rule: null, undone };
  if (allowedBy !== null) {
    return { action: 'allow', observed: false, rule: reference(allowedBy), undone };
  }
  return { action: 'block', observed: reason !== null, rule: undone, undone: null };
}

function decode(request: RequestInfo, notes: ExchangeNotes, parts: Tellers) {
  const query = parts.classify.queryFields(request.target);
  const fields = [...query, ...(notes.body?.fields ?? [])];
  const removed = [...removedFields(notes, query), ...emptiedFields(notes, fields)];
  return parts.trackers.decode(request, fields, removed);
}

/** Of what was removed the fields, not the cookies and headers; none of a request that was not sent, or sent whole. */
function removedFields(notes: ExchangeNotes, query: readonly Field[]): readonly string[] {
  if (!wasEdited(notes)) return [];
  const inQuery = new Set(query.map(({ name }) => name));
  return notes.removed.flatMap((name) => fieldOfBody(name) ?? (inQuery.has(name) ? name : []));
}

/** The fields out of which something of the household's was taken: the log names that, not them. */
function emptiedFields(notes: ExchangeNotes, fields: readonly Field[]): readonly string[] {
  if (!wasEdited(notes)) return [];
  return (notes.verdict?.edits ?? []).flatMap((edit) => {
    if (edit.kind !== 'redact' || !edit.names.some((name) => notes.removed.includes(name)))
      return [];
    return fields.filter(({ value }) => edit.redact(value) !== value).map(({ name }) => name);
  });
}

function wasEdited({ verdict, removed }: ExchangeNotes): boolean {
  if (verdict === null || verdict.observed || removed.length === 0) return false;
  return verdict.action !== 'block' && verdict.action !== 'stub';
}

function plainOrTls(request: RequestInfo): 'http' | 'https' {
  return request.scheme === 'https' || request.scheme === 'wss' ? 'https' : 'http';
}

function reference(rule: Rule | RuleRef | null | undefined): RuleRef | null {
  return rule == null ? null : { list: rule.list, line: rule.line, text: rule.text };
}
