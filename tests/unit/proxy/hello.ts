import { Duplex } from 'node:stream';
import tls from 'node:tls';

/** A block with its length before it, in one, two or three bytes. */
export function sized(size: 1 | 2 | 3, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([length, content]);
}

export function extension(type: number, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([uint16(type), sized(2, ...parts)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export const serverName = (name: string) =>
  extension(0, sized(2, Buffer.of(0), sized(2, Buffer.from(name, 'latin1'))));

export const protocols = (...names: readonly string[]) =>
  extension(16, sized(2, ...names.map((name) => sized(1, Buffer.from(name)))));

/** The handshake message, without its records. */
export function helloMessage(...extensions: readonly Buffer[]): Buffer {
  const body = Buffer.concat([
    Buffer.of(3, 3), // legacy_version
    Buffer.alloc(32, 7), // random
    sized(1, Buffer.alloc(32, 8)), // session id
    sized(2, uint16(0x1301), uint16(0x1302)), // ciphers
    sized(1, Buffer.of(0)), // compression
    sized(2, ...extensions),
  ]);
  return Buffer.concat([Buffer.of(1), sized(3, body)]);
}

/** Puts handshake bytes into records of at most `size` bytes each. */
export function records(message: Buffer, size = 16_384): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    parts.push(Buffer.of(0x16, 3, 1), sized(2, message.subarray(at, at + size)));
  }
  return Buffer.concat(parts);
}

/** As Chromium sends it: reserved values (RFC 8701), a post-quantum key share, 1.8 kB in all. */
export function chromiumHello(name: string): Buffer {
  return helloMessage(
    extension(0x3a3a),
    serverName(name),
    extension(23),
    extension(43, sized(1, Buffer.from('6a6a03040303', 'hex'))), // supported versions
    protocols('h2', 'http/1.1'),
    extension(51, sized(2, uint16(0x11ec), sized(2, Buffer.alloc(1_216, 9)))), // key share
    extension(0xfe0d, Buffer.alloc(250, 5)), // encrypted client hello
    extension(0x1a1a, Buffer.of(0)),
  );
}

/** The first bytes that Node's own TLS client sends. */
export function nodeHello(options: tls.ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer) => {
        wire.destroy();
        resolve(chunk);
      },
    });
    tls.connect({ ...options, socket: wire }).on('error', () => undefined);
  });
}
