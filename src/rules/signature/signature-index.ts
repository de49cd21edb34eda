import { decodeField } from '../../model/fields.ts';
import { type Body, header, type TypeMask } from '../../model/request.ts';
import { type Gate, gatesOf } from './gate.ts';
import type { Conditions, Strip } from './signature.ts';
import { pathOf, type View } from './view.ts';

/** One set of conditions of one signature. */
export interface Entry {
  /** The place of the signature in the set. */
  readonly order: number;
  readonly conditions: Conditions;
  readonly types: TypeMask;
  readonly strip: Strip | null;
}

type Names = Map<string, Entry[]>;
type Maps = Record<'host' | 'field' | 'cookie' | 'header' | 'path', Names>;

/** Entries that are looked at when one of their texts is found somewhere. */
interface Parts {
  readonly pattern: RegExp | null;
  readonly entries: readonly Entry[];
}

/** JSON is read 16 deep; keys may hold dots of their own, as `fb.pixel_id` does. */
const MAX_PARENTS = 24;

/** Finds the few entries whose conditions could hold for a request. */
export interface SignatureIndex {
  /** Adds the entries to look at to `found`; one may be added twice. */
  collect(view: View, found: Entry[]): void;
}

export function createSignatureIndex(entries: readonly Entry[]): SignatureIndex {
  const maps: Maps = {
    host: new Map(),
    field: new Map(),
    cookie: new Map(),
    header: new Map(),
    path: new Map(),
  };
  const pieces: Record<'pathPart' | 'part', [string, Entry][]> = { pathPart: [], part: [] };
  const always: Entry[] = [];
  const withBody: Entry[] = [];
  const add = ({ kind, texts }: Gate, entry: Entry): void => {
    if (kind === 'body') withBody.push(entry);
    else if (kind === 'pathPart' || kind === 'part') {
      for (const text of texts) pieces[kind].push([text, entry]);
    } else for (const text of texts) addTo(maps[kind], text, entry);
  };
  for (const entry of entries) {
    const gates = gatesOf(entry.conditions, entry.strip);
    if (gates === null) always.push(entry);
    else for (const gate of gates) add(gate, entry);
  }
  const pathParts = createParts(pieces.pathPart, escapeRegex);
  const parts = createParts(pieces.part, inUrl);
  return {
    collect(view, found) {
      const { request, body } = view;
      pushAll(always, found);
      if (body !== null) pushAll(withBody, found);
      collectNamed(maps, view, found);
      if (pathParts.pattern?.test(pathOf(view))) pushAll(pathParts.entries, found);
      // A body is read seldom, and may spell its values in more ways than a URL.
      if (body !== null || parts.pattern?.test(request.target)) pushAll(parts.entries, found);
    },
  };
}

function collectNamed(maps: Maps, view: View, found: Entry[]): void {
  if (maps.host.size > 0) collectHosts(maps.host, view.request.hostname, found);
  if (maps.path.size > 0) pushAll(maps.path.get(pathOf(view)), found);
  if (maps.field.size > 0) collectFields(maps.field, view, found);
  if (maps.cookie.size > 0) collectCookies(maps.cookie, view, found);
  if (maps.header.size > 0) collectHeaders(maps.header, view, found);
}

function addTo(names: Names, name: string, entry: Entry): void {
  const list = names.get(name);
  if (list === undefined) names.set(name, [entry]);
  else list.push(entry);
}

function createParts(
  pairs: readonly (readonly [string, Entry])[],
  write: (text: string) => string,
): Parts {
  const texts = [...new Set(pairs.map(([text]) => write(text)))];
  return {
    pattern: texts.length === 0 ? null : new RegExp(texts.join('|'), 'i'),
    entries: [...new Set(pairs.map(([, entry]) => entry))],
  };
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The text as it is or percent-encoded; what RFC 3986 calls unreserved is never encoded. */
function inUrl(text: string): string {
  return text.replaceAll(/[^\w.~-]|\./g, (char) => {
    const code = char.charCodeAt(0).toString(16).padStart(2, '0');
    return `(?:${escapeRegex(char)}|%${code})`;
  });
}

function pushAll(entries: readonly Entry[] | undefined, found: Entry[]): void {
  if (entries === undefined) return;
  for (const entry of entries) found.push(entry);
}

/** The name itself and each of its parents. */
function collectHosts(names: Names, hostname: string, found: Entry[]): void {
  let from = 0;
  do {
    pushAll(names.get(from === 0 ? hostname : hostname.slice(from)), found);
    from = hostname.indexOf('.', from) + 1;
  } while (from > 0);
}

function collectFields(names: Names, { request, body }: View, found: Entry[]): void {
  const question = request.target.indexOf('?');
  if (question !== -1) collectNames(names, request.target, question + 1, '&', found);
  const referer = header(request.headers, 'referer');
  const refererQuestion = referer?.indexOf('?') ?? -1;
  if (referer !== null && refererQuestion !== -1) {
    collectNames(names, referer, refererQuestion + 1, '&', found);
  }
  if (body !== null) collectBody(names, body, found);
}

/** A field is found by each of its parents too: `extinfo.0` by `extinfo`. */
function collectBody(names: Names, { fields }: Body, found: Entry[]): void {
  for (const { name } of fields) {
    pushAll(names.get(name), found);
    let dot = name.indexOf('.');
    for (let i = 0; i < MAX_PARENTS && dot !== -1; i++) {
      pushAll(names.get(name.slice(0, dot)), found);
      dot = name.indexOf('.', dot + 1);
    }
  }
}

/** Looks up the names of `name=value` pieces without making anything of their values. */
function collectNames(
  names: Names,
  text: string,
  start: number,
  separator: '&' | ';',
  found: Entry[],
): void {
  let from = start;
  while (from < text.length) {
    const next = text.indexOf(separator, from);
    const end = next === -1 ? text.length : next;
    const equals = text.indexOf('=', from);
    const raw = text.slice(from, equals === -1 || equals > end ? end : equals);
    const name = raw.includes('%') || raw.includes('+') ? decodeField(raw) : raw;
    pushAll(names.get(separator === ';' ? name.trim() : name), found);
    from = end + 1;
  }
}

function collectCookies(names: Names, { request }: View, found: Entry[]): void {
  const { headers } = request;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.length !== 6 || name.toLowerCase() !== 'cookie') continue;
    collectNames(names, headers[i + 1] as string, 0, ';', found);
  }
}

function collectHeaders(names: Names, { request }: View, found: Entry[]): void {
  const { headers } = request;
  for (let i = 0; i + 1 < headers.length; i += 2) {
    pushAll(names.get((headers[i] as string).toLowerCase()), found);
  }
}
