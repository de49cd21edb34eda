import http, { type ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { failureOf } from '../../../src/proxy/failure.ts';
import type { Script } from '../../support/scripted-origin.ts';
import { origin, watchdog } from './exchange.ts';
import { PATIENCE } from './sockets.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n';

/** A request whose head an origin has, a clock, and a watchdog that looks when it is told. */
async function watched(script: Script = () => undefined) {
  const clock = { now: 1_000 };
  const dog = watchdog({ headers: 100, idle: 50 }, () => clock.now);
  let speak: Socket | null = null;
  const server = await origin((socket, ...rest) => {
    speak = socket;
    script(socket, ...rest);
  });
  const request = http.get({ port: server.port, host: '127.0.0.1', agent: false });
  onTestFinished(() => void request.destroy());
  const end = { failure: '' };
  request.on('error', (error) => {
    end.failure = failureOf(error);
  });
  dog.watch(request);
  await expect.poll(() => server.heads.length, PATIENCE).toBe(1);
  // What was sent so far counts from here.
  dog.sweep();
  const pass = (milliseconds: number): void => {
    clock.now += milliseconds;
    dog.sweep();
  };
  const say = (bytes: string) => (speak as unknown as Socket).write(bytes);
  return { dog, request, end, pass, say };
}

/** Until so many bytes of the origin are there. */
const heard = (request: ClientRequest, bytes: number) =>
  expect.poll(() => request.socket?.bytesRead, PATIENCE).toBe(bytes);

describe('a request on which nothing moves', () => {
  it('is ended when the head of its response is not there in time', async () => {
    const { request, end, pass } = await watched();
    pass(99);
    expect(request.destroyed).toBe(false);
    pass(1);
    expect(request.destroyed).toBe(true);
    await expect.poll(() => end.failure, PATIENCE).toBe('timeout');
  });

  it('that is answered has the time of a response', async () => {
    const { dog, request, pass, say } = await watched();
    request.on('response', (response) => response.on('error', () => undefined).resume());
    say(HEAD);
    await heard(request, HEAD.length);
    dog.answered(request);
    pass(0);
    pass(49);
    expect(request.destroyed).toBe(false);
    pass(1);
    expect(request.destroyed).toBe(true);
  });

  it('that never got a connection is ended too', () => {
    const clock = { now: 0 };
    const dog = watchdog({ headers: 100 }, () => clock.now);
    const request = http.request({ createConnection: () => undefined as unknown as Socket });
    request.on('error', () => undefined);
    dog.watch(request);
    dog.sweep();
    clock.now = 100;
    dog.sweep();
    expect(request.destroyed).toBe(true);
  });
});

it('a byte that moves begins the time anew', async () => {
  const { request, pass, say } = await watched();
  pass(99);
  say('HTTP');
  await heard(request, 4);
  pass(99);
  pass(99);
  expect(request.destroyed).toBe(false);
  pass(1);
  expect(request.destroyed).toBe(true);
});

it.each(['forget', 'close'] as const)('%s lets a request be', async (how) => {
  const { dog, request, pass } = await watched();
  dog[how](request);
  pass(1_000);
  pass(1_000);
  expect(request.destroyed).toBe(false);
});

it('one is ended, the others are not', async () => {
  const first = await watched();
  const second = await watched();
  first.dog.watch(second.request);
  first.dog.sweep();
  first.dog.forget(second.request);
  first.pass(100);
  expect([first.request.destroyed, second.request.destroyed]).toEqual([true, false]);
});

it('looks by itself once a second', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let now = 0;
  const dog = watchdog({ headers: 100 }, () => now);
  const request = http.request({ createConnection: () => undefined as unknown as Socket });
  request.on('error', () => undefined);
  dog.watch(request);
  vi.advanceTimersByTime(1_000);
  now = 1_000;
  expect(request.destroyed).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(request.destroyed).toBe(true);
});
