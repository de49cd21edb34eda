import http from 'node:http';
import { ExchangeHandlers } from '../../../src/proxy/exchange-handlers.ts';
import { FaultLog } from '../../../src/proxy/fault-log.ts';
import { EyelidMitm } from '../../../src/proxy/mitm.ts';
import { Passes } from '../../../src/proxy/passes.ts';
import type { ProxyParts } from '../../../src/proxy/ports.ts';
import { RedirectMemory } from '../../../src/proxy/redirect-memory.ts';
import { loopback, watchdog } from './exchange.ts';
import { connection, type Sample, sampleParts, sampleSettings } from './samples.ts';
import { listenForTest } from './sockets.ts';

/** The library's class with our handlers; no CONNECT, no TLS. */
export async function handledProxy(
  change: (sample: Sample) => Partial<ProxyParts> = () => ({}),
): Promise<Sample & { readonly port: number }> {
  const base = sampleParts();
  const parts = { ...base.parts, ...change(base) };
  const faults = new FaultLog(parts.log);
  const settings = sampleSettings();
  const { upstream, destinations } = loopback(settings);
  const mitm = new EyelidMitm({
    parts,
    upstream,
    watchdog: watchdog(),
    faults,
    connectionOf: () => connection(),
    handleConnect: () => undefined,
  });
  const redirects = new RedirectMemory(parts.now);
  const passes = new Passes(parts.now);
  const memory = { redirects, passes };
  new ExchangeHandlers({ parts, settings, destinations, faults, ...memory }).register(mitm);
  const server = http.createServer((request, response) => {
    mitm._onHttpServerRequest(false, request, response);
  });
  return { ...base, port: await listenForTest(server) };
}

/** The lines of a request to an origin on that port. */
export const get = (port: number, target = '/x?a=b', ...more: readonly string[]) => [
  `GET http://127.0.0.1:${port}${target} HTTP/1.1`,
  'Host: a.test',
  ...more,
];
