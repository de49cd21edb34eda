import { expect, it } from 'vitest';
import { BODY_LIMIT } from '../../../src/proxy/request-body.ts';
import { sendAnswer } from '../../../src/proxy/send-answer.ts';
import { ask, clientOf, contextServer } from './exchange.ts';
import { readAll } from './sockets.ts';

const answer = {
  status: 202,
  headers: ['X-A', '1', 'Content-Length', '4'],
  body: Buffer.from('ours'),
};

it('gives the device the answer as it is', async () => {
  const port = await contextServer(80, (ctx) => sendAnswer(ctx, answer));
  const text = await ask(port, ['GET / HTTP/1.1', 'Host: a']);
  expect(text).toMatch(/^HTTP\/1\.1 202 Accepted\r\nX-A: 1\r\n[\s\S]*ours$/);
});

it('a long upload that is still coming ends the connection', async () => {
  const port = await contextServer(80, (ctx) => sendAnswer(ctx, answer));
  const client = await clientOf(port);
  client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${BODY_LIMIT + 1}\r\n\r\n`);
  expect(await client.until(/ours/)).toMatch(/\r\nConnection: close\r\n/);
});

it('a long upload that came whole does not', async () => {
  const port = await contextServer(80, async (ctx) => {
    await readAll(ctx.clientToProxyRequest);
    sendAnswer(ctx, answer);
  });
  const client = await clientOf(port);
  const length = BODY_LIMIT + 1;
  client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`);
  client.send('a'.repeat(length));
  expect(await client.until(/ours/)).not.toMatch(/\r\nConnection: close\r\n/);
});
