import { expect, it } from 'vitest';
import { closeLingering } from '../../../src/proxy/lingering-close.ts';
import { closed, readAll, socketPair } from './sockets.ts';

it('says the last words, and is gone when the client is', async () => {
  const { near, far } = await socketPair();
  closeLingering(near, 'bye', 60_000);
  expect(String(await readAll(far))).toBe('bye');
  expect(near.destroyed).toBe(false);
  far.end();
  await closed(near);
});

it('learns that the client has left, whatever it said before', async () => {
  const { near, far } = await socketPair();
  near.unshift(Buffer.from('not read by anybody'));
  far.end('nor this');
  closeLingering(near, 'bye', 60_000);
  await closed(near);
  expect(String(await readAll(far))).toBe('bye');
});

it('does not wait for ever for a client that stays', async () => {
  const { near, far } = await socketPair();
  closeLingering(near, 'bye', 1);
  await closed(near);
  expect(String(await readAll(far))).toBe('bye');
});

it('may be asked to close what is closed', async () => {
  const { near } = await socketPair();
  near.destroy();
  closeLingering(near, 'bye', 1);
  await closed(near);
  expect(near.destroyed).toBe(true);
});
