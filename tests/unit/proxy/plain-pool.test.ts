import http from 'node:http';
import type { LookupFunction } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createIdleSockets } from '../../../src/proxy/idle-sockets.ts';
import { PlainPool } from '../../../src/proxy/plain-pool.ts';
import { listen } from '../../support/origin.ts';

it('uses connections again, and keeps no more idle ones than there may be', async () => {
  const server = http.createServer((_request, response) => response.end('ok'));
  let opened = 0;
  server.on('connection', () => {
    opened += 1;
  });
  const port = await listen(server);
  const idle = createIdleSockets(3);
  const pool = new PlainPool({ keepAlive: true }, idle);
  onTestFinished(() => {
    pool.destroy();
    server.closeAllConnections();
    server.close();
  });
  /** All of them are this computer. */
  const lookup: LookupFunction = (_hostname, _options, callback) =>
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const get = (host: string) =>
    new Promise<void>((resolve, reject) => {
      const request = http.get({ host, port, lookup, agent: pool }, (response) =>
        response.resume(),
      );
      request.on('error', reject).on('close', resolve);
    });
  await get('a.test');
  await get('a.test');
  expect([opened, idle.size]).toEqual([1, 1]);
  for (let i = 2; i < 20; i += 1) await get(`host${i}.test`);
  await expect.poll(() => Object.values(pool.freeSockets).flat().length).toBe(3);
  expect(idle.size).toBe(3);
});
