import type { ClientRequest, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ExchangeContext } from './context.ts';
import type { EditedBody } from './edit-body.ts';
import { ExchangeError } from './failure.ts';
import { endToEnd, outgoingHeaders } from './headers.ts';
import type { OutgoingRequest, Upstream } from './upstream.ts';
import type { Watchdog } from './watchdog.ts';

/** Where the forwarder reports; the library's class implements it. */
export interface ForwardHost {
  readonly upstream: Upstream;
  readonly watchdog: Watchdog;
  runResponseHandlers(ctx: ExchangeContext, done: () => void): void;
  fail(ctx: ExchangeContext, error: unknown): void;
}

/** RFC 9110 section 9.2.2. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
/** What a stale pooled connection dies of. */
const STALE = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/**
 * Sends the request of a context upstream and streams the response back, with
 * back-pressure both ways. A client that leaves stops the upstream; an
 * upstream that breaks off breaks off the client, and never gets a text
 * appended.
 */
export function forward(ctx: ExchangeContext, host: ForwardHost): void {
  const { proxyToClientResponse: response } = ctx;
  response.once('close', () => {
    if (!response.writableFinished) ctx.proxyToServerRequest?.destroy();
  });
  send(ctx, host, 1);
}

function send(ctx: ExchangeContext, host: ForwardHost, attempt: number): void {
  let upstream: ClientRequest;
  try {
    upstream = host.upstream.request(framed(ctx), { pooled: true });
  } catch (error) {
    host.fail(ctx, error);
    return;
  }
  ctx.proxyToServerRequest = upstream;
  upstream
    .once('close', () => host.watchdog.forget(upstream))
    .on('upgrade', (_response, socket) => {
      // Nobody asked for another protocol, so nobody could speak it.
      socket.destroy();
      host.fail(ctx, new ExchangeError('bad-response', '101 to a plain request'));
    })
    .once('response', (incoming) => {
      host.watchdog.answered(upstream);
      receive(ctx, host, incoming);
    })
    .on('error', (error: NodeJS.ErrnoException) => {
      if (attempt === 1 && mayRetry(ctx, upstream, error)) {
        host.upstream.dropIdle(ctx.outgoing);
        send(ctx, host, 2);
      } else if (ctx.serverToProxyResponse?.complete !== true) failUnlessHeld(ctx, host, error);
      // Some servers send a body with HEAD or 304, and more than they said. The
      // answer is whole; the connection is closed, and what came after it lost.
    });
  host.watchdog.watch(upstream);
  sendBody(ctx, host, upstream);
}

function framed(ctx: ExchangeContext): OutgoingRequest {
  const { outgoing, bufferedBody, clientToProxyRequest } = ctx;
  const headers = outgoingHeaders(outgoing.headers, {
    present: hasBody(clientToProxyRequest),
    length: bufferedBody?.length ?? null,
    method: outgoing.method,
  });
  return { ...outgoing, headers };
}

/** One more try, for what a server may have done twice without harm, on a connection it had closed. */
function mayRetry(ctx: ExchangeContext, upstream: ClientRequest, error: NodeJS.ErrnoException) {
  return (
    upstream.reusedSocket &&
    STALE.has(error.code ?? '') &&
    ctx.serverToProxyResponse === undefined &&
    IDEMPOTENT.has(ctx.outgoing.method) &&
    !hasBody(ctx.clientToProxyRequest) &&
    !ctx.proxyToClientResponse.destroyed
  );
}

/** RFC 9112 section 6: a request has a body where one of these headers says so. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function sendBody(ctx: ExchangeContext, host: ForwardHost, upstream: ClientRequest): void {
  const request = ctx.clientToProxyRequest;
  if (ctx.bufferedBody !== null) {
    upstream.end(ctx.bufferedBody);
    return;
  }
  if (!hasBody(request)) {
    upstream.end();
    return;
  }
  request.once('error', () => upstream.destroy());
  request.once('aborted', () => upstream.destroy());
  upstream.once('close', () => {
    // The rest of a body that nobody takes any more stands before the client's next request.
    request.unpipe();
    request.resume();
  });
  let source: NodeJS.ReadableStream = request;
  for (const filter of ctx.requestFilters) {
    filter.on('error', (error) => host.fail(ctx, error));
    source = source.pipe(filter);
  }
  source.pipe(upstream);
  // Node holds the head back until the first byte of the body; a server may
  // want to answer (100, 401, 413) before that.
  setImmediate(() => {
    if (!upstream.destroyed) upstream.flushHeaders();
  });
}

function receive(ctx: ExchangeContext, host: ForwardHost, incoming: IncomingMessage): void {
  const status = incoming.statusCode ?? 0;
  incoming.on('error', (error) => failUnlessHeld(ctx, host, error));
  // Node's client passes three digits of any kind; writing 099 would throw.
  if (status < 200 || status > 999) {
    incoming.destroy();
    host.fail(ctx, new ExchangeError('bad-response', `status ${status}`));
    return;
  }
  ctx.serverToProxyResponse = incoming;
  ctx.notes.status = status;
  ctx.notes.firstByte = performance.now() - ctx.arrived;
  ctx.responseHeaders = endToEnd(incoming.rawHeaders);
  host.runResponseHandlers(ctx, () => respond(ctx, host, incoming));
}

/** What breaks off while it is held is told when that is over: the device gets as much as there was. */
function failUnlessHeld(ctx: ExchangeContext, host: ForwardHost, error: unknown): void {
  if (!ctx.isBodyHeld) host.fail(ctx, error);
}

function respond(ctx: ExchangeContext, host: ForwardHost, incoming: IncomingMessage): void {
  if (ctx.editBody === null) {
    stream(ctx, host, incoming);
    return;
  }
  ctx.isBodyHeld = true;
  ctx
    .editBody(incoming)
    .then((edited) => {
      ctx.isBodyHeld = false;
      deliver(ctx, host, incoming, edited);
    })
    .catch((error: unknown) => host.fail(ctx, error));
}

function deliver(
  ctx: ExchangeContext,
  host: ForwardHost,
  incoming: IncomingMessage,
  edited: EditedBody,
): void {
  const { proxyToClientResponse: response } = ctx;
  if (edited.kind === 'stream') {
    stream(ctx, host, incoming);
  } else if (edited.kind === 'cut') {
    if (edited.bytes.length === 0) host.fail(ctx, new ExchangeError('closed', 'no body'));
    else if (sendHead(ctx, host, incoming)) response.write(edited.bytes, () => response.destroy());
  } else {
    ctx.responseHeaders = edited.headers;
    response.once('close', edited.done);
    if (sendHead(ctx, host, incoming)) sendWhole(ctx, host, edited.bytes);
    // The device left meanwhile, and its end has passed.
    else if (response.closed) edited.done();
  }
}

function sendWhole(ctx: ExchangeContext, host: ForwardHost, bytes: Uint8Array): void {
  if (ctx.responseFilters.length === 0) ctx.proxyToClientResponse.end(bytes);
  else pipeThrough(ctx, host, Readable.from([bytes], { objectMode: false }));
}

function stream(ctx: ExchangeContext, host: ForwardHost, incoming: IncomingMessage): void {
  if (!sendHead(ctx, host, incoming)) return;
  pipeThrough(ctx, host, incoming);
  flushEarly(incoming, ctx.proxyToClientResponse);
}

/** False where there is nobody to send it to, or it cannot be sent. */
function sendHead(ctx: ExchangeContext, host: ForwardHost, incoming: IncomingMessage): boolean {
  const response = ctx.proxyToClientResponse;
  if (response.destroyed || response.headersSent) {
    incoming.destroy();
    return false;
  }
  try {
    response.sendDate = false;
    const reason = (incoming.statusMessage ?? '').replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
    response.writeHead(incoming.statusCode as number, reason, ctx.responseHeaders as string[]);
    return true;
  } catch (error) {
    incoming.destroy();
    host.fail(ctx, error);
    return false;
  }
}

/** Sends a body through the filters of the exchange to the device, with back-pressure. */
function pipeThrough(ctx: ExchangeContext, host: ForwardHost, body: NodeJS.ReadableStream): void {
  let source = body;
  for (const filter of ctx.responseFilters) {
    filter.on('error', (error) => host.fail(ctx, error));
    source = source.pipe(filter);
  }
  source.pipe(ctx.proxyToClientResponse);
}

/**
 * Sends the head before the first byte of a body that may be long in coming:
 * server-sent events are "open" from that moment. Where the body is there
 * already, head and body leave together.
 */
function flushEarly(incoming: IncomingMessage, response: ExchangeContext['proxyToClientResponse']) {
  if (incoming.headers['content-length'] !== undefined) return;
  setImmediate(() => {
    if (!response.writableEnded && !response.destroyed) response.flushHeaders();
  });
}
