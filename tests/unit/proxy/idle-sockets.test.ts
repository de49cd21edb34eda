import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createIdleSockets } from '../../../src/proxy/idle-sockets.ts';

it('closes the one that waits longest where too many do', () => {
  const idle = createIdleSockets(2);
  const [one, two, three] = [new PassThrough(), new PassThrough(), new PassThrough()];
  idle.add(one);
  idle.add(two);
  idle.add(one);
  idle.add(three);
  expect([one, two, three].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
  expect(idle.size).toBe(2);
});

it('one that is used is not closed, and one that closed is not counted', async () => {
  const idle = createIdleSockets(1);
  const [used, closed, last] = [new PassThrough(), new PassThrough(), new PassThrough()];
  idle.add(used);
  idle.take(used);
  idle.add(closed);
  const end = once(closed, 'close');
  closed.destroy();
  await end;
  expect(idle.size).toBe(0);
  idle.add(last);
  expect([used.destroyed, last.destroyed]).toEqual([false, false]);
});

it('a socket that is used a thousand times has one listener', () => {
  const idle = createIdleSockets(1);
  const socket = new PassThrough();
  for (let i = 0; i < 1_000; i += 1) {
    idle.add(socket);
    idle.take(socket);
  }
  expect(socket.listenerCount('close')).toBeLessThan(3);
});
