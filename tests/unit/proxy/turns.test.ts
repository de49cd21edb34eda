import { expect, it } from 'vitest';
import { createTurns } from '../../../src/proxy/turns.ts';

/** Tasks that end when they are told to, and what happened to them, in order. */
function tasks(atOnce: number) {
  const takeTurn = createTurns(atOnce);
  const seen: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const start = (name: string) =>
    takeTurn(
      () =>
        new Promise<string>((resolve, reject) => {
          seen.push(name);
          ends.set(name, (error) => (error === undefined ? resolve(name) : reject(error)));
        }),
    );
  return { seen, start, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

it('runs so many at once, and the others in the order in which they came', async () => {
  const { seen, start, end } = tasks(2);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(start);
  expect(seen).toEqual(['a', 'b']);
  end('b');
  expect(await b).toBe('b');
  expect(seen).toEqual(['a', 'b', 'c']);
  // Who comes now does not overtake those who wait.
  const e = start('e');
  end('a');
  await a;
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['c', 'd']) end(name);
  await Promise.all([c, d]);
  end('e');
  expect(await e).toBe('e');
});

it('goes on after a task that failed', async () => {
  const { seen, start, end } = tasks(1);
  const [a, b] = ['a', 'b'].map(start);
  end('a', new Error('broken'));
  await expect(a).rejects.toThrow('broken');
  expect(seen).toEqual(['a', 'b']);
  end('b');
  await b;
  const c = start('c');
  expect(seen).toEqual(['a', 'b', 'c']);
  end('c');
  await c;
});
