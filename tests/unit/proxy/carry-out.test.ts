import type { Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, vi } from 'vitest';
import type { ProxyParts, ProxySettings } from '../../../src/proxy/ports.ts';
import { addressSet } from '../../../src/proxy/ranges.ts';
import { connectRaw, connectRawTls, openTls, openTunnel } from '../../support/raw.ts';
import { rule } from '../act/samples.ts';
import { chromiumHello, nodeHello, records } from './hello.ts';
import { startProxy } from './proxy.ts';
import { host, NOTHING_KNOWN, ruleSet, sampleParts } from './samples.ts';
import { closedPort, PATIENCE, readAll, serve } from './sockets.ts';

const blocked = rule('block', { text: '||tracker.test^' });
const rules = () => ruleSet({ hosts: { 'tracker.test': blocked } });

/** Everything under `test` is at that port of loopback. */
function at(port: number): Partial<ProxySettings> {
  const to = { hostname: host('127.0.0.1'), port };
  return { hosts: [{ hostname: host('test'), subdomains: true, port: null, to }] };
}

describe('a client that its ClientHello shows not to be one for us', () => {
  const offering = async (change: Partial<ProxySettings>, authority: string, alpn: string[]) => {
    const there = await serve((socket) => void socket.once('data', () => socket.end('real')));
    const proxy = await startProxy({}, { rules }, { ...at(there), ...change });
    const { client, socket } = await openTunnel({ port: proxy.port }, authority);
    const hello = await nodeHello({ servername: authority.split(':')[0], ALPNProtocols: alpn });
    client.send(hello);
    const said = await client.end();
    socket.destroy();
    return { said, events: proxy.events };
  };
  const noHttp2 = { offersHttp2: () => false };

  it.each([
    ['that offers HTTP/2 alone where it is switched off', noHttp2, ['h2']],
    ['that offers what is no HTTP', {}, ['acme-tls/1']],
  ])('%s gets a tunnel', async (_what, change, alpn) => {
    const { said, events } = await offering(change, 'shop.test:443', alpn);
    expect(said).toMatch(/real$/);
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ tunnel: 'no-common-protocol', host: 'shop.test' });
  });

  it('is refused where the rules block the host, and nothing of it goes out', async () => {
    const { said, events } = await offering(noHttp2, 'tracker.test:443', ['h2']);
    expect(said.endsWith('\x15\x03\x03\0\x02\x02\x31')).toBe(true);
    expect(events).toMatchObject([{ action: 'block', host: 'tracker.test' }]);
  });
});

it('a connection that a person let through once goes on, and the next is refused', async () => {
  const there = await serve((socket) => void socket.once('data', () => socket.end('real')));
  const who = { level: 'hostname', levelFrom: 'hand' } as const;
  let wishes = 1;
  const once: ProxyParts['once'] = {
    takes: () => false,
    takesConnection: (_device, hostname) => hostname === 'tracker.test' && wishes-- > 0,
    isConnectionOpen: (_device, hostname) => hostname === 'tracker.test',
  };
  const proxy = await startProxy(who, { rules, once }, at(there));
  const open = () => connectRaw({ port: proxy.port });
  const connect = 'CONNECT tracker.test:443 HTTP/1.1\r\nHost: tracker.test:443\r\n\r\n';
  const first = await open();
  first.send(connect);
  await first.until(/200/);
  first.send('hello');
  expect(await first.end()).toMatch(/real$/);
  const second = await open();
  second.send(connect);
  expect(await second.end()).toMatch(/^HTTP\/1.1 403/);
  await vi.waitFor(() => expect(proxy.events).toHaveLength(2), PATIENCE);
  expect(proxy.events).toMatchObject([
    { action: 'allow', rule: { list: 'allow-once' }, undone: { text: blocked.text } },
    { action: 'block', undone: null },
  ]);
});

describe('a program of which nothing is known, at a host that is blocked by name,', () => {
  const who = { level: 'hostname', levelFrom: 'default' } as const;
  const base = sampleParts().parts.trust;
  const trust = (claims = true): typeof base => ({
    ...base,
    facts: () => ({ ...NOTHING_KNOWN, mayProbe: true }),
    claimProbe: () => claims,
  });
  /** The rules block the name and all that is asked of it. */
  const blocking = () =>
    ruleSet({ hosts: { 'tracker.test': blocked }, match: () => ({ block: blocked }) });
  const site = async (claims?: boolean) => {
    const asked: unknown[] = [];
    const there = at(await serve((socket) => void asked.push(socket)));
    const proven: string[] = [];
    const own = {
      ...trust(claims),
      carried: ({ hostname }: { hostname: string }, proof: () => string) =>
        void proven.push(`${hostname} ${proof()}`),
    };
    const proxy = await startProxy(who, { rules: blocking, trust: own }, there);
    return { ...proxy, asked, proven };
  };

  it('is answered under our leaf, which proves its trust', async () => {
    const { port, ca, proven, asked } = await site();
    const client = await connectRawTls({ port, ca, authority: 'tracker.test:443' });
    client.send('GET /x HTTP/1.1\r\nHost: tracker.test\r\nConnection: close\r\n\r\n');
    expect(await client.end()).toMatch(/X-Eyelid: meta\.txt:7\r\n/i);
    await vi.waitFor(() => expect(proven).toEqual(['tracker.test probe']), PATIENCE);
    expect(asked).toEqual([]);
  });

  /** A CONNECT that says something else than the ClientHello, to a server that says nothing. */
  const elsewhere = async (authority: string) => {
    const heard: string[] = [];
    const there = await serve((socket) => void socket.on('data', (d) => heard.push(String(d))));
    const to = { hostname: host('127.0.0.1'), port: there };
    const hosts = ['192.0.2.9', 'cdn.test'].map((name) => ({
      ...{ hostname: host(name), subdomains: false, port: null },
      to,
    }));
    const proven: string[] = [];
    const own = {
      ...trust(),
      carried: ({ hostname }: { hostname: string }, proof: () => string) =>
        void proven.push(`${hostname} ${proof()}`),
    };
    const { port, ca } = await startProxy(who, { rules: blocking, trust: own }, { hosts });
    const opening = connectRawTls({ port, ca, authority, servername: 'tracker.test' });
    return { opening, proven, heard };
  };

  it('is answered so where only its ClientHello says the name, after CONNECT to an address', async () => {
    const { opening, proven, heard } = await elsewhere('192.0.2.9:443');
    const client = await opening;
    client.send('GET /x HTTP/1.1\r\nHost: tracker.test\r\nConnection: close\r\n\r\n');
    expect(await client.end()).toMatch(/X-Eyelid: meta\.txt:7\r\n/i);
    await vi.waitFor(() => expect(proven).toEqual(['tracker.test probe']), PATIENCE);
    expect(heard).toEqual([]);
  });

  it('is refused where CONNECT names a host that is not blocked: nothing is learnt of that', async () => {
    const { opening, proven, heard } = await elsewhere('cdn.test:443');
    await expect(opening).rejects.toThrow(/access denied/);
    expect(proven).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('is answered so where it was steered here to an address', async () => {
    const proven: string[] = [];
    const own = {
      ...trust(),
      carried: ({ hostname }: { hostname: string }, proof: () => string) =>
        void proven.push(`${hostname} ${proof()}`),
    };
    const proxyProtocolFrom = addressSet([{ address: '127.0.0.1', prefix: 32, family: 'ipv4' }]);
    const to = { hostname: host('127.0.0.1'), port: await closedPort() };
    const there = { hostname: host('198.51.100.7'), subdomains: false, port: null, to };
    const settings = { proxyProtocolFrom, hosts: [there] };
    const { server, ca } = await startProxy(who, { rules: blocking, trust: own }, settings);
    await server.transparent.open('127.0.0.1', 0);
    const raw = await connectRaw({ port: server.transparent.addresses[0]?.port ?? 0 });
    raw.send('PROXY TCP4 192.168.1.20 198.51.100.7 50000 443\r\n');
    const socket = raw.socket as Socket;
    socket.removeAllListeners('data');
    const client = tls.connect({ socket, servername: 'tracker.test', ca });
    client.write('GET /x HTTP/1.1\r\nHost: tracker.test\r\nConnection: close\r\n\r\n');
    expect(String(await readAll(client))).toMatch(/X-Eyelid: meta\.txt:7\r\n/i);
    await vi.waitFor(() => expect(proven).toEqual(['tracker.test probe']), PATIENCE);
  });

  it('that does not trust us is heard, and gets nothing of the host', async () => {
    const told: string[] = [];
    const own = {
      ...trust(),
      tell: ({ hostname }: { hostname: string }, { kind }: { kind: string }) =>
        void told.push(`${kind} ${hostname}`),
    };
    const { port } = await startProxy(who, { rules: blocking, trust: own });
    await expect(openTls({ port, ca: [], authority: 'tracker.test:443' })).rejects.toThrow();
    await vi.waitFor(() => expect(told).toEqual(['silence tracker.test']), PATIENCE);
  });

  it.each([
    ['that says something else', '\x05 hello'],
    ['that was probed a moment ago', records(chromiumHello('tracker.test'))],
  ])('%s is cut', async (_what, bytes) => {
    const { port, events, asked } = await site(false);
    const { client } = await openTunnel({ port }, 'tracker.test:443');
    client.send(bytes);
    expect((await client.end()).endsWith('\x15\x03\x03\0\x02\x02\x31')).toBe(true);
    expect(events).toMatchObject([{ action: 'block', kind: 'tunnel' }]);
    expect(asked).toEqual([]);
  });

  it('that says nothing is cut, and the server is not asked', async () => {
    const { port, asked } = await site();
    const { client } = await openTunnel({ port }, 'tracker.test:443');
    expect((await client.end()).endsWith('\x15\x03\x03\0\x02\x02\x31')).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('a client that says nothing', () => {
  const silent = async (authority: string, change: Partial<ProxySettings>) => {
    const { port } = await startProxy({}, {}, change);
    const { client, reply, socket } = await openTunnel({ port }, authority);
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    return { client, socket };
  };

  it('has the server asked once, which hears nothing and is left with it', async () => {
    const asked: Socket[] = [];
    const heard: string[] = [];
    let left = false;
    const there = await serve((socket) => {
      asked.push(socket);
      socket.on('data', (data) => heard.push(String(data)));
      socket.once('end', () => {
        left = true;
      });
    });
    const { socket } = await silent('shop.test:443', at(there));
    await vi.waitFor(() => expect(asked).toHaveLength(1), PATIENCE);
    socket.destroy();
    await vi.waitFor(() => expect(left).toBe(true), PATIENCE);
    expect(asked).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it('reaches nobody that it may not: the name is resolved, and its address checked', async () => {
    const asked: Socket[] = [];
    const there = await serve((socket) => void asked.push(socket));
    const closedSettings = { allowPrivate: [], connectPorts: new Set([there]) };
    const { client } = await silent(`localhost:${there}`, closedSettings);
    await client.end();
    expect(asked).toEqual([]);
  });
});
