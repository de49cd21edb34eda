import { type Hostname, parseHostname } from '../model/terms.ts';

/** What the first message of TLS says before anything is encrypted (RFC 8446 section 4.1.2). */
export interface ClientHello {
  readonly sni: Hostname | null;
  readonly alpn: readonly string[];
  /** What the client is willing to speak, in its own order; 0x0304 is TLS 1.3. */
  readonly versions: readonly number[];
  readonly ciphers: readonly number[];
  /** The types of its extensions, in its own order. */
  readonly extensions: readonly number[];
  readonly signatureAlgorithms: readonly number[];
}

/**
 * partial: the bytes so far are a ClientHello that goes on.
 * not-tls: they are not TLS, or not a ClientHello.
 */
export type HelloResult = ClientHello | 'partial' | 'not-tls';

/** The type of the records that carry a handshake (RFC 8446 section 5.1): the first byte of TLS. */
export const RECORD_HANDSHAKE = 0x16;
const MESSAGE_CLIENT_HELLO = 0x01;
const EXTENSION_SERVER_NAME = 0;
const EXTENSION_SIGNATURE_ALGORITHMS = 13;
const EXTENSION_ALPN = 16;
const EXTENSION_SUPPORTED_VERSIONS = 43;

/**
 * Reads a ClientHello that may be spread over several TLS records, as post-quantum
 * key shares and cautious clients do. Takes any bytes; never throws.
 */
export function readClientHello(bytes: Buffer): HelloResult {
  const records = joinRecords(bytes);
  if (records === null) return 'not-tls';
  const { message, interrupted } = records;
  if (message.length > 0 && message[0] !== MESSAGE_CLIENT_HELLO) return 'not-tls';
  const length = message.length < 4 ? null : message.readUIntBE(1, 3);
  if (length !== null && message.length >= 4 + length) {
    return readExtensions(message.subarray(4, 4 + length));
  }
  return interrupted ? 'not-tls' : 'partial';
}

/**
 * The handshake bytes of the records so far; null where they are no records of
 * TLS. Interrupted: a record of another type followed, which must not come
 * inside a message (RFC 8446 section 5.1).
 */
function joinRecords(bytes: Buffer): { message: Buffer; interrupted: boolean } | null {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length && bytes[at] === RECORD_HANDSHAKE) {
    if (bytes.length > at + 1 && bytes[at + 1] !== 3) return null;
    if (bytes.length < at + 5) break;
    const length = bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  const interrupted = at < bytes.length && bytes[at] !== RECORD_HANDSHAKE;
  return { message: Buffer.concat(parts), interrupted };
}

/** A reader that answers null beyond the end, so that a lying length cannot throw. */
function reader(bytes: Buffer) {
  let at = 0;
  return {
    left: () => bytes.length - at,
    skip(count: number): void {
      at += count;
    },
    number(size: 1 | 2): number | null {
      if (at + size > bytes.length) return null;
      at += size;
      return bytes.readUIntBE(at - size, size);
    },
    block(size: 1 | 2): Buffer | null {
      const length = this.number(size);
      if (length === null || at + length > bytes.length) return null;
      at += length;
      return bytes.subarray(at - length, at);
    },
  };
}

function readExtensions(body: Buffer): HelloResult {
  const hello = reader(body);
  const version = hello.number(2);
  hello.skip(32); // random
  const session = hello.block(1);
  const ciphers = hello.block(2);
  const compression = hello.block(1);
  if (version === null || session === null || ciphers === null || compression === null) {
    return 'not-tls';
  }
  const block = hello.left() === 0 ? Buffer.alloc(0) : hello.block(2);
  const extensions = block === null ? null : extensionsIn(block);
  if (extensions === null) return 'not-tls';
  const versions = extensions.get(EXTENSION_SUPPORTED_VERSIONS);
  const algorithms = extensions.get(EXTENSION_SIGNATURE_ALGORITHMS);
  const name = extensions.get(EXTENSION_SERVER_NAME);
  const protocols = extensions.get(EXTENSION_ALPN);
  return {
    sni: name === undefined ? null : readServerName(name),
    alpn: protocols === undefined ? [] : readProtocols(protocols),
    // Before TLS 1.3 the highest one stood alone in the head (RFC 8446 section 4.2.1).
    versions: versions === undefined ? [version] : numbersOf(reader(versions).block(1)),
    ciphers: numbersOf(ciphers),
    extensions: [...extensions.keys()],
    signatureAlgorithms: algorithms === undefined ? [] : numbersOf(reader(algorithms).block(2)),
  };
}

/** Each extension by its type, in the client's order; null where the block is malformed. */
function extensionsIn(block: Buffer): ReadonlyMap<number, Buffer> | null {
  const found = new Map<number, Buffer>();
  const extensions = reader(block);
  while (extensions.left() > 0) {
    const type = extensions.number(2);
    const data = extensions.block(2);
    if (type === null || data === null) return null;
    found.set(type, data);
  }
  return found;
}

function numbersOf(list: Buffer | null): readonly number[] {
  const numbers: number[] = [];
  for (let at = 0; list !== null && at + 2 <= list.length; at += 2) {
    numbers.push(list.readUInt16BE(at));
  }
  return numbers;
}

/** RFC 6066 section 3: a list of names, of which only type 0 (host_name) exists. */
function readServerName(data: Buffer): Hostname | null {
  const list = reader(data).block(2);
  if (list === null) return null;
  const names = reader(list);
  while (names.left() > 0) {
    const type = names.number(1);
    const name = names.block(2);
    if (name === null) return null;
    if (type === 0) return parseHostname(name.toString('latin1').toLowerCase());
  }
  return null;
}

/** RFC 7301 section 3.1. */
function readProtocols(data: Buffer): readonly string[] {
  const list = reader(data).block(2);
  if (list === null) return [];
  const protocols: string[] = [];
  const entries = reader(list);
  while (entries.left() > 0) {
    const entry = entries.block(1);
    if (entry === null) break;
    protocols.push(entry.toString('latin1'));
  }
  return protocols;
}
