import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { CarryTools } from '../../../src/proxy/carry-out.ts';
import { handleConnect } from '../../../src/proxy/connect.ts';
import type { ProxySettings } from '../../../src/proxy/ports.ts';
import { connectRawTls, openTls, openTunnel } from '../../support/raw.ts';
import { rule } from '../act/samples.ts';
import { loopback, origin } from './exchange.ts';
import { chromiumHello, records } from './hello.ts';
import { startProxy } from './proxy.ts';
import {
  connection,
  device,
  host,
  incoming,
  ruleSet,
  sampleParts,
  sampleSettings,
} from './samples.ts';
import { closed, closedPort, PATIENCE, serve, socketPair } from './sockets.ts';

const blocked = rule('block', { text: '||tracker.test^' });
const rules = () => ruleSet({ hosts: { 'tracker.test': blocked } });

/** Everything under that name is at that port of loopback. */
function at(port: number, name = 'test'): Partial<ProxySettings> {
  const target = { hostname: host('127.0.0.1'), port };
  return { hosts: [{ hostname: host(name), subdomains: true, port: null, to: target }] };
}

/** A server that says back what it hears. */
const echo = () => serve((socket) => void socket.pipe(socket));

describe('a CONNECT is refused', () => {
  it.each([
    ['that names no host', ':443', 400],
    ['with a port that does not exist', 'a.test:99999', 400],
    ['with an empty name', '..:443', 400],
    ['that climbs out of a folder', '../../x:443', 400],
    ['to what looks like an address', '1.2.3.4.5:443', 400],
    ['to a port that is not allowed', 'a.test:25', 403],
    ['to the home network', '192.168.1.1:443', 403],
    ['to this computer by IPv6', '[::1]:443', 403],
  ])('%s', async (_what, authority, status) => {
    const { port, faults } = await startProxy();
    const { reply } = await openTunnel({ port }, authority);
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(faults).toEqual([]);
  });

  it.each(['constructor', '__proto__'])('politely where nobody is: %s', async (name) => {
    const nowhere = at(await closedPort(), name);
    const { port, faults } = await startProxy({ level: 'hostname' }, {}, nowhere);
    const { reply } = await openTunnel({ port }, `${name}:443`);
    expect(reply).toMatch(/^HTTP\/1\.1 502 /);
    expect(faults).toEqual([]);
  });

  it('inside another one', async () => {
    const { port } = await startProxy();
    const inner = await connectRawTls({ port, authority: 'a.test:443' });
    inner.send('CONNECT b.test:443 HTTP/1.1\r\nHost: b.test\r\n\r\n');
    expect(await inner.end()).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a device at level hostname', () => {
  const level = 'hostname' as const;

  it('has a blocked name refused, by the rule', async () => {
    const { port, events } = await startProxy({ level }, { rules });
    const { reply } = await openTunnel({ port }, 'tracker.test:443');
    expect(reply).toMatch(/^HTTP\/1\.1 403 Blocked by Eyelid\r\nX-Eyelid: meta\.txt:7\r\n/);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ action: 'block', host: 'tracker.test' });
  });

  it('has everything else passed through, and counted', async () => {
    const { port, events } = await startProxy({ level }, { rules }, at(await echo()));
    const { client, socket } = await openTunnel({ port }, 'shop.test:443');
    client.send('\x05 hello');
    await client.until(/hello$/);
    socket.end();
    await client.end();
    await vi.waitFor(() => expect(events).toHaveLength(1), PATIENCE);
    expect(events[0]).toMatchObject({ kind: 'tunnel', action: 'pass', bytesUp: 7, bytesDown: 7 });
  });

  it('has plain HTTP in its CONNECT judged', async () => {
    const { port: server, heads } = await origin();
    const judged = () =>
      ruleSet({ match: ({ url }) => (url.endsWith('/track') ? { block: blocked } : {}) });
    const { port } = await startProxy({ level }, { rules: judged }, at(server));
    const says = async (path: string) => {
      const { client } = await openTunnel({ port }, 'shop.test:443');
      client.send(`GET ${path} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n`);
      return client.end();
    };
    expect(await says('/x')).toMatch(/ok$/);
    expect(await says('/track')).toMatch(/X-Eyelid: meta\.txt:7/i);
    expect(heads).toHaveLength(1);
  });

  it("has what is asked of somebody else's proxy passed through", async () => {
    const { port } = await startProxy({ level }, { rules }, at(await echo()));
    const { client, socket } = await openTunnel({ port }, 'proxy.test:443');
    client.send('CONNECT tracker.test:443 HTTP/1.1\r\n\r\n');
    expect(await client.until(/CONNECT tracker/)).toContain('tracker.test:443 HTTP/1.1');
    socket.destroy();
  });

  it('hears a server that speaks first at once', async () => {
    const greeting = await serve((socket) => void socket.write('220 ready\r\n'));
    const { port } = await startProxy({ level }, {}, at(greeting));
    const { client } = await openTunnel({ port }, 'mail.test:443');
    expect(await client.until(/220 ready/)).toContain('220 ready');
  });

  it('is cut with an alert where the ClientHello names a blocked host', async () => {
    const { port, events } = await startProxy({ level }, { rules }, at(await echo()));
    const { client } = await openTunnel({ port }, 'cdn.test:443');
    client.send(records(chromiumHello('tracker.test')));
    expect((await client.end()).endsWith('\x15\x03\x03\0\x02\x02\x31')).toBe(true);
    expect(events[0]).toMatchObject({ action: 'block', rule: { text: blocked.text } });
  });

  it('is told why nobody answers', async () => {
    const { port } = await startProxy({ level }, {}, at(await closedPort()));
    const { client, reply } = await openTunnel({ port }, 'shop.test:443');
    expect(reply).toMatch(/^HTTP\/1\.1 502 /);
    expect(await client.end()).toContain('shop.test refused the connection.');
  });
});

it('a device at level off is not watched', async () => {
  const { port, events } = await startProxy({ level: 'off' }, { rules }, at(await echo()));
  const { client, socket } = await openTunnel({ port }, 'tracker.test:443');
  client.send(records(chromiumHello('tracker.test')));
  await client.until(/tracker\.test/);
  socket.end();
  await client.end();
  expect(events).toEqual([]);
});

describe('a device at level full', () => {
  it('has plain HTTP in its CONNECT served', async () => {
    const { port } = await startProxy({}, {}, at((await origin()).port));
    const { client } = await openTunnel({ port }, 'shop.test:443');
    client.send('GET /x HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
    expect(await client.end()).toMatch(/ok$/);
  });

  it('has what is neither TLS nor HTTP passed through', async () => {
    const { port } = await startProxy({}, {}, at(await echo()));
    const { client } = await openTunnel({ port }, 'shop.test:443');
    client.send('\x05 hello');
    expect(await client.until(/hello$/)).toContain('200 Connection established');
  });

  it('has TLS ended where the name may be opened, and passed through where not', async () => {
    const doNotIntercept = (name: string) => name === 'bank.test';
    const settings = { ...at(await echo()), doNotIntercept };
    // Where nobody can be asked, it is opened, so that the client is told why.
    const { port, ca } = await startProxy(
      {},
      { rules },
      { ...settings, ...at(await closedPort()) },
    );
    const opened = await openTls({ port, ca, authority: 'shop.test:443' });
    expect(opened.authorized).toBe(true);
    opened.destroy();
    const other = await startProxy({}, { rules }, settings);
    const { client } = await openTunnel({ port: other.port }, 'cdn.test:443');
    const hello = records(chromiumHello('bank.test'));
    client.send(hello);
    expect(await client.until(/bank\.test/)).toContain('bank.test');
    client.destroy();
  });

  it('hears a server that speaks first, after a moment of silence', async () => {
    const greeting = await serve((socket) => void socket.write('220 ready\r\n'));
    const { port } = await startProxy({}, {}, at(greeting));
    const { client } = await openTunnel({ port }, 'mail.test:443');
    expect(await client.until(/220 ready/)).toContain('220 ready');
  });

  it('may begin later than that', async () => {
    let greet: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      greet = resolve;
    });
    const { port } = await startProxy({}, {}, at(await serve(() => greet())));
    const { client } = await openTunnel({ port }, 'shop.test:443');
    // After 400 ms without a word the server is asked; it has nothing to say either.
    await asked;
    client.send('GET http://eyelid.internal/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(await client.end()).toMatch(/the page$/);
  });

  it('reaches the page, whatever the port', async () => {
    const { port, ca, proven } = await startProxy();
    const client = await connectRawTls({ port, ca, authority: 'eyelid.internal:444' });
    client.send('GET / HTTP/1.1\r\nHost: eyelid.internal\r\nConnection: close\r\n\r\n');
    expect(await client.end()).toMatch(/the page$/);
    expect(proven).toEqual(['ip:127.0.0.1 internal']);
  });
});

it('a client that leaves while its tunnel is dialled leaves nothing open', async () => {
  const { near, far } = await socketPair();
  const server = await socketPair();
  const { parts, events } = sampleParts();
  const settings = sampleSettings();
  const { destinations, upstream } = loopback(settings);
  let dialled: (socket: Socket) => void = () => undefined;
  upstream.connect = () =>
    new Promise((resolve) => {
      dialled = resolve;
    });
  const tools: CarryTools = {
    parts: {
      ...parts,
      devices: { ...parts.devices, identify: () => device({ level: 'hostname' }) },
    },
    settings,
    destinations,
    upstream,
    firstContact: { with: () => Promise.resolve('good') },
    connectionOf: () => connection(),
    setDestination: () => undefined,
    terminate: () => undefined,
    serve: () => undefined,
  };
  const done = handleConnect(incoming('a.test:443'), near, Buffer.alloc(0), tools);
  far.destroy();
  near.destroy();
  dialled(server.near);
  await done;
  await closed(server.near);
  expect(events).toEqual([]);
});
