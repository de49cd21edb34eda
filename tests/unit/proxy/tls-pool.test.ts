import { once } from 'node:events';
import https from 'node:https';
import { createSecureContext } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { createIdleSockets } from '../../../src/proxy/idle-sockets.ts';
import { type PoolOptions, TlsPool } from '../../../src/proxy/tls-pool.ts';
import { createTestAuthority } from '../../support/authority.ts';
import { listen } from '../../support/origin.ts';

async function site(idle = createIdleSockets()) {
  const authority = createTestAuthority();
  const server = https.createServer(authority.issue(['a.test']), (_request, response) => {
    response.end('ok');
  });
  let opened = 0;
  server.on('secureConnection', () => {
    opened += 1;
  });
  const port = await listen(server);
  const pool = new TlsPool({ keepAlive: true }, idle);
  onTestFinished(() => {
    pool.destroy();
    server.closeAllConnections();
    server.close();
  });
  const options: PoolOptions = {
    host: '127.0.0.1',
    port,
    verified: 'a.test',
    ...{
      servername: 'a.test',
      secureContext: createSecureContext({ ca: authority.certificatePem }),
    },
  };
  const ahead = async () => {
    const socket = pool.begin(options);
    await once(socket, 'secureConnect');
    pool.keep(options, socket);
    return socket;
  };
  const get = () =>
    new Promise<string>((resolve, reject) => {
      const request = https.get({ ...options, agent: pool }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve(String(Buffer.concat(chunks)));
      });
      request.on('error', reject);
    });
  return { pool, options, ahead, get, opened: () => opened };
}

it('a request gets the connection that was made ahead, and the next one gets it after that', async () => {
  const { pool, options, ahead, get, opened } = await site();
  expect(pool.isConnected(options)).toBe(false);
  await ahead();
  expect(pool.isConnected(options)).toBe(true);
  expect([await get(), await get(), opened()]).toEqual(['ok', 'ok', 1]);
  expect(pool.isConnected(options)).toBe(true);
});

it('two requests at once get two connections', async () => {
  const { ahead, get, opened } = await site();
  await ahead();
  expect([...(await Promise.all([get(), get()])), opened()]).toEqual(['ok', 'ok', 2]);
});

it('one that has closed since is not used', async () => {
  const { pool, options, ahead, get } = await site();
  const socket = await ahead();
  const gone = once(socket, 'close');
  socket.destroy();
  await gone;
  expect(pool.isConnected(options)).toBe(false);
  expect(await get()).toBe('ok');
});

it('one for another name, or another port, is not used', async () => {
  const { pool, options, ahead } = await site();
  await ahead();
  expect(pool.isConnected({ ...options, verified: 'b.test' })).toBe(false);
  expect(pool.isConnected({ ...options, port: 1 })).toBe(false);
});

it('closes those that wait when it is destroyed', async () => {
  const { pool, ahead } = await site();
  const socket = await ahead();
  const gone = once(socket, 'close');
  pool.destroy();
  await gone;
  expect(socket.destroyed).toBe(true);
});

it('counts those that wait, made ahead or used before, and closes the oldest of too many', async () => {
  const idle = createIdleSockets(2);
  const { ahead, get } = await site(idle);
  const [first, second] = [await ahead(), await ahead()];
  expect(idle.size).toBe(2);
  const third = await ahead();
  expect([first.destroyed, second.destroyed, third.destroyed]).toEqual([true, false, false]);
  expect(await get()).toBe('ok');
  expect(idle.size).toBe(2);
  expect([await get(), await get()]).toEqual(['ok', 'ok']);
  expect(idle.size).toBeLessThanOrEqual(2);
});
