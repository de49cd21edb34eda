import { expect, it } from 'vitest';
import { createConnections } from '../../../src/proxy/connections.ts';
import { createTermination } from '../../../src/proxy/tls-termination.ts';
import { connectRawTls, openTls } from '../../support/raw.ts';
import { startProxy } from './proxy.ts';
import { sampleParts, sampleSettings } from './samples.ts';
import { closed, PATIENCE, socketPair } from './sockets.ts';

it('a connection whose destination is not known is closed', async () => {
  const { parts } = sampleParts();
  const terminate = createTermination({
    parts,
    settings: sampleSettings(),
    connections: createConnections(parts.now),
    serve: () => expect.unreachable(),
  });
  const { near } = await socketPair();
  terminate(near, null, 'f'.repeat(24) as Parameters<typeof terminate>[2]);
  await closed(near);
});

it('what is inside is served, and is known as the connection that it came in', async () => {
  const { port, ca, proven } = await startProxy();
  const client = await connectRawTls({ port, ca, authority: 'eyelid.internal:443' });
  client.send('GET / HTTP/1.1\r\nHost: eyelid.internal\r\nConnection: close\r\n\r\n');
  expect(await client.end()).toMatch(/the page$/);
  expect(proven).toEqual(['ip:127.0.0.1 internal']);
});

it('a client that does not take our leaf is told of', async () => {
  const { port, told } = await startProxy();
  await expect(openTls({ port, authority: 'eyelid.internal:443', ca: [] })).rejects.toThrow();
  // Node's own client leaves without an alert.
  await expect.poll(() => told, PATIENCE).toEqual(['silence eyelid.internal']);
});
