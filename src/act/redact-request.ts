import type { RawHeaders } from '../model/request.ts';
import type { Change, Edit } from '../model/rule.ts';
import { editedHeaders } from './body-fields/edit-body.ts';
import { queryRange } from './strip-query.ts';

type Redaction = Extract<Change, { readonly kind: 'redact' }>;

export interface RedactedRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  /** Null where it stays as it is. */
  readonly body: Uint8Array | null;
  /** Of the edits that took something out. */
  readonly names: readonly string[];
}

/** Takes values out of a request: its query, that of its Referer, and its body. Paths stay. */
export function redactRequest(
  request: Omit<RedactedRequest, 'names'>,
  edits: readonly Edit[],
): RedactedRequest {
  const redactions = edits.filter((edit) => edit.kind === 'redact');
  const unchanged = { url: request.url, headers: request.headers, body: null, names: [] };
  return redactions.reduce<RedactedRequest>((before, edit) => {
    const { url, headers } = before;
    const body = before.body ?? request.body;
    const newUrl = inQuery(url, edit);
    const newHeaders = inReferer(headers, edit);
    const newBody = body === null ? null : inBody(body, edit);
    if (newUrl === url && newHeaders === headers && newBody === null) return before;
    return {
      url: newUrl,
      headers: newBody === null ? newHeaders : editedHeaders(newHeaders),
      body: newBody ?? before.body,
      names: [...before.names, ...edit.names],
    };
  }, unchanged);
}

function inQuery(url: string, { redact }: Redaction): string {
  const range = queryRange(url);
  if (range === null) return url;
  const { from, to } = range;
  return url.slice(0, from) + redact(url.slice(from, to)) + url.slice(to);
}

/** The same list where nothing is taken out. */
function inReferer(headers: RawHeaders, edit: Redaction): RawHeaders {
  const edited = headers.map((value, i) =>
    i % 2 === 1 && headers[i - 1]?.toLowerCase() === 'referer' ? inQuery(value, edit) : value,
  );
  return edited.every((value, i) => value === headers[i]) ? headers : edited;
}

/** Null where nothing is taken out. */
function inBody(body: Uint8Array, { redact }: Redaction): Uint8Array | null {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const edited = redact(text);
  return edited === text ? null : Buffer.from(edited, 'latin1');
}
