import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readDownload } from '../../../src/proxy/download-body.ts';

/** A response whose body is there already. */
function response(body: Buffer, headers: Record<string, string> = {}): IncomingMessage {
  const made = new IncomingMessage(new Socket());
  Object.assign(made.headers, headers);
  made.push(body);
  made.push(null);
  return made;
}

const limits = (maxBytes: number) => ({ maxBytes, touch: () => undefined });

it.each([
  ['as long as the limit', 10, null],
  ['longer', 11, 'it is longer than 10 bytes'],
])('a body %s: %i bytes', async (_how, length, refused) => {
  const body = Buffer.alloc(length, 'a');
  expect(await readDownload(response(body), limits(10))).toMatchObject({ refused });
  const packed = response(gzipSync(body), { 'content-encoding': 'GZIP' });
  expect(await readDownload(packed, limits(10))).toMatchObject({ refused });
});

it.each([
  ['<!doctype html>', true],
  [' \r\n<HTML lang="en">', true],
  ['<head>', true],
  ['! <html> is what this list is about', false],
  ['<headline>', false],
  ['', false],
])('%j is a page: %s', async (text, isPage) => {
  const { refused } = await readDownload(response(Buffer.from(text)), limits(100));
  expect(refused).toBe(isPage ? 'the server sent a web page, not a list' : null);
});

it('says of each piece that it came', async () => {
  const pieces: string[] = [];
  const made = response(Buffer.from('a'));
  await readDownload(made, { maxBytes: 10, touch: () => pieces.push('one') });
  expect(pieces).toEqual(['one']);
});
