import type { Connection, TunnelReason } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { Event } from '../model/event.ts';
import type { RequestInfo } from '../model/request.ts';
import type { Rule, RuleRef } from '../model/rule.ts';
import type { Destination } from '../model/terms.ts';
import type { ExchangeNotes } from './context.ts';
import type { ProxyParts, ProxySettings } from './ports.ts';

export interface Measured {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

type Tellers = Pick<ProxyParts, 'trackers' | 'classify'>;

/** Writes an exchange down as an event of the log. */
export function exchangeEvent(
  device: Device,
  request: RequestInfo,
  notes: ExchangeNotes,
  measured: Measured,
  { parts, detail }: { readonly parts: Tellers; readonly detail: ProxySettings['detail'] },
): Event {
  const { verdict } = notes;
  const decoded =
    verdict === null || verdict.action === 'pass' ? null : decode(request, notes, parts);
  const tracker =
    verdict?.rule == null ? null : parts.trackers.trackerOf(request.hostname, verdict.rule);
  return {
    ...common(device, measured),
    kind: request.type === 'websocket' ? 'websocket' : plainOrTls(request),
    method: request.method,
    host: request.hostname,
    port: request.port,
    path: detail === 'values' ? request.target : withoutValues(request.target),
    page: request.page,
    type: request.type,
    party: request.party,
    action: verdict?.action ?? 'pass',
    observed: verdict?.observed ?? false,
    rule: reference(verdict?.rule),
    undone: reference(verdict?.undone),
    tracker: decoded?.tracker ?? tracker,
    summary: decoded?.summary ?? null,
    fields: decoded?.fields ?? [],
    removed: notes.removed,
    status: notes.status,
  };
}

/** Writes a tunnel or a refused CONNECT down. */
export function connectionEvent(
  device: Device,
  destination: Destination,
  measured: Measured,
  outcome: { readonly blockedBy: RuleRef | null; readonly reason: TunnelReason | null },
  tracker: string | null,
): Event {
  return {
    ...common(device, measured),
    kind: 'tunnel',
    method: 'CONNECT',
    host: destination.hostname,
    port: destination.port,
    path: '',
    page: null,
    type: 'other',
    party: 'unknown',
    action: outcome.blockedBy === null ? 'pass' : 'block',
    observed: false,
    rule: reference(outcome.blockedBy),
    undone: null,
    tracker,
    summary: null,
    fields: [],
    removed: [],
    status: null,
  };
}

function common(device: Device, measured: Measured) {
  return {
    at: measured.startedAt,
    device: device.id,
    deviceName: device.name ?? device.address,
    bytesUp: measured.bytesUp,
    bytesDown: measured.bytesDown,
    duration: measured.endedAt - measured.startedAt,
  };
}

function decode(request: RequestInfo, notes: ExchangeNotes, parts: Tellers) {
  const fields = [...parts.classify.queryFields(request.target), ...(notes.body?.fields ?? [])];
  return parts.trackers.decode(request, fields);
}

function plainOrTls(request: RequestInfo): 'http' | 'https' {
  return request.scheme === 'https' || request.scheme === 'wss' ? 'https' : 'http';
}

function reference(rule: Rule | RuleRef | null | undefined): RuleRef | null {
  return rule == null ? null : { list: rule.list, line: rule.line, text: rule.text };
}

/** `/tr?id=1&ev=2` as `/tr?id&ev`: the names tell what was said without saying it. */
export function withoutValues(target: string): string {
  const question = target.indexOf('?');
  if (question < 0) return target;
  const names = target
    .slice(question + 1)
    .split('&')
    .map((field) => field.split('=', 1)[0] as string)
    // A long name is a value without a name: a token, an address.
    .map((name) => (name.length > 40 ? '…' : name));
  return `${target.slice(0, question)}?${names.filter((name) => name !== '').join('&')}`;
}

/** The addresses of a connection, for the diagnostic log. */
export function connectionFields({ id, clientAddress, destination }: Connection): object {
  return { connection: id, client: clientAddress, host: destination?.hostname ?? null };
}
