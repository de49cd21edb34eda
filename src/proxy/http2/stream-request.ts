import { type IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { RawHeaders } from '../../model/request.ts';
import type { StreamHead } from './request-head.ts';

/**
 * The request of a stream, as a message of HTTP/1.1: what reads those reads
 * this. `socket` is the connection, which many streams share; it is never
 * touched. A stream that breaks off is told as `aborted`, and by no error.
 */
export class StreamRequest extends IncomingMessage {
  readonly stream: ServerHttp2Stream;
  #bytes: number;

  constructor(stream: ServerHttp2Stream, head: StreamHead, socket: Socket) {
    super(socket);
    this.stream = stream;
    this.httpVersion = '2.0';
    this.httpVersionMajor = 2;
    this.httpVersionMinor = 0;
    this.method = head.method;
    this.url = head.path;
    this.rawHeaders = [...head.headers];
    this.headers = joined(head.headers);
    this.#bytes = head.headers.reduce((sum, text) => sum + text.length, 0);
    if (stream.endAfterHeaders) this.#end();
    else this.#read();
    stream.once('close', () => this.destroy());
  }

  /** What it said so far: names, values and body, before they were compressed. */
  get bytes(): number {
    return this.#bytes;
  }

  #end(): void {
    this.complete = true;
    this.push(null);
  }

  #read(): void {
    const { stream } = this;
    stream.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      if (!this.push(chunk)) stream.pause();
    });
    stream.once('end', () => {
      // A stream that was reset ends too, before it says so.
      if (!stream.aborted && !stream.rstCode) this.#end();
    });
    // Nothing is read before somebody asks: it stays within the stream's window.
    stream.pause();
  }

  override _read(): void {
    if (!this.complete) this.stream.resume();
  }

  /** The stock one cuts the connection. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.complete) {
      this.aborted = true;
      this.emit('aborted');
    }
    callback(error);
  }
}

/** By name in lower case; several of a name are one list (RFC 9110 section 5.3). */
function joined(headers: RawHeaders): IncomingHttpHeaders {
  // A name such as `__proto__` must be a name like any other.
  const made: IncomingHttpHeaders = Object.create(null);
  for (let i = 0; i < headers.length; i += 2) {
    const name = (headers[i] as string).toLowerCase();
    const before = made[name];
    made[name] = before === undefined ? headers[i + 1] : `${before}, ${headers[i + 1]}`;
  }
  return made;
}
