import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { clientOf, origin } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { closedPort, PATIENCE } from './sockets.ts';
import { agrees, upgrade } from './upgrading.ts';

describe('an upgrade to WebSocket', () => {
  it('is answered as the server answered, and carries bytes both ways', async () => {
    const server = await origin(agrees);
    const { port, events } = await startProxy();
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    const text = await client.until(/first$/);
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n/);
    expect(text).toContain('\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst');
    client.send('\x81\x02hi');
    await client.until(/hi$/);
    client.destroy();
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ kind: 'websocket', status: 101, action: 'pass' });
    expect(server.heads[0]).toBe(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
        'sec-websocket-protocol: chat\r\nConnection: Upgrade\r\nUpgrade: websocket',
    );
  });

  it('that the server refuses is refused as the server did', async () => {
    const { port: originPort } = await origin((socket) =>
      socket.end('HTTP/1.1 403 Not You\r\nX-A: 1\r\nContent-Length: 7\r\n\r\nrefused'),
    );
    const { port, events } = await startProxy();
    const client = await clientOf(port);
    client.send(upgrade(originPort));
    const text = await client.end();
    expect(text).toMatch(/^HTTP\/1\.1 403 Not You\r\nX-A: 1\r\n[\s\S]*\r\n\r\nrefused$/);
    expect(events[0]).toMatchObject({ status: 403 });
  });

  it.each(['099', '000', '150'])('that is answered %s is a failure', async (status) => {
    const { port: originPort } = await origin((socket) =>
      socket.end(`HTTP/1.1 ${status} Odd\r\nX-A: 1\r\nContent-Length: 7\r\n\r\nrefused`),
    );
    const { port, events } = await startProxy();
    const client = await clientOf(port);
    client.send(upgrade(originPort));
    const text = await client.end();
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(text).not.toMatch(/X-A|refused$/);
    expect(events).toMatchObject([{ status: null }]);
  });

  it.each([
    ['is cut', 'Content-Length: 100\r\n\r\npartial'],
    ['is garbage', 'Transfer-Encoding: chunked\r\n\r\n7\r\npartial\r\nno size\r\n'],
  ])('whose refusal %s is cut too, and nothing is appended', async (_how, rest) => {
    const { port: originPort } = await origin((socket) => {
      socket.write(`HTTP/1.1 403 No\r\n${rest}`, () => socket.end());
    });
    const { port, events, faults } = await startProxy();
    const client = await clientOf(port);
    client.send(upgrade(originPort));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 403 No\r\n[\s\S]*\r\n\r\n(partial)?$/);
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events).toMatchObject([{ status: 403 }]);
    expect(faults).toEqual([]);
  });

  it('to a server that is not there is a failure like any other', async () => {
    const { port } = await startProxy();
    const client = await clientOf(port);
    client.send(upgrade(await closedPort()));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 502 [\s\S]*refused the connection\.\n$/);
  });

  it.each([
    ['ends', (client: Socket) => void client.end()],
    ['is cut', (client: Socket) => void client.resetAndDestroy()],
  ])('whose client %s before the answer is given up', async (_how, leave) => {
    let gone: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const server = await origin((socket) => void socket.once('close', () => gone()));
    const { port } = await startProxy();
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    await expect.poll(() => server.heads.length, PATIENCE).toBe(1);
    leave(client.socket as Socket);
    await left;
    expect(server.connections()).toBe(1);
  });
});
