import http, { type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FAILURES } from '../../../src/proxy/failure.ts';
import { sendFailure, writeFailure } from '../../../src/proxy/failure-page.ts';
import { connectRaw } from '../../support/raw.ts';
import { closed, listenForTest, readAll, socketPair } from './sockets.ts';

/** What a client gets, byte by byte, from a server that does this with its response. */
async function told(answer: (response: ServerResponse) => void): Promise<string> {
  const port = await listenForTest(http.createServer((_request, response) => answer(response)));
  const client = await connectRaw({ port });
  onTestFinished(() => client.destroy());
  client.send('GET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n');
  return client.end();
}

describe('sendFailure', () => {
  it('answers one sentence as plain text that nobody stores', async () => {
    const text = await told((response) => sendFailure(response, 'name-not-found', 'shop.test'));
    expect(text).toMatch(/^HTTP\/1\.1 502 /);
    expect(text).toContain('Content-Type: text/plain; charset=utf-8\r\n');
    expect(text).toContain('Cache-Control: no-store\r\n');
    expect(text).toContain('X-Content-Type-Options: nosniff\r\n');
    expect(text).toContain('X-Eyelid: failed: name-not-found\r\n');
    expect(text.split('\r\n\r\n')[1]).toBe('The name shop.test was not found.\n');
  });

  it('appends nothing to an answer that has begun, and breaks it off', async () => {
    const text = await told((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('partial', () => sendFailure(response, 'closed', 'shop.test'));
    });
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text.endsWith('\r\n\r\npartial')).toBe(true);
  });

  it('may be told twice', async () => {
    const text = await told((response) => {
      response.once('finish', () => sendFailure(response, 'closed', 'shop.test'));
      sendFailure(response, 'timeout', 'shop.test');
    });
    expect(text).toMatch(/^HTTP\/1\.1 504 [\s\S]*\r\n\r\nshop\.test did not answer in time\.\n$/);
  });
});

describe('writeFailure', () => {
  it.each(FAILURES)('%s is a whole answer with a true length', async (failure) => {
    const { near, far } = await socketPair();
    writeFailure(near, failure, 'shop.test');
    const [head = '', body = ''] = (await readAll(far)).toString().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 [45]\d\d Eyelid\r\nConnection: close\r\n/);
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(body).toMatch(/\.\n$/);
  });

  it('is over when the client leaves, though nobody reads what it said', async () => {
    const { near, far } = await socketPair();
    near.unshift(Buffer.from('the head of something'));
    writeFailure(near, 'destination-refused', 'shop.test');
    await readAll(far);
    far.end();
    await closed(near);
    expect(near.destroyed).toBe(true);
  });

  it('only closes what is ended or gone', async () => {
    const { near, far } = await socketPair();
    near.end('HTTP/1.1 200 OK\r\n\r\n');
    writeFailure(near, 'closed', 'shop.test');
    await closed(near);
    expect((await readAll(far)).toString()).toBe('HTTP/1.1 200 OK\r\n\r\n');
    expect(() => writeFailure(near, 'closed', 'shop.test')).not.toThrow();
  });
});
