import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { type ClientHello, readClientHello } from '../../src/proxy/client-hello.ts';
import { createTestAuthority } from './authority.ts';

/** A server that listens to how its clients begin. */
export interface HelloServer {
  readonly port: number;
  /** Its certificate, PEM. */
  readonly certificate: string;
  /** The ClientHellos so far. */
  readonly hellos: readonly ClientHello[];
  close(): void;
}

/** Answers every request with a small page, over HTTP/1.1 and TLS with session tickets. */
export async function startHelloServer(...names: readonly string[]): Promise<HelloServer> {
  const authority = createTestAuthority();
  const identity = authority.issue(names);
  const hellos: ClientHello[] = [];
  const pages = http.createServer((_request, response) =>
    response.writeHead(200, { connection: 'close' }).end('<!doctype html><p>hello'),
  );
  const secure = tls.createServer({ ...identity, ALPNProtocols: ['http/1.1'] });
  secure.on('secureConnection', (socket) => pages.emit('connection', socket));
  secure.on('tlsClientError', () => undefined);
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket.on('error', () => undefined));
    let bytes = Buffer.alloc(0);
    const listen = (): void => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
        bytes = Buffer.concat([bytes, chunk]);
      }
      const hello = readClientHello(bytes);
      if (hello === 'partial') return;
      socket.off('readable', listen).unshift(bytes);
      if (typeof hello === 'object') hellos.push(hello);
      secure.emit('connection', socket);
    };
    socket.on('readable', listen);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    certificate: identity.cert,
    hellos,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
