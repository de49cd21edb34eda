import { createHash } from 'node:crypto';
import net, { type AddressInfo, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bodyBlocks, bodyHash } from '../support/download.ts';
import { openTunnel } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let greeting: Server;
let echoing: Server;

/** A TCP server; what it does is the caller's. */
function serve(onConnection: (socket: net.Socket) => void): Promise<Server> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

beforeAll(async () => {
  greeting = await serve((socket) => {
    socket.write('220 mail.test ready\r\n');
    socket.once('data', (line) => socket.end(`250 you said ${line}`));
  });
  echoing = await serve((socket) => socket.pipe(socket));
  const port = (server: Server) => (server.address() as AddressInfo).port;
  world = await openWorld({
    names: ['shop.test'],
    hosts: async () => ({
      'greeting.test:443': `127.0.0.1:${port(greeting)}`,
      'echoing.test:443': `127.0.0.1:${port(echoing)}`,
    }),
  });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(async () => {
  await world?.close();
  greeting?.close();
  echoing?.close();
});

// 127.0.0.1 is at level full, 127.0.0.2 at hostname: neither may break what is not TLS.
describe.each(['127.0.0.1', '127.0.0.2'])('a device at %s', (from) => {
  const tunnel = (authority: string) =>
    openTunnel({ port: world.eyelid.proxyPort, from }, authority);

  test('hears a server that speaks first', async () => {
    const { client, reply } = await tunnel('greeting.test:443');
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    await client.until(/220 mail\.test ready/);
    client.send('EHLO home\r\n');
    expect(await client.end()).toContain('250 you said EHLO home');
  });

  test('has a protocol that is neither TLS nor HTTP passed through', async () => {
    const { client } = await tunnel('echoing.test:443');
    client.send('\x05hello\n');
    await client.until(/hello\n$/);
    client.destroy();
  });

  test('ends its half and still hears the rest', async () => {
    const { client } = await tunnel('echoing.test:443');
    const bytes = 20 * 1_048_576;
    const hash = createHash('sha256');
    let total = 0;
    const prefix = Buffer.from('\x05begin');
    client.socket.removeAllListeners('data');
    const ended = new Promise((resolve) => client.socket.once('end', resolve));
    client.socket.on('data', (chunk: Buffer) => {
      hash.update(total === 0 ? chunk.subarray(prefix.length) : chunk);
      total += chunk.length;
    });
    client.socket.write(prefix);
    for (const chunk of bodyBlocks(bytes)) {
      if (!client.socket.write(chunk)) {
        await new Promise((resolve) => client.socket.once('drain', resolve));
      }
    }
    client.socket.end();
    await ended;
    expect(total).toBe(bytes + prefix.length);
    expect(hash.digest('hex')).toBe(bodyHash(bytes));
  });
});

test('plain HTTP inside a CONNECT is filtered as plain HTTP', async () => {
  const { client } = await openTunnel({ port: world.eyelid.proxyPort }, 'shop.test:80');
  client.send('GET /echo HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
  expect(await client.end()).toContain('200 OK');
  expect(world.origin.requests('shop.test', '/echo')).toHaveLength(1);
});
