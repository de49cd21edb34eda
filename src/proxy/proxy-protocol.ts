import { isIP } from 'node:net';
import { type Destination, parseHostname, plainAddress } from '../model/terms.ts';

/** What a load balancer or a router says of a connection that it passes on. */
export interface ProxyHeader {
  /** How many bytes the header takes; what follows belongs to the connection. */
  readonly length: number;
  /** The client that connected to the sender; null where the sender speaks for itself. */
  readonly source: Destination | null;
  /** Where that client connected to. */
  readonly destination: Destination | null;
}

/** PROXY protocol version 1 is one line of at most 107 bytes, CR and LF included (section 2.1). */
const MAX_LINE = 107;
const LINE = /^PROXY (?:UNKNOWN(?: [^\r\n]*)?|(TCP[46]) (\S+) (\S+) (\d{1,5}) (\d{1,5}))\r\n/;
const LINE_START = 'PROXY ';

/** The first twelve bytes of version 2 (section 2.2). */
const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const FIXED = 16;
/** Addresses take 36 bytes; the rest are further values, of which senders know few. */
const MAX_REST = 2_048;

const VERSION = 0x20;
const COMMAND_LOCAL = 0;
const COMMAND_PROXY = 1;
const UNSPECIFIED = 0x00;
const UNIX_STREAM = 0x31;
/** Family and protocol, and the bytes of one address: TCP over IPv4, TCP over IPv6. */
const ADDRESS_BYTES: Readonly<Record<number, number>> = { 17: 4, 33: 16 };

/**
 * Reads the header of the PROXY protocol, version 1 or 2, at the start of a
 * connection (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt).
 * partial: it goes on. malformed: it is none; nothing may be guessed then, and
 * the connection is to be closed. Takes any bytes; never throws.
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | 'partial' | 'malformed' {
  if (isPrefix(bytes, SIGNATURE)) return readBinary(bytes);
  if (isPrefix(bytes, Buffer.from(LINE_START))) return readLine(bytes);
  return 'malformed';
}

/** Whether the two agree as far as both go. */
function isPrefix(bytes: Buffer, expected: Buffer): boolean {
  const length = Math.min(bytes.length, expected.length);
  return bytes.compare(expected, 0, length, 0, length) === 0;
}

function readLine(bytes: Buffer): ProxyHeader | 'partial' | 'malformed' {
  const text = bytes.toString('latin1', 0, MAX_LINE);
  if (!text.includes('\n')) return text.length < MAX_LINE ? 'partial' : 'malformed';
  const match = LINE.exec(text);
  if (match === null) return 'malformed';
  const { length } = match[0];
  const [, family, from = '', to = '', fromPort = '', toPort = ''] = match;
  if (family === undefined) return { length, source: null, destination: null };
  const version = family === 'TCP4' ? 4 : 6;
  const source = endpoint(from, Number(fromPort), version);
  const destination = endpoint(to, Number(toPort), version);
  return source === null || destination === null ? 'malformed' : { length, source, destination };
}

function readBinary(bytes: Buffer): ProxyHeader | 'partial' | 'malformed' {
  if (bytes.length < FIXED) return 'partial';
  const rest = bytes.readUInt16BE(14);
  if (rest > MAX_REST) return 'malformed';
  const command = bytes.readUInt8(12) - VERSION;
  if (command !== COMMAND_LOCAL && command !== COMMAND_PROXY) return 'malformed';
  const length = FIXED + rest;
  if (bytes.length < length) return 'partial';
  const family = bytes.readUInt8(13);
  // The sender speaks for itself (a health check), or says that it does not know.
  if (command === COMMAND_LOCAL || family === UNSPECIFIED || family === UNIX_STREAM) {
    return { length, source: null, destination: null };
  }
  const size = ADDRESS_BYTES[family];
  if (size === undefined || rest < 2 * size + 4) return 'malformed';
  const at = FIXED + 2 * size;
  const source = endpoint(addressAt(bytes, FIXED, size), bytes.readUInt16BE(at));
  const destination = endpoint(addressAt(bytes, FIXED + size, size), bytes.readUInt16BE(at + 2));
  return source === null || destination === null ? 'malformed' : { length, source, destination };
}

function addressAt(bytes: Buffer, start: number, size: number): string {
  const part = bytes.subarray(start, start + size);
  if (size === 4) return part.join('.');
  return (part.toString('hex').match(/.{4}/g) ?? []).join(':');
}

/** An address in the form in which the system gives it, and a port. */
function endpoint(text: string, port: number, version?: 4 | 6): Destination | null {
  const kind = isIP(text);
  if (kind === 0 || text.includes('%') || port > 65_535) return null;
  if (version !== undefined && kind !== version) return null;
  const address = parseHostname(text);
  const hostname = address === null ? null : parseHostname(plainAddress(address));
  return hostname === null ? null : { hostname, port };
}
