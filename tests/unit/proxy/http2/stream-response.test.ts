import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { StreamResponse } from '../../../../src/proxy/http2/stream-response.ts';
import { readStream } from '../../../support/http2-client.ts';
import { PATIENCE } from '../sockets.ts';
import { streamPair } from './streams.ts';

it('sends a head and a body, and says when it is finished and closed', async () => {
  const { near, far } = await streamPair();
  const response = new StreamResponse(near);
  const finished = once(response, 'finish');
  const closed = once(response, 'close');
  expect(response.headersSent).toBe(false);
  response.writeHead(201, 'Created', ['X-A', '1', 'X-A', '2', 'Connection', 'close']);
  expect(response.headersSent).toBe(true);
  response.write('one ');
  response.end('two');
  expect(await readStream(far)).toMatchObject({ status: 201, text: 'one two', code: 0 });
  await Promise.all([finished, closed]);
  expect(response.writableFinished).toBe(true);
  expect(response.bytes).toBe('X-A1X-A2Connectionclose'.length + 'one two'.length);
  expect(() => response.writeHead(200)).toThrow('writing a head');
});

it.each([
  ['by default', true, true],
  ['not where it was the upstream to say it', false, false],
])('has a date %s', async (_when, sendDate, expected) => {
  const { near, far } = await streamPair();
  const response = new StreamResponse(near);
  response.sendDate = sendDate;
  response.writeHead(200, {}).end();
  const { headers } = await readStream(far);
  expect('date' in headers).toBe(expected);
});

describe.each([
  ['a HEAD', { ':method': 'HEAD' }, 200],
  ['204', {}, 204],
  ['304', {}, 304],
])('to %s', (_what, headers, status) => {
  it('no body is sent, and it is finished', async () => {
    const { near, far } = await streamPair(headers);
    const response = new StreamResponse(near);
    const finished = once(response, 'finish');
    response.writeHead(status, { 'content-length': '5' });
    response.write('he');
    response.end('llo');
    expect(await readStream(far)).toMatchObject({ status, text: '', code: 0 });
    await finished;
  });
});

describe('destroyed', () => {
  it.each([
    ['in the middle of its body', true],
    ['before its head', false],
  ])('%s, it resets the stream', async (_when, begun) => {
    const { near, far } = await streamPair();
    const reading = readStream(far);
    const response = new StreamResponse(near);
    if (begun) response.writeHead(200).write('half', () => response.destroy());
    else response.destroy();
    const { text, code } = await reading;
    expect(['', 'half']).toContain(text);
    expect(code).toBe(2);
  });

  it('is what it becomes when the client resets the stream', async () => {
    const { near, far } = await streamPair();
    const response = new StreamResponse(near);
    response.writeHead(200).write('begun');
    await once(far, 'response');
    far.close(8);
    await once(response, 'close');
    expect(response.writableFinished).toBe(false);
    expect(() => response.write('more')).not.toThrow();
  });
});

it('takes no more than the client reads', async () => {
  const { near, far } = await streamPair();
  const response = new StreamResponse(near);
  response.writeHead(200);
  let sent = 0;
  while (response.write(Buffer.alloc(16_384)) && sent < 1_000) sent += 1;
  expect(sent).toBeLessThan(1_000);
  await once(far, 'response');
  far.resume();
  await vi.waitFor(() => expect(response.writableLength).toBe(0), PATIENCE);
});
