import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { DownloadProgress } from '../model/download.ts';
import { failureOf } from './failure.ts';
import { createGrowingBuffer } from './growing-buffer.ts';

export interface ReadLimits {
  /** Decoded. */
  readonly maxBytes: number;
  /** Called for each piece that comes. */
  readonly touch: () => void;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

export type ReadDownload =
  | { readonly refused: null; readonly bytes: Uint8Array }
  /** Why it was not read to its end; lower case. */
  | { readonly refused: string };

/**
 * Reads a body to its end, decompressed, as far as the limit: what expands to
 * more is never in memory. Rejects where it breaks off.
 */
export async function readDownload(
  response: IncomingMessage,
  { maxBytes, touch, onProgress }: ReadLimits,
): Promise<ReadDownload> {
  const announced = Number(response.headers['content-length'] ?? 0);
  const tooLong = { refused: `it is longer than ${maxBytes} bytes` };
  if (announced > maxBytes) return tooLong;
  const taken = createGrowingBuffer(maxBytes);
  const decoded = decoding(response);
  if (decoded === null) {
    return { refused: `the server sent the unknown coding "${codingOf(response)}"` };
  }
  const total = decoded === response && announced > 0 ? announced : null;
  try {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      touch();
      if (taken.append(chunk) !== null) return tooLong;
      onProgress?.({ received: taken.bytes().length, total });
    }
  } catch (error) {
    // What the network does has a name; what is left is the decompressor's.
    if (decoded === response || failureOf(error) !== 'unknown') throw error;
    return { refused: 'what the server sent cannot be decompressed' };
  }
  const bytes = taken.bytes();
  return looksLikePage(bytes)
    ? { refused: 'the server sent a web page, not a list' }
    : { refused: null, bytes };
}

function codingOf({ headers }: IncomingMessage): string {
  return (headers['content-encoding'] ?? '').trim().toLowerCase();
}

/** The decoded body; null where its coding is none of those that were asked for. */
function decoding(response: IncomingMessage): Readable | null {
  switch (codingOf(response)) {
    case '':
    case 'identity':
      return response;
    case 'gzip':
    case 'x-gzip':
      return piped(response, createGunzip());
    case 'br':
      return piped(response, createBrotliDecompress());
    default:
      return null;
  }
}

/** The error of either end reaches the reader; the callback has nothing to add. */
function piped(response: IncomingMessage, decoder: NodeJS.ReadWriteStream & Readable): Readable {
  pipeline(response, decoder, () => undefined);
  return decoder;
}

/** Portals of hotels answer everything with a page, whatever type they call it. */
function looksLikePage(bytes: Buffer): boolean {
  return /^\s*<(?:!doctype\s+html|html|head)\b/i.test(bytes.toString('latin1', 0, 200));
}
