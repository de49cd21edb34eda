import type { Device } from '../model/device.ts';
import type { Event, EventDetails, Report } from '../model/event.ts';
import type { RawHeaders, RequestInfo } from '../model/request.ts';
import type { ExchangeNotes } from './context.ts';
import type { Decoded, ProxyParts, SeenReport } from './ports.ts';
import { removedValues } from './removed-values.ts';

/** An exchange that is over, and what a decoder understood of it. */
interface Exchange {
  readonly device: Device;
  readonly request: RequestInfo;
  readonly notes: ExchangeNotes;
  readonly decoded: Decoded | null;
}

type Parts = Pick<ProxyParts, 'telling' | 'identifiers' | 'trackers' | 'classify'>;

/** The event with what a single row shows. Of what is only counted nothing of it is made. */
export function detailed(event: Event, exchange: Exchange, parts: Parts): Event {
  if (event.action === 'pass' && !parts.telling.keepsPasses) return event;
  const { device, request, notes, decoded } = exchange;
  const report = decoded?.report ?? reportOfRemoved(request, notes, parts);
  return {
    ...event,
    level: parts.telling.levelOf(device, notes.program, request.hostname),
    ...(report === null ? {} : { report: reportOf(report, parts) }),
    details: detailsOf(exchange, parts),
  };
}

/** Whose identifiers they are is told by marks alone: here their values end. */
function reportOf(report: SeenReport, { telling, identifiers }: Parts): Report {
  const { identifiers: seen, ...words } = report;
  return { ...words, what: identifiers.mask(words.what), marks: telling.marksOf(seen) };
}

/** What was taken out was tried to be told, understood or not. */
function reportOfRemoved(
  request: RequestInfo,
  { verdict, body, removed }: ExchangeNotes,
  parts: Parts,
) {
  if (removed.length === 0 || verdict?.action !== 'strip' || verdict.observed) return null;
  const fields = [...parts.classify.queryFields(request.target), ...(body?.fields ?? [])];
  return parts.trackers.decodeRemoved(request, removedValues(removed, fields, request.headers));
}

function detailsOf({ request, notes, decoded }: Exchange, parts: Parts): EventDetails {
  const { telling, identifiers } = parts;
  const values = telling.keepsValues ? (decoded?.values ?? []) : [];
  return {
    headers: headerNames(request.headers),
    // The household's own identifiers are kept nowhere, whatever the log keeps.
    values: values.map(({ name, value }) => ({ name, value: identifiers.mask(value) })),
    decided: notes.decided,
    firstByte: notes.firstByte,
  };
}

function headerNames(headers: RawHeaders): readonly string[] {
  const names: string[] = [];
  for (let i = 0; i < headers.length; i += 2) names.push((headers[i] as string).toLowerCase());
  return names;
}
