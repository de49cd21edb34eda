import http from 'node:http';
import { onTestFinished } from 'vitest';
import { ExchangeContext } from '../../../src/proxy/context.ts';
import { Destinations } from '../../../src/proxy/destinations.ts';
import type { ProxySettings } from '../../../src/proxy/ports.ts';
import { Upstream } from '../../../src/proxy/upstream.ts';
import { Watchdog, type WatchdogLimits } from '../../../src/proxy/watchdog.ts';
import { connectRaw, type RawClient } from '../../support/raw.ts';
import { type Script, startScriptedOrigin } from '../../support/scripted-origin.ts';
import { connection, device, sampleSettings, to } from './samples.ts';
import { listenForTest } from './sockets.ts';

/** A server of the test that says what its script writes; `ok` where none is given. */
export async function origin(script: Script = sayOk) {
  const started = await startScriptedOrigin({ script });
  onTestFinished(() => started.close());
  return started;
}

export const sayOk: Script = (socket) =>
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');

export function loopback(settings: ProxySettings = sampleSettings()): {
  readonly destinations: Destinations;
  readonly upstream: Upstream;
} {
  const destinations = new Destinations({ ...settings, isOwnPort: () => false });
  const { timeouts } = settings;
  const context = settings.upstreamContext();
  const upstream = new Upstream(destinations, { context, timeouts });
  onTestFinished(() => upstream.close());
  return { destinations, upstream };
}

/** A watchdog that ends with the test; `now` is its clock. */
export function watchdog(change: Partial<WatchdogLimits> = {}, now = Date.now): Watchdog {
  const made = new Watchdog({ headers: 5_000, idle: 5_000, ...change }, now);
  onTestFinished(() => made.close());
  return made;
}

/** A server that makes a context of each request it gets, on its way to an origin on that port. */
export function contextServer(
  originPort: number,
  run: (ctx: ExchangeContext) => void | Promise<void>,
  change: Partial<Pick<ExchangeContext, 'connection' | 'device' | 'named'>> = {},
): Promise<number> {
  const server = http.createServer((request, response) => {
    const named = change.named ?? to('127.0.0.1', originPort);
    const path = request.url ?? '/';
    const ctx = new ExchangeContext({
      connection: change.connection ?? connection(),
      device: change.device ?? device(),
      request,
      response,
      named,
      url: `http://${named.hostname}:${named.port}${path}`,
      outgoing: {
        dial: to('127.0.0.1', originPort),
        servername: null,
        method: request.method ?? 'GET',
        path,
        headers: request.rawHeaders,
      },
      startedAt: Date.now(),
    });
    void run(ctx);
  });
  return listenForTest(server);
}

export async function clientOf(port: number): Promise<RawClient> {
  const client = await connectRaw({ port });
  onTestFinished(() => client.destroy());
  return client;
}

/** Sends one request on a connection of its own and reads until that is closed. */
export async function ask(port: number, lines: readonly string[], body = ''): Promise<string> {
  const client = await clientOf(port);
  client.send([...lines, 'Connection: close', '', body].join('\r\n'));
  return client.end();
}
