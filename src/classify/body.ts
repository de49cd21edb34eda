import { formFields, MAX_FIELDS } from '../model/fields.ts';
import { jsonFields } from '../model/json-fields.ts';
import { multipartDelimiter } from '../model/multipart.ts';
import type { Body, Field } from '../model/request.ts';
import { multipartFields } from './multipart.ts';

const OPAQUE: Body = { kind: 'opaque', fields: [] };

/** What a record begins with, as opposed to prose and to binary data. */
const RECORD = /^[^\s=&]{1,256}=/;

/**
 * Reads a request body into fields, when somebody first asks for its kind or
 * its fields: most bodies are no tracker's, and a look at their bytes can tell.
 */
export function lazyBody(contentType: string | null, bytes: Uint8Array): Body {
  let read: Body | null = null;
  const body = (): Body => {
    read ??= readBody(contentType, bytes);
    return read;
  };
  return {
    bytes,
    get kind() {
      return body().kind;
    },
    get fields() {
      return body().fields;
    },
  };
}

/**
 * Reads a request body into fields. The bytes are already whole, unpacked and
 * bounded by the caller; here the number of fields is bounded. Never throws:
 * what cannot be read is `opaque`.
 *
 * The Content-Type is a hint only, because trackers avoid the CORS preflight
 * that an honest one would cost: Meta's gateway and TikTok send JSON as
 * text/plain, and Google Analytics sends one urlencoded record a line.
 */
export function readBody(contentType: string | null, bytes: Uint8Array): Body {
  if (bytes.length === 0) return OPAQUE;
  const media = contentType?.trim().toLowerCase() ?? '';
  const text = new TextDecoder().decode(bytes);
  if (media.startsWith('multipart/')) return readMultipart(contentType as string, text);
  if (!isText(media)) return OPAQUE;
  const json = /^\s*[[{]/.test(text) ? jsonFields(text) : null;
  if (json !== null) return { kind: 'json', fields: json };
  if (media.includes('json')) return OPAQUE;
  if (media.startsWith('application/x-www-form-urlencoded')) {
    return { kind: 'urlencoded', fields: formFields(text.trimEnd()) };
  }
  return RECORD.test(text) ? { kind: 'lines', fields: lineFields(text) } : OPAQUE;
}

/** Media types that may hold fields; an absent one may hold anything. */
function isText(media: string): boolean {
  return (
    media === '' ||
    media.startsWith('text/') ||
    media.includes('json') ||
    media.startsWith('application/x-www-form-urlencoded') ||
    media.startsWith('application/csp-report')
  );
}

function readMultipart(contentType: string, text: string): Body {
  const delimiter = multipartDelimiter(contentType, text);
  if (delimiter === null) return OPAQUE;
  return { kind: 'multipart', fields: multipartFields(text, delimiter) };
}

function lineFields(text: string): readonly Field[] {
  const fields: Field[] = [];
  for (const line of text.split('\n')) {
    if (fields.length >= MAX_FIELDS) break;
    const trimmed = line.endsWith('\r') ? line.slice(0, -1) : line;
    fields.push(...formFields(trimmed, MAX_FIELDS - fields.length));
  }
  return fields;
}
