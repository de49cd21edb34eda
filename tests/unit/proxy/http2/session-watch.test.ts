import { constants } from 'node:http2';
import { afterEach, expect, it, vi } from 'vitest';
import { SessionWatch } from '../../../../src/proxy/http2/session-watch.ts';

const SECOND = 1_000;
const KB = 1024;

let watch: SessionWatch | null = null;
afterEach(() => watch?.close());

/** A session of which only the numbers are real. */
function open() {
  let time = 0;
  const now = new SessionWatch(() => time);
  watch = now;

  const seen = { codes: [] as number[], pings: 0, cut: 0 };
  const socket = {
    bytesRead: 0,
    bytesWritten: 0,
    destroyed: false,
    once: (_event: string, _listener: () => void) => socket,
    destroy: () => {
      seen.cut += 1;
      return socket;
    },
  };
  const state = { worth: 0, hears: true, destroyed: false };
  let acknowledge = (): void => undefined;
  const session = {
    get destroyed() {
      return state.destroyed;
    },
    destroy: (_error?: Error, code = -1) => {
      state.destroyed = true;
      seen.codes.push(code);
    },
    ping: (callback: () => void) => {
      seen.pings += 1;
      if (state.hears) socket.bytesWritten += 17;
      acknowledge = () => {
        socket.bytesRead += 17;
        callback();
      };
      return true;
    },
  };
  // What a real session and socket have besides is not looked at.
  now.watch({ session, socket, worth: () => state.worth } as never);
  const second = (bytes: number, worth = 0): void => {
    time += SECOND;
    socket.bytesRead += bytes;
    state.worth += worth;
    now.sweep();
  };
  return { second, seen, state, socket, acknowledge: () => acknowledge() };
}

it.each([
  ['uploads as fast as they come', 50_000 * KB, 200_000 * KB],
  ['windows that are opened for a download', 40 * KB, 12_000 * KB],
  ['a ping every second', 17, 0],
  ['a request now and then', 300, 5 * KB],
])('%s are no flood', (_what, bytes, worth) => {
  const { second, seen } = open();
  for (let i = 0; i < 600; i += 1) second(bytes, worth);
  expect(seen.codes).toEqual([]);
});

it.each([
  ['in one go', 1_000 * KB, 1],
  ['a little all the time', 20 * KB, 60],
])('frames for nothing, %s, end the session', (_what, bytes, seconds) => {
  const { second, seen } = open();
  for (let i = 0; i < seconds; i += 1) second(bytes);
  expect(seen.codes).toEqual([constants.NGHTTP2_ENHANCE_YOUR_CALM]);
});

it('great merits are no licence for a flood', () => {
  const { second, seen } = open();
  second(10_000_000 * KB, 40_000_000 * KB);
  expect(seen.codes).toEqual([]);
  second(1_000 * KB);
  expect(seen.codes).toEqual([constants.NGHTTP2_ENHANCE_YOUR_CALM]);
});

it('streams that were wasted end the session, though few bytes came', () => {
  const { second, seen } = open();
  second(4 * KB, -100 * KB);
  expect(seen.codes).toEqual([]);
  second(4 * KB, -200 * KB);
  expect(seen.codes).toEqual([constants.NGHTTP2_ENHANCE_YOUR_CALM]);
});

it('a session that is asked whether it lives, and says so, stays; its answer is no new reason', () => {
  const { second, seen, acknowledge } = open();
  second(13);
  expect(seen.pings).toBe(1);
  acknowledge();
  for (let i = 0; i < 100; i += 1) second(0);
  expect(seen).toEqual({ codes: [], pings: 1, cut: 0 });
});

it('a session that has a ping to say and never says it is ended', () => {
  const { second, seen, state } = open();
  state.hears = false;
  second(70 * KB);
  for (let i = 0; i < 10; i += 1) second(0);
  expect(seen.pings).toBe(1);
  expect(seen.codes).toEqual([constants.NGHTTP2_NO_ERROR]);
});

it('one whose client is slow to read is not, once bytes leave', () => {
  const { second, seen, state, socket } = open();
  state.hears = false;
  second(13);
  second(0);
  socket.bytesWritten += 1;
  for (let i = 0; i < 10; i += 1) second(0);
  expect(seen.codes).toEqual([]);
});

it('cuts the connection where the good-bye is not taken', () => {
  const { second, seen } = open();
  vi.useFakeTimers();
  second(1_000 * KB);
  vi.advanceTimersByTime(5_000);
  vi.useRealTimers();
  expect(seen.cut).toBe(1);
});
