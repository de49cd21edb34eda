import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type {
  IContext,
  OnErrorParams,
  OnRequestDataParams,
  OnRequestParams,
} from 'http-mitm-proxy';
import type { Connection } from '../model/connection.ts';
import type { Device } from '../model/device.ts';
import type { BodyWatch } from '../model/identifier.ts';
import type { Fingerprint } from '../model/program.ts';
import type { Body, RequestInfo } from '../model/request.ts';
import type { RuleSet } from '../model/rule.ts';
import type { Destination } from '../model/terms.ts';
import type { Verdict } from '../model/verdict.ts';
import type { EditedBody } from './edit-body.ts';
import type { Judgement } from './judge.ts';
import type { OutgoingRequest } from './upstream.ts';

/** What our own handlers found out about an exchange; the journal writes it down. */
export interface ExchangeNotes {
  request: RequestInfo | null;
  body: Body | null;
  /** What was decided before the request left; once the response's head is there, what holds since then. */
  judgement: Judgement | null;
  /** What was done in the end; differs from the judgement's where the response had a say. */
  verdict: Verdict | null;
  removed: readonly string[];
  /** What looks through a body that is not read. */
  streamed: BodyWatch | null;
  /** The upstream's status. */
  status: number | null;
  /** Who began the TLS around it; null where none was. */
  program: Fingerprint | null;
  /** Milliseconds from the request's arrival until the verdict, and until the server's first byte. */
  decided: number | null;
  firstByte: number | null;
  /** Not for the log: the page itself, refused requests, devices at level off. */
  silent: boolean;
}

/**
 * The library's context of one exchange, as a class: the stock one is an
 * object with a dozen closures made anew for each request. The outgoing
 * request is kept with raw headers, because `proxyToServerRequestOptions`
 * merges duplicates and loses case and order.
 */
export class ExchangeContext implements IContext {
  readonly isSSL: boolean;
  readonly uuid: string;
  readonly connection: Connection;
  readonly device: Device;
  readonly startedAt: number;
  /** The same moment on a clock that counts fractions of milliseconds. */
  readonly arrived = performance.now();
  readonly notes: ExchangeNotes = {
    request: null,
    body: null,
    judgement: null,
    verdict: null,
    removed: [],
    streamed: null,
    status: null,
    program: null,
    decided: null,
    firstByte: null,
    silent: false,
  };
  readonly clientToProxyRequest: IncomingMessage;
  readonly proxyToClientResponse: ServerResponse;
  /** What the URL names; `outgoing.dial` is where we connect. */
  readonly named: Destination;
  /** Absolute, as the device sent it. */
  readonly url: string;
  /** Set before the request handlers run. Hop-by-hop headers leave it when it is sent. */
  outgoing: OutgoingRequest;
  /** The set in force when the request came; its response is judged by the same. */
  rules: RuleSet | null = null;
  /** A body that was read to be judged; sent in place of the stream. */
  bufferedBody: Buffer | null = null;
  /** It is compressed, and no header says so. */
  isGzipUnsaid = false;
  /** What holds the body of the response and edits it; null where it is streamed. Never rejects. */
  editBody: ((incoming: IncomingMessage) => Promise<EditedBody>) | null = null;
  isBodyHeld = false;
  /** A person asked for it by a click on what stands in its place. */
  isChosen = false;
  /** End-to-end headers of the response; handlers may replace the list. */
  responseHeaders: readonly string[] = [];
  proxyToServerRequest: ClientRequest | undefined;
  serverToProxyResponse: IncomingMessage | undefined;
  readonly proxyToServerRequestOptions = undefined;
  declare readonly connectRequest: IncomingMessage;
  responseContentPotentiallyModified = false;
  readonly requestFilters: NodeJS.ReadWriteStream[] = [];
  readonly responseFilters: NodeJS.ReadWriteStream[] = [];
  readonly onRequestHandlers: OnRequestParams[] = [];
  readonly onResponseHandlers: OnRequestParams[] = [];
  readonly onErrorHandlers: OnErrorParams[] = [];
  readonly onRequestDataHandlers: OnRequestDataParams[] = [];
  readonly onResponseDataHandlers: OnRequestDataParams[] = [];
  readonly onRequestEndHandlers: OnRequestParams[] = [];
  readonly onResponseEndHandlers: OnRequestParams[] = [];
  readonly onRequestHeadersHandlers: OnRequestParams[] = [];
  readonly onResponseHeadersHandlers: OnRequestParams[] = [];

  constructor(from: {
    readonly connection: Connection;
    readonly device: Device;
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly named: Destination;
    readonly url: string;
    readonly outgoing: OutgoingRequest;
    readonly startedAt: number;
  }) {
    this.isSSL = from.connection.encrypted;
    this.uuid = `${from.connection.id}-${from.startedAt}`;
    this.connection = from.connection;
    this.device = from.device;
    this.clientToProxyRequest = from.request;
    this.proxyToClientResponse = from.response;
    this.named = from.named;
    this.url = from.url;
    this.outgoing = from.outgoing;
    this.startedAt = from.startedAt;
    this.notes.program = from.connection.program;
  }

  onRequest(handler: OnRequestParams): void {
    this.onRequestHandlers.push(handler);
  }

  onResponse(handler: OnRequestParams): void {
    this.onResponseHandlers.push(handler);
  }

  onRequestHeaders(handler: OnRequestParams): void {
    this.onRequestHeadersHandlers.push(handler);
  }

  onResponseHeaders(handler: OnRequestParams): void {
    this.onResponseHeadersHandlers.push(handler);
  }

  /** Refused: the stock data handlers lose chunks when they are asynchronous. Add a filter. */
  onRequestData(): void {
    throw new Error('bodies are changed by addRequestFilter');
  }

  /** Refused, as `onRequestData`. */
  onResponseData(): void {
    throw new Error('bodies are changed by addResponseFilter');
  }

  /** Refused: `clientToProxyRequest` says when it ends. */
  onRequestEnd(): void {
    throw new Error('the end of a request is seen on clientToProxyRequest');
  }

  /** Refused: `proxyToClientResponse` says when it is finished, and when it is closed. */
  onResponseEnd(): void {
    throw new Error('the end of a response is seen on proxyToClientResponse');
  }

  onError(handler: OnErrorParams): void {
    this.onErrorHandlers.push(handler);
  }

  addRequestFilter(filter: NodeJS.ReadWriteStream): void {
    this.requestFilters.push(filter);
  }

  addResponseFilter(filter: NodeJS.ReadWriteStream): void {
    this.responseFilters.push(filter);
    this.responseContentPotentiallyModified = true;
  }

  /** Modules are registered on the proxy, not on an exchange. */
  use(): void {
    throw new Error('modules are added to the proxy, before it listens');
  }
}
