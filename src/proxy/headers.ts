import type { RawHeaders } from '../model/request.ts';

/**
 * Headers that speak of one hop only (RFC 9110 section 7.6.1), and those that
 * clients address to the proxy itself. Transfer-Encoding is one too: bodies
 * are framed anew by Node on each side. Expect was answered on our side.
 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** The headers without those of the hop and those that Connection names. */
export function endToEnd(headers: RawHeaders): string[] {
  const named = connectionOptions(headers);
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = (headers[i] as string).toLowerCase();
    if (!HOP_BY_HOP.has(name) && !named?.has(name)) {
      kept.push(headers[i] as string, headers[i + 1] as string);
    }
  }
  return kept;
}

/**
 * The headers of a request as they leave us: those of the hop removed, and its
 * body framed as it came, so that a POST without a body does not become a
 * chunked one. `bodyLength` is null for a streamed body of unknown length.
 */
export function outgoingHeaders(
  headers: RawHeaders,
  body: { readonly present: boolean; readonly length: number | null; readonly method: string },
): string[] {
  const kept = endToEnd(headers);
  if (body.length !== null) return withHeader(kept, 'Content-Length', String(body.length));
  const counted = hasHeader(kept, 'content-length');
  if (body.present && !counted) kept.push('Transfer-Encoding', 'chunked');
  const expectsBody = body.method === 'POST' || body.method === 'PUT' || body.method === 'PATCH';
  if (!body.present && !counted && expectsBody) kept.push('Content-Length', '0');
  return kept;
}

/** Names listed by Connection beyond the usual words, or null where there are none. */
function connectionOptions(headers: RawHeaders): ReadonlySet<string> | null {
  let named: Set<string> | null = null;
  for (let i = 0; i < headers.length; i += 2) {
    if ((headers[i] as string).toLowerCase() !== 'connection') continue;
    for (const word of (headers[i + 1] as string).toLowerCase().split(',')) {
      const option = word.trim();
      // A client may not have the framing or the target removed by naming it.
      if (option !== '' && option !== 'host' && option !== 'content-length') {
        named ??= new Set();
        named.add(option);
      }
    }
  }
  return named;
}

/** The headers with this one set to one value, in the place of its first occurrence. */
export function withHeader(headers: RawHeaders, name: string, value: string): string[] {
  const lower = name.toLowerCase();
  const result: string[] = [];
  let placed = false;
  for (let i = 0; i < headers.length; i += 2) {
    if ((headers[i] as string).toLowerCase() !== lower) {
      result.push(headers[i] as string, headers[i + 1] as string);
    } else if (!placed) {
      result.push(headers[i] as string, value);
      placed = true;
    }
  }
  if (!placed) result.push(name, value);
  return result;
}

export function hasHeader(headers: RawHeaders, name: string): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    if ((headers[i] as string).toLowerCase() === name) return true;
  }
  return false;
}

/** Writes a head for a raw socket. Line breaks in values cannot occur: the parser refused them. */
export function writeHead(startLine: string, headers: RawHeaders): string {
  let text = `${startLine}\r\n`;
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return `${text}\r\n`;
}
