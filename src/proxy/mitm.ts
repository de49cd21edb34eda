import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCallback, type IContext, Proxy as MitmProxy } from 'http-mitm-proxy';
import type { Connection } from '../model/connection.ts';
import { ExchangeContext } from './context.ts';
import { failureOf } from './failure.ts';
import { sendFailure } from './failure-page.ts';
import type { FaultLog } from './fault-log.ts';
import { type ForwardHost, forward } from './forward.ts';
import { type Handler, inSeries } from './in-series.ts';
import type { ProxyParts } from './ports.ts';
import { readTarget } from './target.ts';
import type { Upstream } from './upstream.ts';
import type { Watchdog } from './watchdog.ts';

export interface MitmTools {
  readonly parts: ProxyParts;
  readonly upstream: Upstream;
  readonly watchdog: Watchdog;
  readonly faults: FaultLog;
  connectionOf(socket: Duplex): Connection | null;
  handleConnect(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/**
 * http-mitm-proxy 1.1.0, repaired. The library gives the class, the registry
 * of handlers and the contract of the context; each override below names the
 * defect that it mends. Its last release is of 2023, so none of them will be
 * mended there, and the version is pinned.
 */
export class EyelidMitm extends MitmProxy implements ForwardHost {
  readonly #tools: MitmTools;

  constructor(tools: MitmTools) {
    super();
    this.#tools = tools;
  }

  get upstream(): Upstream {
    return this.#tools.upstream;
  }

  get watchdog(): Watchdog {
    return this.#tools.watchdog;
  }

  /**
   * Defect: makes an RSA authority with a world-readable key, listens on
   * `localhost`, and never reports a port that is taken. `Listener` listens.
   */
  override listen(): never {
    throw new Error('listening is done by Listener');
  }

  /** Defect: leaks servers and sockets. `Listener` closes what it opened. */
  override close(): never {
    throw new Error('closing is done by Listener');
  }

  /** Defect: opens a TCP port and keeps 85 kB for every host, for ever. */
  override _createHttpsServer(): never {
    throw new Error('TLS is ended by the one server of Listener');
  }

  /** Defect: builds a file path from the name in a CONNECT (path traversal). */
  override onCertificateRequired(): never {
    throw new Error('certificates come from memory');
  }

  /** Defect: 200 ms of RSA on the event loop for every new host. */
  override onCertificateMissing(): never {
    throw new Error('certificates come from memory');
  }

  /**
   * Defects: a failing handler leaves the client without an answer; waits for
   * ever for the first byte; crashes on `constructor:443`, `__proto__:443` and
   * `1.2.3.4.5:443`; cuts IPv6 hosts; loops other ports back to port 80.
   */
  override _onHttpServerConnect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#tools.handleConnect(request, socket, head);
  }

  /** Defect: the loopback hop, which costs a connection and hides the client. */
  override _onHttpServerConnectData(): never {
    throw new Error('a CONNECT is handled in process');
  }

  /**
   * Defects: merges duplicate headers, forwards hop-by-hop ones, has no
   * back-pressure, does not stop the upstream when the client leaves, never
   * times out, retries nothing, sends the head with the first body byte, and
   * crashes on `GET http://h:99999/` and a status of 099.
   */
  override _onHttpServerRequest(
    _isSSL: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const ctx = this.#tryToBegin(request, response);
    if (ctx === null) return;
    request.on('error', () => response.destroy());
    response.on('error', () => ctx.proxyToServerRequest?.destroy());
    const next = (step: () => void) => this.#unlessRefused(ctx, step);
    this._onRequest(
      ctx,
      next(() =>
        this._onRequestHeaders(
          ctx,
          next(() => forward(ctx, this)),
        ),
      ),
    );
  }

  /** What follows a series of handlers: a no, and a fault of ours, fail the exchange. */
  #unlessRefused(ctx: ExchangeContext, step: () => void): ErrorCallback {
    return (error) => {
      if (error != null) {
        this.fail(ctx, error);
        return;
      }
      try {
        step();
      } catch (fault) {
        this.#tools.faults.report('exchange', fault);
        this.fail(ctx, fault);
      }
    };
  }

  #tryToBegin(request: IncomingMessage, response: ServerResponse): ExchangeContext | null {
    try {
      return this.#begin(request, response);
    } catch (error) {
      this.#tools.faults.report('begin', error);
      sendFailure(response, 'unknown', 'the server');
      return null;
    }
  }

  /** Reads where the request goes. Null where it was answered at once. */
  #begin(request: IncomingMessage, response: ServerResponse): ExchangeContext | null {
    const connection = this.#tools.connectionOf(request.socket);
    const { parts } = this.#tools;
    const target = connection === null ? null : readTarget(request, connection);
    if (connection === null || target === null) {
      sendFailure(response, 'bad-request', '');
      return null;
    }
    if (target === 'direct') {
      // Somebody opened the proxy's port in a browser; the page says what it is.
      const { clientAddress, encrypted } = connection;
      parts.status(request, response, { clientAddress, encrypted, viaProxy: false });
      return null;
    }
    const { named, url, dial, path, headers } = target;
    const servername = connection.encrypted ? (connection.sni ?? dial.hostname) : null;
    const method = request.method ?? 'GET';
    return new ExchangeContext({
      connection,
      device: parts.devices.identify(connection.clientAddress),
      request,
      response,
      named,
      url,
      outgoing: { dial, servername, method, path, headers },
      startedAt: parts.now(),
    });
  }

  /**
   * Defects, here and in the three below: all handlers are started at once, so
   * one that answers does not keep the later ones from running; one that
   * throws, rejects or calls back twice ends the process; and each run costs a
   * dozen closures.
   */
  override _onRequest(ctx: IContext, callback: ErrorCallback): void {
    this.#run('onRequest', this.onRequestHandlers, ctx.onRequestHandlers, ctx, callback);
  }

  override _onRequestHeaders(ctx: IContext, callback: ErrorCallback): void {
    const own = ctx.onRequestHeadersHandlers;
    this.#run('onRequestHeaders', this.onRequestHeadersHandlers, own, ctx, callback);
  }

  override _onResponse(ctx: IContext, callback: ErrorCallback): void {
    this.#run('onResponse', this.onResponseHandlers, ctx.onResponseHandlers, ctx, callback);
  }

  override _onResponseHeaders(ctx: IContext, callback: ErrorCallback): void {
    const own = ctx.onResponseHeadersHandlers;
    this.#run('onResponseHeaders', this.onResponseHeadersHandlers, own, ctx, callback);
  }

  #run(
    hook: string,
    shared: readonly Handler[],
    own: readonly Handler[],
    ctx: IContext,
    callback: ErrorCallback,
  ): void {
    inSeries({ hook, shared, own, ctx, faults: this.#tools.faults }, callback);
  }

  runResponseHandlers(ctx: ExchangeContext, done: () => void): void {
    const next = (step: () => void) => this.#unlessRefused(ctx, step);
    this._onResponse(
      ctx,
      next(() => this._onResponseHeaders(ctx, next(done))),
    );
  }

  fail(ctx: ExchangeContext, error: unknown): void {
    this._onError('EXCHANGE_ERROR', ctx, error as Error);
  }

  /**
   * Defects: writes to the console, answers 504 to everything with the inner
   * error text and internal addresses, and appends that text to bodies that
   * were half sent.
   */
  override _onError(kind: string, context: IContext | null, error: Error): void {
    const { faults, parts } = this.#tools;
    const failure = failureOf(error);
    for (const handler of [...this.onErrorHandlers, ...(context?.onErrorHandlers ?? [])]) {
      const fault = (thrown: unknown): void => faults.report('onError', thrown);
      try {
        const result: unknown = handler(context, error, kind);
        if (result instanceof Promise) result.catch(fault);
      } catch (thrown) {
        fault(thrown);
      }
    }
    if (!(context instanceof ExchangeContext)) return;
    parts.log.debug({ host: context.named.hostname, failure, code: error.message }, 'failed');
    context.proxyToServerRequest?.destroy();
    sendFailure(context.proxyToClientResponse, failure, context.named.hostname);
  }

  /** Defect: answers 101 before the upstream did, and crashes in four ways. `upgrade.ts` does it. */
  override _onWebSocketServerConnect(): never {
    throw new Error('upgrades are relayed by upgrade.ts');
  }

  /** Defect: chunks are lost when the handler is asynchronous. */
  override onRequestData(): never {
    throw new Error('bodies are changed by ctx.addRequestFilter');
  }

  /** Defect: as onRequestData, and it makes every response chunked. */
  override onResponseData(): never {
    throw new Error('bodies are changed by ctx.addResponseFilter');
  }

  /** Defect: runs for some exchanges only. The end of a request is that of its stream. */
  override onRequestEnd(): never {
    throw new Error('the end of a request is seen on ctx.clientToProxyRequest');
  }

  /** Defect: as onRequestEnd. */
  override onResponseEnd(): never {
    throw new Error('the end of a response is seen on ctx.proxyToClientResponse');
  }

  /** Defect: cannot see the name in the ClientHello. `connect.ts` decides. */
  override onConnect(): never {
    throw new Error('a CONNECT is decided by the rules');
  }
}
