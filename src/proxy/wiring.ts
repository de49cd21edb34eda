import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { CarryTools } from './carry-out.ts';
import { handleConnect } from './connect.ts';
import type { Connections } from './connections.ts';
import { ExchangeHandlers } from './exchange-handlers.ts';
import type { FaultLog } from './fault-log.ts';
import { FirstContact } from './first-contact.ts';
import type { HttpServer } from './http-server.ts';
import { Http2Front } from './http2/http2-front.ts';
import { EyelidMitm } from './mitm.ts';
import { Passes } from './passes.ts';
import { pipeliningLimit } from './pipelining.ts';
import { RedirectMemory } from './redirect-memory.ts';
import { createTermination } from './tls-termination.ts';
import { handleTransparent } from './transparent.ts';
import { handleUpgrade, type UpgradeTools } from './upgrade.ts';
import type { Watchdog } from './watchdog.ts';

export type WiringParts = Pick<UpgradeTools, 'parts' | 'settings' | 'destinations' | 'upstream'> & {
  readonly connections: Connections;
  readonly server: HttpServer;
  readonly watchdog: Watchdog;
  readonly faults: FaultLog;
};

export interface Wiring {
  /** Carries out a connection that was steered here. */
  readonly carry: (socket: Socket) => void;
  readonly http2: Http2Front;
}

/** Ties what listens to what carries out: requests, CONNECT, upgrades, and all inside TLS. */
export function wire(from: WiringParts): Wiring {
  const { parts, settings, connections, server, upstream } = from;
  const shared = {
    ...from,
    redirects: new RedirectMemory(parts.now),
    passes: new Passes(parts.now),
    firstContact: new FirstContact({
      connect: (dial, servername) => upstream.connectAhead(dial, servername),
      now: parts.now,
    }),
    connectionOf: (socket: Duplex) => connections.of(socket),
    serve: server.serve,
  };
  const serveSecured = (socket: TLSSocket): void => {
    if (socket.alpnProtocol === 'h2') http2.serve(socket);
    else server.serve(socket);
  };
  const connectTools: CarryTools = {
    ...shared,
    setDestination: (socket, destination) => connections.update(socket, { destination }),
    terminate: createTermination({ parts, settings, connections, serve: serveSecured }),
  };
  const mitm = new EyelidMitm({
    ...shared,
    handleConnect: (request, socket, head) => {
      handleConnect(request, socket as Socket, head, connectTools).catch((error: unknown) => {
        shared.faults.report('connect', error);
        socket.destroy();
      });
    },
  });
  new ExchangeHandlers(shared).register(mitm);
  const http2 = new Http2Front({
    ...shared,
    handle: (request, response) => mitm._onHttpServerRequest(true, request, response),
  });
  listen(server.http, mitm, shared);
  const transparentTools = {
    ...connectTools,
    setExplicit: (socket: Socket) => connections.update(socket, { wayIn: 'explicit' }),
  };
  const carry = (socket: Socket): void => {
    handleTransparent(socket, transparentTools).catch((error: unknown) => {
      shared.faults.report('transparent', error);
      socket.destroy();
    });
  };
  return { carry, http2 };
}

function listen(http: Server, mitm: EyelidMitm, tools: UpgradeTools): void {
  const mayBeTaken = pipeliningLimit();
  http.on('request', (request, response) => {
    if (!mayBeTaken(request, response)) request.socket.destroy();
    else mitm._onHttpServerRequest(false, request, response);
  });
  http.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    mitm._onHttpServerConnect(request, socket, head);
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      handleUpgrade(request, socket, head, tools);
    } catch (error) {
      tools.faults.report('upgrade', error);
      socket.destroy();
    }
  });
}
