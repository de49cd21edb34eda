import { expect, it } from 'vitest';
import { worthOf } from '../../../../src/proxy/http2/session-worth.ts';

const work = (asked: number, complete: boolean, answered: number, waiting = 0) => ({
  stream: { readableLength: waiting },
  request: { bytes: asked, complete },
  response: { bytes: answered },
});

it('what a client sends for a request and its answer is never more than they are worth', () => {
  // A head of 200 bytes, and a body in frames of 16 kB that are padded as much as they may be.
  const frames = 64;
  const sent = 9 + 200 + frames * (9 + 256 + 16_384);
  expect(worthOf(work(200 + frames * 16_384, true, 500), true)).toBeGreaterThan(sent);
  // An answer in pieces of twenty bytes, each of which opens two windows.
  expect(worthOf(work(200, true, 20 * 10_000), false)).toBeGreaterThan(200 + 10_000 * 26);
});

it('counts what waits to be read, and after the end what may have been under way', () => {
  const nothing = worthOf(work(0, false, 0), false);
  expect(worthOf(work(0, false, 0, 65_535), false) - nothing).toBe(65_535);
  expect(worthOf(work(0, false, 0, 65_535), true) - nothing).toBe(65_536);
  expect(worthOf(work(0, true, 0), true)).toBe(nothing);
});

it('an opened stream alone is worth less than what it costs to open many', () => {
  const refused = worthOf(
    { stream: { readableLength: 0 }, request: null, response: { bytes: 60 } },
    false,
  );
  expect(refused).toBeGreaterThan(1_000);
  expect(refused).toBeLessThan(8_192);
});
