import { expect, it } from 'vitest';
import { clientOf, origin } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { PATIENCE } from './sockets.ts';

it('a client that sends a thousand requests ahead of their answers is cut', async () => {
  const { port, faults } = await startProxy();
  const server = await origin(() => undefined);
  const client = await clientOf(port);
  client.send(`GET http://127.0.0.1:${server.port}/ HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(1_000));
  expect(await client.end()).toBe('');
  expect(server.connections()).toBeLessThan(70);
  expect(faults).toEqual([]);
});

it.each([
  ['a CONNECT', 'CONNECT a.test:443 HTTP/1.1\r\nHost: a.test\r\n\r\n', 'connect'],
  [
    'an upgrade',
    'GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'upgrade',
  ],
])('%s that our own code fails at is closed, and the fault told', async (_what, head, where) => {
  const identify = () => {
    throw new Error('broken');
  };
  const { port, faults } = await startProxy({}, { devices: { identify } });
  const client = await clientOf(port);
  client.send(head);
  expect(await client.end()).toBe('');
  const told = (): number => faults.filter((fault) => fault.includes(`"where":"${where}"`)).length;
  await expect.poll(told, PATIENCE).toBe(1);
});
