import { decodeField, MAX_FIELDS, queryFields } from '../../model/fields.ts';
import type { Body, Field, RequestInfo } from '../../model/request.ts';
import { unfoldJson } from './unfold.ts';

/** One request while it is being matched: what is derived is derived once, and only when asked for. */
export interface View {
  readonly request: RequestInfo;
  readonly body: Body | null;
  path: string | null;
  query: readonly Field[] | null;
  headers: readonly Field[] | null;
  cookies: readonly Field[] | null;
  /** What JSON in values of the query, and of the body, holds. */
  insideQuery: readonly Field[] | null;
  insideBody: readonly Field[] | null;
}

const NO_FIELDS: readonly Field[] = [];

export function createView(request: RequestInfo, body: Body | null): View {
  // Written out: spreading one object into another takes as long as most matching.
  return {
    request,
    body,
    path: null,
    query: null,
    headers: null,
    cookies: null,
    insideQuery: null,
    insideBody: null,
  };
}

/** The path without query; percent escapes are decoded, so that `/%74r/` is `/tr/`. */
export function pathOf(view: View): string {
  if (view.path !== null) return view.path;
  const { target } = view.request;
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  view.path = decodePlus(path);
  return view.path;
}

export function queryOf(view: View): readonly Field[] {
  view.query ??= queryFields(view.request.target);
  return view.query;
}

/** Those of the body; none where it was not read. */
export function bodyOf(view: View): readonly Field[] {
  return view.body?.fields ?? NO_FIELDS;
}

export function insideQueryOf(view: View): readonly Field[] {
  view.insideQuery ??= unfoldJson(queryOf(view));
  return view.insideQuery;
}

export function insideBodyOf(view: View): readonly Field[] {
  view.insideBody ??= unfoldJson(bodyOf(view));
  return view.insideBody;
}

/** Header names in lower case. */
export function headersOf(view: View): readonly Field[] {
  if (view.headers !== null) return view.headers;
  const raw = view.request.headers;
  const fields: Field[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    fields.push({ name: (raw[i] as string).toLowerCase(), value: raw[i + 1] as string });
  }
  view.headers = fields;
  return fields;
}

/**
 * The request's cookies (RFC 6265 section 4.2.1). Names are decoded; values
 * stay as they are sent, since no standard says how a cookie is encoded.
 */
export function cookiesOf(view: View): readonly Field[] {
  view.cookies ??= headersOf(view)
    .filter(({ name }) => name === 'cookie')
    .flatMap(({ value }) => readCookies(value));
  return view.cookies;
}

function readCookies(text: string): readonly Field[] {
  const fields: Field[] = [];
  for (let start = 0; start < text.length && fields.length < MAX_FIELDS; ) {
    const next = text.indexOf(';', start);
    const end = next === -1 ? text.length : next;
    const pair = text.slice(start, end).trim();
    if (pair !== '') fields.push(readCookie(pair));
    start = end + 1;
  }
  return fields;
}

function readCookie(pair: string): Field {
  const equals = pair.indexOf('=');
  if (equals === -1) return { name: decodePlus(pair), value: '' };
  return { name: decodePlus(pair.slice(0, equals)), value: pair.slice(equals + 1) };
}

/** Decodes percent escapes only: a `+` is a plus. */
function decodePlus(text: string): string {
  return text.includes('%') ? decodeField(text.replaceAll('+', '%2B')) : text;
}
