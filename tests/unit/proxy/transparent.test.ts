import tls from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import type { Device } from '../../../src/model/device.ts';
import type { ProxyParts, ProxySettings } from '../../../src/proxy/ports.ts';
import { addressSet } from '../../../src/proxy/ranges.ts';
import { connectRaw, type RawClient } from '../../support/raw.ts';
import { rule } from '../act/samples.ts';
import { origin, sayOk } from './exchange.ts';
import { chromiumHello, extension, helloMessage, records } from './hello.ts';
import { startProxy } from './proxy.ts';
import { host, ruleSet } from './samples.ts';
import { closedPort, PATIENCE, serve } from './sockets.ts';

// The PROXY protocol says where a connection was going, as the kernel does for
// a transparent socket; the tests of a LAN show the latter.

const SHOP = '198.51.100.7';
const PHONE = '192.168.1.20';
const DENIED = '\x15\x03\x03\0\x02\x02\x31';

const blocked = rule('block', { text: '||tracker.test^' });
const rules = () =>
  ruleSet({
    hosts: { 'tracker.test': blocked, [SHOP]: blocked },
    match: ({ hostname }) => (hostname === 'tracker.test' ? { block: blocked } : {}),
  });
const noRules = () => ruleSet();

interface Steered {
  /** The port of the server that is at `SHOP`, whatever port of it is asked for. */
  readonly server: number;
  readonly who?: Partial<Device>;
  readonly parts?: Partial<ProxyParts>;
  readonly settings?: Partial<ProxySettings>;
}

/** A proxy that is told of each connection where it was going. */
async function steered({ server, who = {}, parts = {}, settings = {} }: Steered) {
  const to = { hostname: host('127.0.0.1'), port: server };
  const started = await startProxy(
    who,
    { rules: noRules, ...parts },
    {
      hosts: [{ hostname: host(SHOP), subdomains: false, port: null, to }],
      proxyProtocolFrom: addressSet([{ address: '127.0.0.1', prefix: 32, family: 'ipv4' }]),
      ...settings,
    },
  );
  await started.server.transparent.open('127.0.0.1', 0);
  const port = started.server.transparent.addresses[0]?.port ?? 0;
  const open = async (destination = `${SHOP} 50000 443`): Promise<RawClient> => {
    const client = await connectRaw({ port });
    client.send(`PROXY TCP4 ${PHONE} ${destination}\r\n`);
    return client;
  };
  return { ...started, steeredPort: port, open };
}

const echo = () => serve((socket) => void socket.pipe(socket));
const get = (name: string, path = '/x') =>
  `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`;

describe('plain HTTP', () => {
  it.each(['full', 'hostname'] as const)('is served at level %s', async (level) => {
    const { port: server, heads } = await origin();
    const { open, events } = await steered({ server, who: { level } });
    const client = await open(`${SHOP} 50000 80`);
    client.send(get('shop.test'));
    expect(await client.end()).toMatch(/ok$/);
    expect(heads[0]).toMatch(/^GET \/x HTTP\/1\.1\r\nHost: shop\.test\r\n/);
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ host: 'shop.test', kind: 'http', path: '/x' });
  });

  it('goes to the address that the device chose, whatever Host says', async () => {
    const { port: server, heads } = await origin();
    const { open } = await steered({ server });
    const client = await open(`${SHOP} 50000 80`);
    client.send(get('192.168.1.1'));
    expect(await client.end()).toMatch(/ok$/);
    expect(heads[0]).toContain('Host: 192.168.1.1');
  });

  it.each([
    ['GET http://other.test/x HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n'],
    ['GET /x HTTP/1.0\r\n\r\n'],
  ])('goes there too as %j', async (request) => {
    const { port: server, heads } = await origin();
    const { open } = await steered({ server });
    const client = await open(`${SHOP} 50000 80`);
    client.send(request);
    expect(await client.end()).toMatch(/ok$/);
    expect(heads).toHaveLength(1);
  });

  it('that a rule blocks is answered, and the server never hears of it', async () => {
    const { port: server, connections } = await origin();
    const { open, events } = await steered({
      server,
      who: { level: 'hostname' },
      parts: { rules },
    });
    const client = await open(`${SHOP} 50000 80`);
    client.send(get('tracker.test'));
    expect(await client.end()).toMatch(/X-Eyelid: meta\.txt:7/);
    expect(connections()).toBe(0);
    await vi.waitFor(() => expect(events[0]).toMatchObject({ action: 'block' }), PATIENCE);
  });

  it('of a device that is not watched is passed through', async () => {
    const { port: server } = await origin();
    const { open, events } = await steered({ server, who: { level: 'off' }, parts: { rules } });
    const client = await open(`${SHOP} 50000 80`);
    client.send(get('tracker.test'));
    await client.until(/ok$/);
    expect(events).toEqual([]);
  });

  it("to somebody else's proxy is passed through, as is what follows", async () => {
    const { open, events } = await steered({ server: await echo() });
    const client = await open(`${SHOP} 50000 80`);
    client.send('CONNECT secret.test:443 HTTP/1.1\r\n\r\n');
    await client.until(/CONNECT secret\.test:443 HTTP\/1\.1\r\n\r\n$/);
    client.send(records(chromiumHello('tracker.test')));
    await client.until(/tracker\.test/);
    client.destroy();
    const row = { kind: 'tunnel', method: 'TCP', tunnel: 'not-tls' };
    await vi.waitFor(() => expect(events[0]).toMatchObject(row), PATIENCE);
  });
});

describe('TLS', () => {
  async function handshake(client: RawClient, servername: string, ca: string) {
    client.socket.removeAllListeners('data');
    const secure = tls.connect({ socket: client.socket as never, servername, ca });
    await new Promise((resolve, reject) =>
      secure.once('secureConnect', resolve).once('error', reject),
    );
    return secure;
  }

  it('of a device at level full is ended, and verified for the name in it', async () => {
    const { open, ca } = await steered({ server: await closedPort() });
    const secure = await handshake(await open(), 'shop.test', ca);
    expect(secure.getPeerCertificate().subjectaltname).toBe('DNS:shop.test');
    secure.destroy();
  });

  it.each([
    ['a device at level hostname', { level: 'hostname' }, {}],
    [
      'a host that is not to be opened',
      {},
      { doNotIntercept: (name: string) => name === 'bank.test' },
    ],
  ] as const)('of %s is passed through, and told of by name', async (_what, who, settings) => {
    const { open, events } = await steered({ server: await echo(), who, settings });
    const client = await open();
    const hello = records(chromiumHello('bank.test'));
    client.send(hello);
    await client.until(/bank\.test/);
    client.destroy();
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({
      kind: 'tunnel',
      method: 'TLS',
      host: 'bank.test',
      action: 'pass',
      tunnel: expect.any(String),
    });
    expect(events[0]?.bytesUp).toBe(hello.length);
  });

  it('that names a blocked host is refused with an alert; the server never hears of it', async () => {
    const { port: server, connections } = await origin();
    const { open, events } = await steered({
      server,
      who: { level: 'hostname' },
      parts: { rules },
    });
    const client = await open();
    client.send(records(chromiumHello('tracker.test')));
    expect(await client.end()).toBe(DENIED);
    expect(events[0]).toMatchObject({ action: 'block', host: 'tracker.test', method: 'TLS' });
    expect(connections()).toBe(0);
  });

  it('to an address that is blocked is refused too', async () => {
    const { open, events } = await steered({
      server: await echo(),
      who: { level: 'hostname' },
      parts: { rules },
    });
    const client = await open();
    client.send(records(chromiumHello('shop.test')));
    expect(await client.end()).toBe(DENIED);
    expect(events[0]).toMatchObject({ action: 'block', rule: { text: blocked.text } });
  });

  it('without a name is passed through: there is none to verify', async () => {
    const { open, events } = await steered({ server: await echo() });
    const client = await open();
    // TLS 1.3, ECDSA on P-256.
    const offer = [extension(43, Buffer.of(2, 3, 4)), extension(13, Buffer.of(0, 2, 4, 3))];
    const hello = records(helloMessage(...offer));
    client.send(hello);
    await vi.waitFor(() => expect(client.text()).toHaveLength(hello.length), PATIENCE);
    client.destroy();
    await vi.waitFor(
      () => expect(events[0]).toMatchObject({ host: SHOP, tunnel: 'no-name' }),
      PATIENCE,
    );
  });
});

describe('something else', () => {
  it('is passed through', async () => {
    const { open } = await steered({ server: await echo() });
    const client = await open(`${SHOP} 50000 5222`);
    client.send('\x05 hello');
    expect(await client.until(/hello$/)).toBe('\x05 hello');
  });

  it('may begin with the server', async () => {
    const server = await serve((socket) => void socket.write('220 ready\r\n'));
    const { open } = await steered({ server });
    expect(await (await open()).until(/ready/)).toBe('220 ready\r\n');
  });

  it('to a blocked address is refused', async () => {
    const { port: server, connections } = await origin(sayOk);
    const { open, events } = await steered({
      server,
      who: { level: 'hostname' },
      parts: { rules },
    });
    const client = await open();
    client.send('\x05 hello');
    await client.end();
    expect(connections()).toBe(0);
    expect(events[0]).toMatchObject({ action: 'block', host: SHOP, method: 'TCP' });
  });

  it('of a client that says nothing and leaves ends there', async () => {
    const { open, faults } = await steered({ server: await echo() });
    const client = await open();
    client.destroy();
    expect(faults).toEqual([]);
  });
});

describe('a destination that is closed', () => {
  it.each(['192.168.1.1', '10.0.0.1', '169.254.169.254', '224.0.0.1'])('%s', async (address) => {
    const { open, events } = await steered({ server: await echo() });
    const client = await open(`${address} 50000 80`);
    client.send(get('shop.test'));
    expect(await client.end()).toBe('');
    expect(events).toEqual([]);
  });
});

describe('a redirected connection, of which only the name is known', () => {
  const at = (port: number): Partial<ProxySettings> => ({
    hosts: [
      {
        hostname: host('test'),
        subdomains: true,
        port: null,
        to: { hostname: host('127.0.0.1'), port },
      },
    ],
  });
  const redirected = async (server: number, more: Omit<Steered, 'server'> = {}) => {
    const started = await steered({
      server,
      ...more,
      settings: { ...at(server), ...more.settings },
    });
    const open = () => connectRaw({ port: started.steeredPort, from: '127.0.0.2' });
    return { ...started, open };
  };

  it('is carried to the Host of its request', async () => {
    const { port: server, heads } = await origin();
    const { open } = await redirected(server);
    const client = await open();
    client.send(get('shop.test'));
    expect(await client.end()).toMatch(/ok$/);
    expect(heads[0]).toContain('Host: shop.test');
  });

  it.each([
    ['names nobody', 'GET / HTTP/1.0\r\n\r\n', 400],
    ['names the home network', get('192.168.1.1'), 403],
  ])('is answered where it %s', async (_what, request, status) => {
    const { open } = await redirected(await echo());
    const client = await open();
    client.send(request);
    expect(await client.end()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('is carried to the name in its ClientHello', async () => {
    const { open, events } = await redirected(await echo(), { who: { level: 'hostname' } });
    const client = await open();
    client.send(records(chromiumHello('shop.test')));
    await client.until(/shop\.test/);
    client.destroy();
    await vi.waitFor(
      () => expect(events[0]).toMatchObject({ host: 'shop.test', method: 'TLS' }),
      PATIENCE,
    );
  });

  it('is refused by name', async () => {
    const { open } = await redirected(await echo(), {
      who: { level: 'hostname' },
      parts: { rules },
    });
    const client = await open();
    client.send(records(chromiumHello('tracker.test')));
    expect(await client.end()).toBe(DENIED);
  });

  it.each([
    ['names no host', records(helloMessage(extension(23)))],
    ['names an address of the home network', records(chromiumHello('192.168.1.1'))],
    ['speaks something else', Buffer.from('\x05 hello')],
  ])('is reset where it %s', async (_what, bytes) => {
    const { open, faults, events } = await redirected(await echo());
    const client = await open();
    client.send(bytes);
    expect(await client.end()).toBe('');
    expect([...faults, ...events]).toEqual([]);
  });
});

describe('clients', () => {
  it('from elsewhere are cut, whatever the header says of where it goes', async () => {
    const { steeredPort } = await steered({ server: await echo() });
    const client = await connectRaw({ port: steeredPort });
    client.send(`PROXY TCP4 203.0.113.5 ${SHOP} 50000 443\r\n\x05 hello`);
    expect(await client.end()).toBe('');
  });

  it('whose header is none are cut', async () => {
    const { steeredPort, faults } = await steered({ server: await echo() });
    const client = await connectRaw({ port: steeredPort });
    client.send(get('shop.test'));
    expect(await client.end()).toBe('');
    expect(faults).toEqual([]);
  });

  it('behind a sender of headers are told apart on the own port too', async () => {
    const { port: server } = await origin();
    const { port } = await steered({
      server,
      parts: { status: (_request, response, from) => response.end(from.clientAddress) },
    });
    const client = await connectRaw({ port });
    client.send(`PROXY TCP4 ${PHONE} 192.168.1.2 50000 8080\r\n${get('192.168.1.2:8080')}`);
    expect(await client.end()).toMatch(new RegExp(`${PHONE}$`));
  });
});

it('close ends what is steered here, and who has not said who it is', async () => {
  const { open, steeredPort, server } = await steered({ server: await echo() });
  const client = await open();
  client.send('\x05 hello');
  await client.until(/hello/);
  const waiting = await connectRaw({ port: steeredPort });
  await server.close();
  await Promise.all([client.end(), waiting.end()]);
});
