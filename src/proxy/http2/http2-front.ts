import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  constants,
  createServer,
  type Http2Server,
  type Http2Session,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Connection } from '../../model/connection.ts';
import { parseAuthority } from '../../model/terms.ts';
import { sendFailure } from '../failure-page.ts';
import type { FaultLog } from '../fault-log.ts';
import { readStreamHead } from './request-head.ts';
import { resetStream } from './reset-stream.ts';
import { leave, SessionWatch } from './session-watch.ts';
import { type StreamWork, WORTH_OF_WASTE, worthOf } from './session-worth.ts';
import { StreamRequest } from './stream-request.ts';
import { StreamResponse } from './stream-response.ts';

export interface Http2Tools {
  readonly faults: FaultLog;
  connectionOf(socket: TLSSocket): Connection | null;
  /** Serves a request, as one that came over HTTP/1.1. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * What one client may take. Node's own limits hold besides: invalid and empty
 * frames, answers that are not read, and streams that are opened and reset at
 * once (nghttp2 ends the session after a thousand of them). `SessionWatch`
 * bounds the rest.
 */
const SERVER = {
  // In megabytes.
  maxSessionMemory: 10,
  // Browsers send each cookie as a field of its own; the size is bounded besides.
  maxHeaderListPairs: 2_000,
  maxSessionInvalidFrames: 100,
  maxSettings: 32,
  settings: {
    maxConcurrentStreams: 128,
    maxHeaderListSize: 64 * 1024,
    // What a stream may send before somebody reads it.
    initialWindowSize: 64 * 1024 - 1,
    enableConnectProtocol: false,
  },
} as const;

/** In milliseconds. */
export interface Http2Limits {
  /** Without a stream; until the first one, too. */
  readonly idle: number;
  /** Nothing moves on a stream. */
  readonly stream: number;
}

const LIMITS: Http2Limits = { idle: 65_000, stream: 600_000 };

interface Work extends StreamWork {
  readonly stream: ServerHttp2Stream;
  request: StreamRequest | null;
}

interface Session {
  readonly session: ServerHttp2Session;
  readonly socket: TLSSocket;
  /** Ends it while it has no stream. */
  idle: NodeJS.Timeout;
  readonly streams: Set<StreamWork>;
  /** What the streams that are over were worth. */
  past: number;
}

/**
 * Serves HTTP/2 on connections whose TLS was ended here. Each stream becomes a
 * request and a response such as HTTP/1.1 has, and goes the way of those.
 * Trailers and interim responses (103) are dropped, as they are over HTTP/1.1;
 * nothing is pushed; WebSockets are not offered, so clients open them over
 * HTTP/1.1.
 */
export class Http2Front {
  readonly #tools: Http2Tools;
  readonly #limits: Http2Limits;
  readonly #server: Http2Server;
  readonly #sessions = new Map<Http2Session, Session>();
  readonly #watch = new SessionWatch();

  constructor(tools: Http2Tools, limits: Http2Limits = LIMITS) {
    this.#tools = tools;
    this.#limits = limits;
    this.#server = createServer(SERVER);
    this.#server.on('sessionError', () => undefined);
    this.#server.on('stream', (stream, _headers, _flags, ...more: unknown[]) => {
      // The list as it came, which the types of Node do not know.
      const [raw] = more as [readonly string[] | undefined];
      stream.on('error', () => undefined);
      // A thousand streams may come in one piece, each of them reset at once
      // (CVE-2023-44487): when all of it is read, those are gone again.
      const session = stream.session && this.#sessions.get(stream.session);
      setImmediate(() => this.#tryToAccept(stream, session, raw ?? []));
    });
  }

  #tryToAccept(
    stream: ServerHttp2Stream,
    session: Session | undefined,
    raw: readonly string[],
  ): void {
    if (stream.closed || stream.destroyed) {
      if (session !== undefined) session.past += WORTH_OF_WASTE;
      return;
    }
    try {
      this.#accept(stream, session, raw);
    } catch (error) {
      this.#tools.faults.report('http2', error);
      resetStream(stream);
    }
  }

  /** Takes a connection that agreed on `h2`. */
  serve(socket: TLSSocket): void {
    // Emitted before `emit` returns, which ties the session to its connection.
    const begin = (session: ServerHttp2Session): void => this.#begin(session, socket);
    this.#server.once('session', begin);
    this.#server.emit('connection', socket);
    this.#server.off('session', begin);
  }

  #begin(session: ServerHttp2Session, socket: TLSSocket): void {
    const idle = this.#endLater(session, socket);
    const entry: Session = { session, socket, idle, streams: new Set(), past: 0 };
    this.#sessions.set(session, entry);
    this.#watch.watch({ session, socket, worth: () => worthOfAll(entry) });
    session.on('error', () => session.destroy());
    session.once('close', () => {
      clearTimeout(entry.idle);
      this.#sessions.delete(session);
    });
  }

  /** Says good-bye and leaves after a while in which nothing was under way. */
  #endLater(session: ServerHttp2Session, socket: TLSSocket): NodeJS.Timeout {
    return setTimeout(() => leave({ session, socket }), this.#limits.idle);
  }

  #accept(stream: ServerHttp2Stream, session: Session | undefined, raw: readonly string[]): void {
    const connection = session === undefined ? null : this.#tools.connectionOf(session.socket);
    if (session === undefined || connection === null) {
      resetStream(stream);
      return;
    }
    stream.setTimeout(this.#limits.stream, () => resetStream(stream));
    const response = new StreamResponse(stream);
    const work: Work = { stream, request: null, response };
    this.#count(session, work);
    // Node tells clients the limit, and takes more from those that did not hear of it.
    if (listSize(raw) > SERVER.settings.maxHeaderListSize) {
      response.writeHead(431).end();
      return;
    }
    const head = readStreamHead(raw, !stream.endAfterHeaders);
    if (head === null) {
      sendFailure(asServerResponse(response), 'bad-request', '');
      return;
    }
    // The leaf names one host. Browsers may ask for another one on the same
    // connection where they believe that its server has it too (RFC 9113 section
    // 9.1.1), but where we connect was decided with the connection.
    const named = parseAuthority((head.headers[1] as string).toLowerCase(), 443)?.hostname ?? null;
    if (named !== null && named !== (connection.sni ?? connection.destination?.hostname)) {
      sendFailure(asServerResponse(response), 'wrong-connection', named);
      return;
    }
    const request = new StreamRequest(stream, head, session.socket);
    work.request = request;
    response.once('close', () => {
      // RFC 9113 section 8.1: the rest of a request is not wanted any more, without fault.
      if (!request.complete && !stream.closed) stream.close(constants.NGHTTP2_NO_ERROR);
    });
    if (request.headers.expect?.toLowerCase() === '100-continue') {
      stream.additionalHeaders({ ':status': 100 });
    }
    this.#tools.handle(request, asServerResponse(response));
  }

  #count(session: Session, work: Work): void {
    session.streams.add(work);
    clearTimeout(session.idle);
    work.stream.once('close', () => {
      session.streams.delete(work);
      session.past += worthOf(work, true);
      if (session.streams.size > 0 || session.session.destroyed) return;
      session.idle = this.#endLater(session.session, session.socket);
    });
  }

  /** How many sessions are open. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Takes no more streams; those under way go on to their end. */
  close(): void {
    this.#watch.close();
    for (const { session } of this.#sessions.values()) session.close();
  }
}

/** RFC 9113 section 6.5.2: names and values, and 32 bytes for each field. */
function listSize(raw: readonly string[]): number {
  return raw.reduce((sum, text) => sum + text.length + 16, 0);
}

function worthOfAll({ streams, past }: Session): number {
  let worth = past;
  for (const work of streams) worth += worthOf(work, false);
  return worth;
}

/** It has what this room and the page use of one; what it has not, nothing here asks for. */
function asServerResponse(response: StreamResponse): ServerResponse {
  return response as unknown as ServerResponse;
}
