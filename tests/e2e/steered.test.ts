import { spawn } from 'node:child_process';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeHome, REPOSITORY } from '../support/home.ts';
import { connectRaw } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let steeredPort: number;

beforeAll(async () => {
  world = await openWorld({
    names: ['shop.test', 'tracker.test'],
    hosts: async (_authority, origin) => ({ '198.51.100.7:80': `127.0.0.1:${origin.httpPort}` }),
    rules: { 'test.txt': '||tracker.test^\n' },
    config: {
      listen: { transparent: ['127.0.0.1:0'], proxyProtocolFrom: ['127.0.0.9'] },
      log: { scope: 'all' },
    },
  });
  steeredPort = Number(/^transparent 127\.0\.0\.1:(\d+)$/m.exec(world.eyelid.output())?.[1]);
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const get = (host: string, path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

describe('a redirected connection', () => {
  test('is carried to the host that it names', async () => {
    const client = await connectRaw({ port: steeredPort, from: '127.0.0.2' });
    client.send(get('shop.test', '/headers'));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 200 /);
    expect(world.origin.requests('shop.test', '/headers')).toHaveLength(1);
  });

  test('that is blocked is answered', async () => {
    const client = await connectRaw({ port: steeredPort, from: '127.0.0.2' });
    client.send(get('tracker.test', '/t.js'));
    expect(await client.end()).toMatch(/X-Eyelid: test\.txt:1/i);
    expect(world.origin.requests('tracker.test')).toEqual([]);
  });

  test('to the port itself gets the page', async () => {
    const client = await connectRaw({ port: steeredPort });
    client.send(get(`127.0.0.1:${steeredPort}`, '/healthz'));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test('a sender of PROXY headers says who connects, and where to', async () => {
  const client = await connectRaw({ port: steeredPort, from: '127.0.0.9' });
  client.send(`PROXY TCP4 192.168.1.20 198.51.100.7 50000 80\r\n${get('shop.test', '/told')}`);
  await client.end();
  expect(world.origin.requests('shop.test', '/told')).toHaveLength(1);
});

test.each([
  'PROXY TCP4 203.0.113.5 198.51.100.7 50000 80',
  'PROXY TCP6 2606:4700::5 2606:4700::7 50000 80',
])('a sender that says that somebody outside connects is cut: %s', async (header) => {
  const client = await connectRaw({ port: steeredPort, from: '127.0.0.9' });
  client.send(`${header}\r\n${get('shop.test', '/outside')}`);
  expect(await client.end()).toBe('');
  expect(world.origin.requests('shop.test', '/outside')).toEqual([]);
});

test.each(['10.0.0.1', '169.254.169.254', '192.168.1.1'])(
  'a sender cannot say that a connection was going to %s',
  async (address) => {
    const client = await connectRaw({ port: steeredPort, from: '127.0.0.9' });
    client.send(`PROXY TCP4 192.168.1.20 ${address} 50000 80\r\n${get('shop.test', '/inside')}`);
    await client.end();
    expect(client.text()).toBe('');
    expect(world.origin.requests('shop.test', '/inside')).toEqual([]);
  },
);

test('a sender that sends none is cut, and so is one that nobody knows', async () => {
  const known = await connectRaw({ port: steeredPort, from: '127.0.0.9' });
  known.send(get('shop.test', '/untold'));
  expect(await known.end()).toBe('');
  const unknown = await connectRaw({ port: steeredPort, from: '127.0.0.3' });
  unknown.send(`PROXY TCP4 192.168.1.20 198.51.100.7 50000 80\r\n${get('shop.test', '/untold')}`);
  expect(await unknown.end()).not.toMatch(/^HTTP\/1\.1 200 /);
  expect(world.origin.requests('shop.test', '/untold')).toEqual([]);
});

describe('a socket that the starter opened', () => {
  async function started() {
    const server = net.createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
    const home = makeHome({
      config: { listen: { proxy: '127.0.0.1:0', status: '127.0.0.1:0' } },
      rules: { 'test.txt': '! none\n' },
    });
    const program = `LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@"`;
    const words = [join(REPOSITORY, 'dist/main.js'), 'start', '--home', home.path];
    const child = spawn('sh', ['-c', program, process.execPath, ...words], {
      stdio: ['ignore', 'pipe', 'inherit', fd],
    });
    let output = '';
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk;
        if (/^fingerprint .*\n/m.test(output)) resolve();
      });
      child.once('exit', (status) => reject(new Error(`it ended with status ${status}`)));
    });
    server.close();
    onTestFinished(async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.kill('SIGINT')) await ended;
      home.remove();
    });
    await ready;
    return { port, output };
  }

  test('is taken over, and what wants this computer itself gets the page and nothing else', async () => {
    const { port, output } = await started();
    expect(output).toContain(`\ntransparent 127.0.0.1:${port}\n`);
    const client = await connectRaw({ port });
    client.send(get(`127.0.0.1:${port}`, '/healthz'));
    expect(await client.end()).toMatch(/^HTTP\/1\.1 200 /);
    const other = await connectRaw({ port });
    other.send('\x05 hello');
    expect(await other.end()).toBe('');
  });
});
