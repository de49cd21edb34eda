import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ names: ['live.test'] });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

// Each event is sent only after the one before has arrived: a proxy that
// gathers them would stop the test rather than fail it late.
test.each(['http', 'https'])('events over %s arrive as they are sent', async (scheme) => {
  const held = world.origin.hold('/events');
  const pending = world.client.open(`${scheme}://live.test/events`, {
    headers: ['Accept', 'text/event-stream', 'Accept-Encoding', 'gzip'],
  });
  const { response } = await held;
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  const reply = await pending;
  expect(reply.headers['content-type']).toBe('text/event-stream');
  const seen: string[] = [];
  for (const name of ['one', 'two', 'three']) {
    const arrived = new Promise<Buffer>((resolve) => reply.once('data', resolve));
    response.write(`data: ${name}\n\n`);
    seen.push((await arrived).toString());
  }
  expect(seen).toEqual(['data: one\n\n', 'data: two\n\n', 'data: three\n\n']);
  const gone = new Promise((resolve) => response.once('close', resolve));
  reply.destroy();
  await gone;
});
