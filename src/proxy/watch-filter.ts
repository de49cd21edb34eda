import { Transform } from 'node:stream';
import type { BodyWatch } from '../model/identifier.ts';

/** A body that rests so long is perhaps a conversation, and its other end waits for what is held back. */
const REST = 1_000;

/** A watch as a stream. What it holds back goes on at the end, or when nothing comes for a while. */
export function watchFilter(watch: BodyWatch): Transform {
  const filter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      rest.refresh();
      done(null, watch.push(chunk));
    },
    flush(done) {
      clearTimeout(rest);
      done(null, watch.end());
    },
    destroy(error, done) {
      clearTimeout(rest);
      done(error);
    },
  });
  const rest = setTimeout(() => {
    const held = watch.end();
    if (held.length > 0) filter.push(held);
  }, REST);
  return filter;
}
