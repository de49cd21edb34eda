import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  ENHANCE_YOUR_CALM,
  FLAG,
  FRAME,
  frame,
  headFrames,
  literal,
  PREFACE,
  readFrames,
  remembered,
  requestBlock,
  uint32,
} from '../support/http2-frames.ts';
import { residentMegabytes } from '../support/machine.ts';
import { openTls } from '../support/raw.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ names: ['shop.test'] });
});
afterEach(() => world.eyelid.assertAlive());
afterAll(() => world?.close());

const HELLO = Buffer.concat([PREFACE, frame(FRAME.settings, FLAG.none, 0)]);
const UPLOAD = headFrames(1, requestBlock('shop.test', '/up', 'POST'), FLAG.none);

function repeated(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}

interface Flood {
  /** Sent once. */
  readonly first?: Buffer;
  /** Sent again and again; `turn` counts from 1. */
  readonly more: (turn: number) => Buffer;
}

/** Streams of a client have odd numbers. */
const streamOf = (turn: number) => 2 * turn + 1;
const PADDED = Buffer.concat([Buffer.from([255]), Buffer.alloc(255)]);
const BOMB = Buffer.concat([requestBlock('shop.test'), remembered('x-bomb', 'x'.repeat(3_900))]);
/** The newest field of the table (RFC 7541 section 6.1): one byte for 3,900. */
const NEWEST = 0xbe;

const opened = (turn: number) => headFrames(streamOf(turn), requestBlock('shop.test'));
const reset = (turn: number) => frame(FRAME.reset, FLAG.none, streamOf(turn), uint32(8));
const hundreds = (make: (turn: number) => Buffer) => (turn: number) =>
  Buffer.concat(Array.from({ length: 500 }, (_, at) => make(turn * 500 + at)));
const thousands = (bytes: Buffer) => () => repeated(bytes, 2_000);

const FLOODS: Readonly<Record<string, Flood>> = {
  settings: { more: thousands(frame(FRAME.settings, FLAG.none, 0)) },
  pings: { more: thousands(frame(FRAME.ping, FLAG.none, 0, Buffer.alloc(8))) },
  'streams that are reset': {
    more: hundreds((turn) => Buffer.concat([opened(turn), reset(turn)])),
  },
  'empty pieces of a body': { first: UPLOAD, more: thousands(frame(FRAME.data, FLAG.none, 1)) },
  'pieces of a body that are all padding': {
    first: UPLOAD,
    more: () => repeated(frame(FRAME.data, FLAG.padded, 1, PADDED), 500),
  },
  'empty trailers': { first: UPLOAD, more: thousands(frame(FRAME.headers, FLAG.endHeaders, 1)) },
  'empty continuations': {
    first: frame(FRAME.headers, FLAG.none, 1, requestBlock('shop.test')),
    more: thousands(frame(FRAME.continuation, FLAG.none, 1)),
  },
  windows: { more: thousands(frame(FRAME.windowUpdate, FLAG.none, 0, uint32(1))) },
  'windows of a stream': {
    first: UPLOAD,
    more: thousands(frame(FRAME.windowUpdate, FLAG.none, 1, uint32(1))),
  },
  priorities: {
    more: (turn) => {
      const payload = Buffer.concat([uint32(0), Buffer.from([1])]);
      return repeated(frame(FRAME.priority, FLAG.none, streamOf(turn), payload), 2_000);
    },
  },
  'frames of an unknown type': { more: thousands(frame(77, FLAG.none, 0, Buffer.alloc(5))) },
  'heads that unpack to megabytes': {
    first: headFrames(1, BOMB),
    more: (turn) =>
      headFrames(
        streamOf(turn),
        Buffer.concat([requestBlock('shop.test'), Buffer.alloc(16_000, NEWEST)]),
      ),
  },
  'heads that are too long': {
    more: (turn) => {
      const fields = Array.from({ length: 18 }, (_, at) => literal(`x-${at}`, 'y'.repeat(3_900)));
      return headFrames(streamOf(turn), Buffer.concat([requestBlock('shop.test'), ...fields]));
    },
  },
};

/** Sends until the proxy hangs up, and resolves with what it said. */
async function flood(socket: TLSSocket, { first, more }: Flood): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const over = new Promise<void>((resolve) => {
    socket.on('error', () => resolve()).once('close', () => resolve());
  });
  socket.write(HELLO);
  if (first !== undefined) socket.write(first);
  for (let turn = 1; !socket.destroyed && socket.writable; turn += 1) {
    const sent = new Promise<void>((resolve) => {
      socket.write(more(turn), () => resolve());
    });
    await Promise.race([sent, over]);
  }
  await over;
  return Buffer.concat(chunks);
}

function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // utime and stime, in hundredths of a second.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function isIdle(pid: number): Promise<boolean> {
  const before = processorSeconds(pid);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return processorSeconds(pid) - before < 0.1;
}

const connect = () => {
  const { proxyPort: port, ca } = world.eyelid;
  return openTls({ port, ca, authority: 'shop.test:443', alpn: ['h2'] });
};

test.each(Object.entries(FLOODS))(
  'a flood of %s ends the session, and others are served meanwhile and after',
  async (_what, made) => {
    expect((await world.client.get('https://shop.test/')).text).toBe('hello');
    const { pid } = world.eyelid;
    const before = residentMegabytes(pid);
    const flooding = flood(await connect(), made);
    expect((await world.client.get('https://shop.test/')).text).toBe('hello');
    await flooding;
    expect((await world.client.get('https://shop.test/')).text).toBe('hello');
    await expect.poll(() => isIdle(pid), { timeout: 20_000 }).toBe(true);
    // A session may take ten megabytes; the rest is what the collector has not looked at.
    expect(residentMegabytes(pid) - before).toBeLessThan(100);
  },
);

test('the client is told why', async () => {
  const socket = await connect();
  const over = new Promise((resolve) => socket.once('close', resolve));
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk));
  // Enough, and no more: what is left unread when a connection is cut can cost the last words.
  socket.write(Buffer.concat([HELLO, repeated(frame(77, FLAG.none, 0, Buffer.alloc(16_000)), 20)]));
  await over;
  const goodbye = readFrames(Buffer.concat(chunks)).find(({ type }) => type === FRAME.goaway);
  expect(goodbye?.payload.readUInt32BE(4)).toBe(ENHANCE_YOUR_CALM);
});

test('a session that cannot go on after one field of 70,000 bytes is hung up on', async () => {
  const socket = await connect();
  const over = new Promise((resolve) => socket.once('close', resolve));
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk));
  const long = Buffer.concat([requestBlock('shop.test'), literal('x-long', 'y'.repeat(70_000))]);
  // Before the proxy could say how long a head may be; and the next request at once.
  socket.write(Buffer.concat([HELLO, headFrames(1, long), opened(1)]));
  await over;
  // COMPRESSION_ERROR, and neither stream was answered: the client may ask again.
  const [goodbye, ...others] = readFrames(Buffer.concat(chunks)).filter(
    ({ type }) => type !== FRAME.settings,
  );
  expect([goodbye?.type, goodbye?.payload.readUInt32BE(4), others]).toEqual([FRAME.goaway, 9, []]);
});
