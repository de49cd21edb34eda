import { describe, expect, it } from 'vitest';
import { ProxyServer } from '../../../src/proxy/server.ts';
import { createClient, refuses } from '../../support/client.ts';
import { openTunnel } from '../../support/raw.ts';
import { ask, clientOf, origin, sayOk } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { sampleParts, sampleSettings } from './samples.ts';
import { PATIENCE, serve } from './sockets.ts';

const server = () => new ProxyServer(sampleParts().parts, sampleSettings());

describe('listen', () => {
  it('gives the port in use, and carries requests', async () => {
    const { port } = await startProxy();
    const { port: originPort, heads } = await origin();
    const text = await ask(port, [`GET http://127.0.0.1:${originPort}/x HTTP/1.1`, 'Host: a']);
    expect(text).toMatch(/ok$/);
    expect(heads).toHaveLength(1);
  });

  it.each([
    ['a port that is taken', 'taken', /listening on 127\.0\.0\.1 port \d+ failed: EADDRINUSE/],
    [
      'an address of another machine',
      '192.0.2.1',
      /listening on 192\.0\.2\.1 port 0 failed: EADDR/,
    ],
  ])('refuses %s, saying which', async (_what, address, message) => {
    const taken = address === 'taken';
    const port = taken ? await serve(() => undefined) : 0;
    const listening = server().listen(taken ? '127.0.0.1' : address, port);
    await expect(listening).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
    await expect(listening).rejects.toThrow(message);
  });
});

describe('its own ports', () => {
  it('are never forwarded to: the page answers', async () => {
    const { port } = await startProxy();
    for (const line of [
      `GET http://127.0.0.1:${port}/ HTTP/1.1`,
      `GET http://localhost:${port}/ HTTP/1.1`,
    ]) {
      expect(await ask(port, [line, 'Host: a'])).toMatch(/the page$/);
    }
  });

  it('are refused inside a CONNECT', async () => {
    const { port } = await startProxy({}, {}, { otherPorts: () => [443] });
    const { reply } = await openTunnel({ port }, '127.0.0.1:443');
    expect(reply).toMatch(/^HTTP\/1\.1 403 /);
  });
});

it('two requests of one connection share one connection upstream', async () => {
  const { port } = await startProxy();
  const started = await origin();
  const client = createClient({ port, keepAlive: true });
  for (const path of ['a', 'b']) await client.get(`http://127.0.0.1:${started.port}/${path}`);
  client.close();
  expect(started.heads).toHaveLength(2);
  expect(started.connections()).toBe(1);
});

describe('close', () => {
  it('lets an exchange end that is on its way', async () => {
    const { port, server: running } = await startProxy();
    const held: (() => void)[] = [];
    const started = await origin((socket, ...rest) => held.push(() => void sayOk(socket, ...rest)));
    const answer = ask(port, [`GET http://127.0.0.1:${started.port}/ HTTP/1.1`, 'Host: a']);
    await expect.poll(() => held.length, PATIENCE).toBe(1);
    const closing = running.close();
    expect(await refuses(port)).toBe(true);
    held[0]?.();
    expect(await answer).toMatch(/ok$/);
    await closing;
  });

  it('closes what does not end by itself: an idle client, a tunnel, a silent server', async () => {
    const { port, server: running } = await startProxy();
    const idle = await clientOf(port);
    const half = await clientOf(port);
    half.send('GET http://a.te');
    const waiting = await clientOf(port);
    const silent = await serve(() => undefined);
    waiting.send(`GET http://127.0.0.1:${silent}/ HTTP/1.1\r\nHost: a\r\n\r\n`);
    await running.close();
    await Promise.all([idle.end(), half.end(), waiting.end()]);
    expect(await refuses(port)).toBe(true);
  });

  it('may be asked of what never listened, and twice', async () => {
    const never = server();
    await expect(never.close()).resolves.toBeUndefined();
    await expect(never.close()).resolves.toBeUndefined();
  });
});
