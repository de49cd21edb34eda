import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { StatusServer } from '../../src/status/server.ts';
import { createStatus, type StatusPage } from '../../src/status/status.tsx';
import { CODE, type Household, household, row } from '../support/status-ports.ts';

interface Running {
  readonly house: Household;
  readonly page: StatusPage;
  readonly server: StatusServer;
  readonly port: number;
}

const running: Running[] = [];

async function start(allows: (address: string) => boolean = () => true): Promise<Running> {
  const house = household({ rows: [row(1)] });
  const page = createStatus(house.ports);
  const server = new StatusServer({ page, allows });
  const started = { house, page, server, port: await server.listen('127.0.0.1', 0) };
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const { page, server } of running.splice(0)) {
    page.close();
    await server.close();
  }
});

const address = ({ port }: Running, path: string) => `http://127.0.0.1:${port}${path}`;

async function logIn(at: Running): Promise<string> {
  const response = await fetch(address(at, '/api/login'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret: CODE }),
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

test('serves the page over a socket', async () => {
  const at = await start();
  expect(await (await fetch(address(at, '/healthz'))).json()).toEqual({ status: 'ok' });
  const cookie = await logIn(at);
  const log = await fetch(address(at, '/log'), { headers: { cookie } });
  expect(log.status).toBe(200);
  expect(await log.text()).toContain('data-id="1"');
});

test('cuts those off who are outside', async () => {
  const asked: string[] = [];
  const at = await start((from) => {
    asked.push(from);
    return false;
  });
  await expect(fetch(address(at, '/healthz'))).rejects.toThrow();
  expect(asked).toContain('127.0.0.1');
});

test('one address takes only so many connections, and others come in beside it', async () => {
  const at = await start();
  const connect = (localAddress: string) =>
    net.connect({ port: at.port, host: '127.0.0.1', localAddress });
  const idle = Array.from({ length: 64 }, () => connect('127.0.0.9'));
  await Promise.all(idle.map((socket) => once(socket, 'connect')));
  const oneMore = connect('127.0.0.9').on('error', () => undefined);
  await once(oneMore, 'close');
  expect((await fetch(address(at, '/healthz'))).status).toBe(200);
  for (const socket of idle) socket.destroy();
  // Its place is free again.
  await expect
    .poll(async () => {
      const socket = connect('127.0.0.9').on('error', () => undefined);
      socket.end('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk;
      });
      await once(socket, 'close');
      return text.slice(0, 12);
    })
    .toBe('HTTP/1.1 200');
});

test.each([
  ['another host', 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', 421],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a broken host', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
  [
    'a path that climbs',
    'GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    303,
  ],
  [
    'the address of the proxy form',
    'GET http://eyelid.internal/healthz HTTP/1.1\r\nHost: eyelid.internal\r\nConnection: close\r\n\r\n',
    200,
  ],
  ['a method that is none', 'BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
  [
    'too long headers',
    `GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
  ],
])('answers %s', async (_, request, status) => {
  const at = await start();
  const socket = net.connect(at.port, '127.0.0.1');
  let text = '';
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  socket.write(request);
  await once(socket, 'close');
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect((await fetch(address(at, '/healthz'))).status).toBe(200);
});

test('a live stream is told rows as they come, and ends with the server', async () => {
  const at = await start();
  const cookie = await logIn(at);
  const response = await fetch(address(at, '/api/live'), { headers: { cookie } });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await read()).toBe('retry: 3000\n\n');
  at.house.log.add(row(2));
  expect(await read()).toMatch(/^id: 2\nevent: row\ndata: \{/);
  at.page.close();
  expect((await reader.read()).done).toBe(true);
});

test('a page that goes away leaves no listener behind', async () => {
  const at = await start();
  const cookie = await logIn(at);
  const count = async () => {
    const text = await (await fetch(address(at, '/metrics'))).text();
    return /^eyelid_live_listeners (\d+)$/m.exec(text)?.[1];
  };
  const request = http.get(address(at, '/live'), { headers: { cookie } });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  await once(response, 'data');
  expect(await count()).toBe('1');
  request.destroy();
  await expect.poll(count, { timeout: 10_000 }).toBe('0');
});

test('closes with connections open', async () => {
  const at = await start();
  const socket = net.connect(at.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await at.server.close();
  await closed;
  await expect(fetch(address(at, '/healthz'))).rejects.toThrow();
});

test('a port that is taken is said in words', async () => {
  const { port } = await start();
  const second = new StatusServer({ page: createStatus(household().ports), allows: () => true });
  await expect(second.listen('127.0.0.1', port)).rejects.toMatchObject({
    code: 'PORT_UNAVAILABLE',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});
