import { closeSync, openSync } from 'node:fs';
import net, { type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TransparentListeners } from '../../../src/proxy/transparent-listeners.ts';
import { refuses } from '../../support/client.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { sampleParts } from './samples.ts';
import { closed, PATIENCE, serve } from './sockets.ts';

function listeners() {
  const accepted: { readonly socket: Socket; readonly opener: string }[] = [];
  const all = new TransparentListeners({
    accept: (socket, opener) => void accepted.push({ socket, opener }),
    log: sampleParts().parts.log,
  });
  onTestFinished(async () => {
    for (const { socket } of accepted) socket.destroy();
    await all.close();
  });
  return { all, accepted };
}

describe('an address of ours', () => {
  it('is listened on, and its connections are told from inherited ones', async () => {
    const { all, accepted } = listeners();
    await all.open('127.0.0.1', 0);
    const [bound] = all.addresses;
    expect(bound).toMatchObject({ address: '127.0.0.1' });
    const port = bound?.port ?? 0;
    expect(all.isOwnPort(port)).toBe(true);
    expect(all.isOwnPort(port + 1)).toBe(false);
    net.connect(port, '127.0.0.1').on('error', () => undefined);
    await expect.poll(() => accepted.map(({ opener }) => opener), PATIENCE).toEqual(['ourselves']);
  });

  it('that is taken is refused, saying which', async () => {
    const port = await serve(() => undefined);
    const opened = listeners().all.open('127.0.0.1', port);
    await expect(opened).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
    await expect(opened).rejects.toThrow(`listening on 127.0.0.1 port ${port} failed: EADDRINUSE`);
  });

  it('is listened on no more after the end, which waits for what was accepted', async () => {
    const { all, accepted } = listeners();
    await all.open('127.0.0.1', 0);
    const port = all.addresses[0]?.port ?? 0;
    net.connect(port, '127.0.0.1').on('error', () => undefined);
    await expect.poll(() => accepted.length, PATIENCE).toBe(1);
    const ended: string[] = [];
    const closing = all.close().then(() => void ended.push('listeners'));
    expect(await refuses(port)).toBe(true);
    expect(ended).toEqual([]);
    const socket = accepted[0]?.socket as Socket;
    socket.destroy();
    await closed(socket);
    await closing;
    expect(all.addresses).toEqual([]);
  });
});

it.each([
  ['a file', () => openSync(path.join(import.meta.dirname, 'samples.ts'), 'r')],
  ['nothing at all', () => 1_000_000],
])('a descriptor of %s is refused, saying which', async (_what, make) => {
  const descriptor = make();
  const inherited = listeners().all.inherit(descriptor);
  await expect(inherited).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' });
  await expect(inherited).rejects.toThrow(`listening on inherited socket ${descriptor} failed: E`);
  if (descriptor < 1_000_000) closeSync(descriptor);
});

it('a local socket is refused as one', async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => {
    server.listen(path.join(temporaryFolder(), 'socket'), resolve);
  });
  onTestFinished(() => void server.close());
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
  const inherited = listeners().all.inherit(fd);
  await expect(inherited).rejects.toThrow(/inherited socket \d+ failed: (?:it is not TCP|E[A-Z]+)/);
});
