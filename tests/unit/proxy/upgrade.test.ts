import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { connectRawTls } from '../../support/raw.ts';
import type { Script } from '../../support/scripted-origin.ts';
import { edit, rule } from '../act/samples.ts';
import { clientOf, origin } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { ruleSet, stripsFbclid } from './samples.ts';
import { closedPort, PATIENCE } from './sockets.ts';

const block = rule('block');

const upgrade = (port: number, path = '/ws', ...more: readonly string[]) =>
  [
    `GET http://127.0.0.1:${port}${path} HTTP/1.1`,
    'Host: a.test',
    'Connection: keep-alive, Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol: chat',
    ...more,
    '',
    '',
  ].join('\r\n');

/** Agrees to every upgrade and says back what it hears. */
const agrees: Script = (socket) => {
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Accept: x\r\nSet-Cookie: _fbp=1\r\nAlt-Svc: h3\r\n\r\nfirst',
  );
  socket.on('data', (chunk) => socket.write(chunk));
};

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

  it('that is blocked does not reach the server', async () => {
    const server = await origin(agrees);
    const { port, events } = await startProxy(
      {},
      { rules: () => ruleSet({ match: () => ({ block }) }) },
    );
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 [2345]\d\d /);
    expect(server.heads).toEqual([]);
    expect(events).toMatchObject([{ kind: 'websocket', action: 'block', status: null }]);
  });

  it('is edited like any other exchange', async () => {
    const edits = [stripsFbclid(rule('strip')), edit('responseCookie', '_fbp')];
    const server = await origin(agrees);
    const { port } = await startProxy({}, { rules: () => ruleSet({ match: () => ({ edits }) }) });
    const client = await clientOf(port);
    client.send(upgrade(server.port, '/ws?fbclid=1&a=2'));
    expect(await client.until(/first$/)).not.toMatch(/_fbp|alt-svc/i);
    expect(server.heads[0]).toMatch(/^GET \/ws\?a=2 /);
  });

  it('of a device at level off is neither judged nor written down', async () => {
    const server = await origin(agrees);
    const rules = () => ruleSet({ match: () => ({ block }) });
    const { port, events } = await startProxy({ level: 'off' }, { rules });
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    await client.until(/first$/);
    client.destroy();
    expect(events).toEqual([]);
  });

  it.each<readonly [string, Script]>([
    ['agreement', agrees],
    ['refusal', (socket) => socket.write('HTTP/1.1 403 No\r\nContent-Length: 100\r\n\r\nleak')],
  ])('whose %s a rule on headers blocks is answered in its place', async (_what, script) => {
    const server = await origin(script);
    const match = (_request: unknown, _body: unknown, response: unknown) =>
      response === null ? {} : { block };
    const rules = () => ruleSet({ asksResponses: true, match });
    const { port, events } = await startProxy({}, { rules });
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    const text = await client.end();
    expect(text).toMatch(/^HTTP\/1\.1 \d\d\d Eyelid\r\n[\s\S]*X-Eyelid: /);
    expect(text).not.toMatch(/101|_fbp|first|leak/);
    expect(server.heads).toHaveLength(1);
    const status = script === agrees ? 101 : 403;
    expect(events).toMatchObject([{ kind: 'websocket', action: 'block', status }]);
  });

  it('goes on as it is where a rule on headers fails', async () => {
    const match = (_request: unknown, _body: unknown, response: unknown) => {
      if (response !== null) throw new Error('broken');
      return {};
    };
    const rules = () => ruleSet({ asksResponses: true, match });
    const { port, faults } = await startProxy({}, { rules });
    const client = await clientOf(port);
    client.send(upgrade((await origin(agrees)).port));
    await client.until(/first$/);
    client.destroy();
    expect(faults).toHaveLength(1);
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

  it('that our own code cannot judge goes on, and the fault is told', async () => {
    const server = await origin(agrees);
    const { port, faults } = await startProxy(
      {},
      {
        rules: () => {
          throw new Error('broken');
        },
      },
    );
    const client = await clientOf(port);
    client.send(upgrade(server.port));
    await client.until(/first$/);
    expect(faults).toHaveLength(1);
  });
});

describe('an upgrade is refused', () => {
  it.each([
    ['without a host', 'GET /ws HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['to what is no URL', upgrade(1).replace(/http:\S+/, 'ftp://a.test/')],
    ['to a port that does not exist', upgrade(99_999)],
    ['to the page', upgrade(1).replace(/http:\S+/, 'http://eyelid.internal/ws')],
  ])('%s', async (_what, bytes) => {
    const { port, faults } = await startProxy();
    const client = await clientOf(port);
    client.send(bytes);
    expect(await client.end()).toMatch(/^HTTP\/1\.1 400 /);
    expect(faults).toEqual([]);
  });
});

it.each([
  ['plain', false],
  ['inside TLS', true],
])('an offer of another protocol is ignored, and the request served: %s', async (_how, secure) => {
  const { port, ca } = await startProxy();
  const authority = 'eyelid.internal:443';
  const client = await (secure ? connectRawTls({ port, ca, authority }) : clientOf(port));
  client.send(
    `GET ${secure ? '/' : 'http://eyelid.internal/'} HTTP/1.1\r\nHost: eyelid.internal\r\n` +
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n',
  );
  expect(await client.until(/the page/)).toMatch(/^HTTP\/1\.1 200 /);
});
