import type http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Device } from '../../../../src/model/device.ts';
import type { ProxyParts, ProxySettings } from '../../../../src/proxy/ports.ts';
import { createTestAuthority } from '../../../support/authority.ts';
import { connectHttp2, type Http2Client } from '../../../support/http2-client.ts';
import { listen } from '../../../support/origin.ts';
import { type RunningProxy, startProxy } from '../proxy.ts';
import { host } from '../samples.ts';

export interface Site extends RunningProxy {
  /** A client of `a.test` that speaks HTTP/2. */
  readonly client: Http2Client;
  connect(): Promise<Http2Client>;
  /** Connections that reached the origin. */
  readonly opened: () => number;
}

/** The whole proxy, a TLS origin that is `a.test`, and a client that speaks HTTP/2 with it. */
export async function openSite(
  answer: http.RequestListener = (_request, response) => void response.end('ok'),
  change: {
    readonly who?: Partial<Device>;
    readonly parts?: Partial<ProxyParts>;
    readonly settings?: Partial<ProxySettings>;
  } = {},
): Promise<Site> {
  const authority = createTestAuthority();
  const server = https.createServer(authority.issue(['a.test']), answer);
  const sockets = new Set<Socket>();
  let opened = 0;
  server.on('connection', (socket: Socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  const origin = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const context = createSecureContext({ ca: authority.certificatePem });
  const to = { hostname: host('127.0.0.1'), port: origin };
  const proxy = await startProxy(change.who, change.parts, {
    hosts: [{ hostname: host('a.test'), subdomains: false, port: null, to }],
    upstreamContext: () => context,
    ...change.settings,
  });
  const connect = async (): Promise<Http2Client> => {
    const { port, ca } = proxy;
    const client = await connectHttp2({ port, ca, authority: 'a.test:443' });
    onTestFinished(() => client.close());
    return client;
  };
  return { ...proxy, connect, client: await connect(), opened: () => opened };
}
