import type { ClientRequest, IncomingMessage } from 'node:http';
import { createSecureContext } from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Destinations } from '../../../src/proxy/destinations.ts';
import { failureOf } from '../../../src/proxy/failure.ts';
import { type OutgoingRequest, Upstream } from '../../../src/proxy/upstream.ts';
import { createTestAuthority, type TestAuthority } from '../../support/authority.ts';
import { readReply } from '../../support/client.ts';
import { type Script, startScriptedOrigin } from '../../support/scripted-origin.ts';
import { host, sampleSettings, to } from './samples.ts';
import { closed, closedPort, serve } from './sockets.ts';

let authority: TestAuthority;
beforeAll(() => {
  authority = createTestAuthority();
});

const ok: Script = (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');

function upstream({ connect = 5_000, extra = '' } = {}): Upstream {
  const settings = sampleSettings();
  const destinations = new Destinations({ ...settings, isOwnPort: () => false });
  const context = createSecureContext({ ca: [authority.certificatePem, extra] });
  const made = new Upstream(destinations, { context, timeouts: { connect } });
  onTestFinished(() => made.close());
  return made;
}

async function origin(script: Script, names?: readonly string[]) {
  const identity = names === undefined ? {} : { identity: authority.issue(names) };
  const started = await startScriptedOrigin({ script, ...identity });
  onTestFinished(() => started.close());
  return started;
}

function outgoing(port: number, change: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return {
    dial: to('localhost', port),
    servername: null,
    method: 'GET',
    path: '/x',
    headers: ['Host', 'a.test', 'X-Dup', '1', 'x-dup', '2'],
    ...change,
  };
}

async function settle(request: ClientRequest) {
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  request.end();
  return { ...(await readReply(await response)), reused: request.reusedSocket };
}

const failed = (request: ClientRequest) =>
  settle(request).then(
    () => 'answered',
    (error: unknown) => failureOf(error),
  );

describe('a request', () => {
  it('leaves as it was given: path, case, order and duplicates', async () => {
    const { port, heads } = await origin(ok);
    await settle(upstream().request(outgoing(port, { path: '/%7e?a=b&&' }), { pooled: true }));
    expect(heads).toEqual([
      'GET /%7e?a=b&& HTTP/1.1\r\nHost: a.test\r\nX-Dup: 1\r\nx-dup: 2\r\nConnection: keep-alive',
    ]);
  });

  it.each([
    ['long', 60_000, 'answered'],
    ['too long', 70_000, 'bad-response'],
  ])('whose answer has a %s head: %i bytes', async (_what, length, expected) => {
    const { port } = await origin((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(length)}\r\nContent-Length: 0\r\n\r\n`),
    );
    const sent = upstream().request(outgoing(port), { pooled: true });
    const outcome = settle(sent).then(() => 'answered', failureOf);
    expect(await outcome).toBe(expected);
  });

  it('over TLS proves the name, and offers HTTP/1.1 only', async () => {
    const { port } = await origin(ok, ['shop.test']);
    const up = upstream();
    const sent = up.request(outgoing(port, { servername: to('shop.test').hostname }), {
      pooled: true,
    });
    expect((await settle(sent)).text).toBe('ok');
    const wrong = up.request(outgoing(port, { servername: to('other.test').hostname }), {
      pooled: true,
    });
    expect(await failed(wrong)).toBe('certificate-wrong-name');
  });

  it('to an address over TLS proves the address, without SNI', async () => {
    const good = await origin(ok, ['127.0.0.1']);
    const bad = await origin(ok, ['shop.test']);
    const address = { servername: to('127.0.0.1').hostname };
    const dial = (port: number) => ({ ...address, dial: to('127.0.0.1', port) });
    const up = upstream();
    const sent = up.request(outgoing(good.port, dial(good.port)), { pooled: true });
    expect((await settle(sent)).text).toBe('ok');
    const wrong = up.request(outgoing(bad.port, dial(bad.port)), { pooled: true });
    expect(await failed(wrong)).toBe('certificate-wrong-name');
  });

  it('to a server of an unknown authority fails', async () => {
    const other = createTestAuthority('other').issue(['shop.test']);
    const started = await startScriptedOrigin({ script: ok, identity: other });
    onTestFinished(() => started.close());
    const sent = upstream().request(
      outgoing(started.port, { servername: to('shop.test').hostname }),
      { pooled: true },
    );
    expect(await failed(sent)).toBe('certificate-unknown-issuer');
  });

  it('to a closed port is refused; to a closed address it is not made', async () => {
    const port = await closedPort();
    expect(await failed(upstream().request(outgoing(port), { pooled: true }))).toBe('refused');
    const inner = outgoing(80, { dial: to('192.168.1.1', 80) });
    expect(() => upstream().request(inner, { pooled: true })).toThrow('refused address');
  });

  it('to a server that does not finish the handshake ends in time', async () => {
    // Listens, but says nothing: the time from connecting to the end of the handshake is what counts.
    const port = await serve(() => undefined);
    const sent = upstream({ connect: 20 }).request(
      outgoing(port, { servername: to('shop.test').hostname }),
      { pooled: true },
    );
    expect(await failed(sent)).toBe('timeout');
  });
});

describe('the pool', () => {
  it('is shared by all who ask for the same place', async () => {
    const { port, connections } = await origin(ok, ['shop.test']);
    const up = upstream();
    const ask = () =>
      settle(
        up.request(outgoing(port, { servername: to('shop.test').hostname }), { pooled: true }),
      );
    const replies = [await ask(), await ask(), await ask()];
    expect(replies.map(({ reused }) => reused)).toEqual([false, true, true]);
    expect(connections()).toBe(1);
  });

  it('does not mix names: each connection proved one', async () => {
    const { port, connections } = await origin(ok, ['shop.test', 'cdn.test']);
    const up = upstream();
    for (const name of ['shop.test', 'cdn.test', 'shop.test']) {
      const servername = to(name).hostname;
      await settle(up.request(outgoing(port, { servername }), { pooled: true }));
    }
    expect(connections()).toBe(2);
  });

  it('is not used where a connection of its own is asked for', async () => {
    const { port, connections } = await origin(ok);
    const up = upstream();
    await settle(up.request(outgoing(port), { pooled: true }));
    const own = await settle(up.request(outgoing(port), { pooled: false }));
    expect(own.reused).toBe(false);
    expect(connections()).toBe(2);
  });

  it.each([
    ['plain', undefined],
    ['TLS', 'shop.test'],
  ])('forgets idle connections when it is told: %s', async (_how, name) => {
    const { port, connections } = await origin(ok, name === undefined ? undefined : [name]);
    const up = upstream();
    const asked = outgoing(port, name === undefined ? {} : { servername: to(name).hostname });
    await settle(up.request(asked, { pooled: true }));
    up.dropIdle(asked);
    expect((await settle(up.request(asked, { pooled: true }))).reused).toBe(false);
    expect(connections()).toBe(2);
  });

  it.each([
    ['another name', 'shop.test', 'cdn.test', 'localhost'],
    ['a name that is part of it', 'shop.test', 'op.test', 'localhost'],
    ['the same name elsewhere', 'shop.test', 'shop.test', '127.0.0.1'],
    ['another address, plain', null, null, '127.0.0.1'],
    ['TLS, told of plain', 'shop.test', null, 'localhost'],
  ])('keeps the idle connections of others: %s', async (_what, kept, dropped, dial) => {
    const { port, connections } = await origin(ok, kept === null ? undefined : [kept]);
    const up = upstream();
    const asked = (name: string | null, where = 'localhost') =>
      outgoing(port, {
        dial: to(where, port),
        servername: name === null ? null : to(name).hostname,
      });
    await settle(up.request(asked(kept), { pooled: true }));
    up.dropIdle(asked(dropped, dial));
    await settle(up.request(asked(kept), { pooled: true }));
    expect(connections()).toBe(1);
  });

  it('is told of a place that is refused, and does not mind', () => {
    const up = upstream();
    expect(() => up.dropIdle(outgoing(80, { dial: to('10.0.0.1', 80) }))).not.toThrow();
  });
});

describe('a bare connection', () => {
  it('is open both ways', async () => {
    const port = await serve((socket) => void socket.end('220 ready\r\n'));
    const socket = await upstream().connect(to('localhost', port));
    const [line] = (await new Promise((resolve) =>
      socket.once('data', (...data) => resolve(data)),
    )) as [Buffer];
    expect(line.toString()).toBe('220 ready\r\n');
    expect(socket.allowHalfOpen).toBe(true);
    socket.destroy();
    await closed(socket);
  });

  it('to a closed port or address is refused', async () => {
    const up = upstream();
    const refused = up.connect(to('127.0.0.1', await closedPort()));
    await expect(refused.catch(failureOf)).resolves.toBe('refused');
    await expect(up.connect(to('10.0.0.1')).catch(failureOf)).resolves.toBe('destination-refused');
  });
});

describe('connectAhead', () => {
  it('makes the connection that the next request uses, as one that may be stale', async () => {
    const { port, connections } = await origin(ok, ['a.test']);
    const up = upstream();
    await up.connectAhead(to('localhost', port), host('a.test'));
    await up.connectAhead(to('localhost', port), host('a.test'));
    const asked = outgoing(port, { servername: host('a.test') });
    const reply = await settle(up.request(asked, { pooled: true }));
    expect([reply.text, reply.reused, connections()]).toEqual(['ok', true, 1]);
  });

  it('rejects where the certificate is of another host', async () => {
    const { port, heads } = await origin(ok, ['b.test']);
    const dialled = upstream().connectAhead(to('localhost', port), host('a.test'));
    expect(failureOf(await dialled.catch((error: unknown) => error))).toBe(
      'certificate-wrong-name',
    );
    expect(heads).toEqual([]);
  });

  it('rejects where nobody is, where nothing is said, and where it is not allowed', async () => {
    const silent = await serve(() => undefined);
    const failures = await Promise.all(
      [to('localhost', await closedPort()), to('localhost', silent), to('10.0.0.1')].map((dial) =>
        upstream({ connect: 50 })
          .connectAhead(dial, host('a.test'))
          .then(() => 'connected', failureOf),
      ),
    );
    expect(failures).toEqual(['refused', 'timeout', 'destination-refused']);
  });
});
