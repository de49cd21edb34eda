import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { Writable } from 'node:stream';
import type { RawHeaders } from '../../model/request.ts';
import { resetStream } from './reset-stream.ts';
import { flatHeaders, streamHeaders } from './response-head.ts';

interface Piece {
  readonly chunk: Uint8Array;
}

/**
 * The response of a stream, with as much of the response of HTTP/1.1 as is used
 * here. One that is destroyed before its end resets the stream, so nothing is
 * ever appended to half a body. A client that resets the stream, or leaves,
 * destroys it.
 */
export class StreamResponse extends Writable {
  readonly #stream: ServerHttp2Stream;
  #head: OutgoingHttpHeaders | null = null;
  #responded = false;
  #bytes = 0;
  /** As with HTTP/1.1: whether a Date is added where there is none. */
  sendDate = true;
  statusCode = 200;

  constructor(stream: ServerHttp2Stream) {
    super();
    this.#stream = stream;
    // Who has no use for an error need not listen for it: the end is told by 'close'.
    this.on('error', () => undefined);
    stream.once('close', () => {
      // The end of what was sent whole is told first.
      setImmediate(() => this.destroy());
    });
  }

  get headersSent(): boolean {
    return this.#head !== null;
  }

  /** What was said so far: names, values and body, before they were compressed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Throws where it was called before. There is no reason phrase in HTTP/2; one is ignored. */
  writeHead(
    status: number,
    second: string | RawHeaders | OutgoingHttpHeaders = [],
    third: RawHeaders | OutgoingHttpHeaders = [],
  ): this {
    if (this.#head !== null) throw new Error('writing a head: it was written before');
    const headers = flatHeaders(typeof second === 'string' ? third : second);
    this.statusCode = status;
    this.#head = streamHeaders(status, headers);
    this.#bytes += headers.reduce((sum, text) => sum + text.length, 0);
    return this;
  }

  flushHeaders(): void {
    this.#respond(false);
  }

  /** Sends the head, once; nothing where there is nobody any more. */
  #respond(endStream: boolean): void {
    if (this.#responded || this.#stream.destroyed || this.#stream.closed) return;
    this.#responded = true;
    this.#head ??= streamHeaders(this.statusCode, []);
    try {
      this.#stream.respond(this.#head, { endStream, sendDate: this.sendDate } as object);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  override _write(
    chunk: Uint8Array,
    _encoding: BufferEncoding,
    callback: (error?: Error | null) => void,
  ): void {
    this._writev([{ chunk }], callback);
  }

  override _writev(pieces: readonly Piece[], callback: (error?: Error | null) => void): void {
    this.#respond(false);
    for (const { chunk } of pieces) this.#bytes += chunk.length;
    // To a HEAD, and with some statuses, the head was all.
    if (this.#stream.writableEnded) {
      callback();
      return;
    }
    this.#stream.cork();
    for (const { chunk } of pieces.slice(0, -1)) this.#stream.write(chunk);
    this.#stream.write((pieces.at(-1) as Piece).chunk, callback);
    this.#stream.uncork();
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#respond(true);
    if (this.#stream.writableEnded || this.#stream.destroyed) callback();
    else this.#stream.end(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.writableFinished) resetStream(this.#stream);
    callback(error);
  }
}
