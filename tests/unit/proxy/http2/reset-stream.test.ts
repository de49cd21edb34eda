import { once } from 'node:events';
import { expect, it } from 'vitest';
import { resetStream } from '../../../../src/proxy/http2/reset-stream.ts';
import { readStream } from '../../../support/http2-client.ts';
import { streamPair } from './streams.ts';

it('half a body does not look whole, although the request has ended', async () => {
  const { near, far } = await streamPair();
  const reading = readStream(far);
  near.respond({ ':status': 200 });
  near.write('half', () => resetStream(near));
  expect(await reading).toMatchObject({ text: 'half', code: 2 });
});

it('leaves a stream alone that is closed already', async () => {
  const { near, far } = await streamPair();
  near.respond({ ':status': 204 }, { endStream: true });
  const closed = once(near, 'close');
  expect(await readStream(far)).toMatchObject({ status: 204, code: 0 });
  await closed;
  expect(() => resetStream(near)).not.toThrow();
});
