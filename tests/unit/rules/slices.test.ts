import { expect, test } from 'vitest';
import { runInSlices, UNHURRIED } from '../../../src/rules/slices.ts';

/** Work in steps that take a millisecond each. */
function* work(steps: number): Generator<void, string, void> {
  for (let step = 0; step < steps; step++) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    yield;
  }
  return 'done';
}

/** How many turns of the event loop others had while the work ran. */
async function turnsDuring(running: Promise<string>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const ended = running.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    turns++;
  }
  expect(await ended).toBe('done');
  return turns;
}

test('others get turns, and most of them where nobody waits for the work', async () => {
  const quick = await turnsDuring(runInSlices(work(40)));
  const unhurried = await turnsDuring(runInSlices(work(40), UNHURRIED));
  expect(quick).toBeGreaterThanOrEqual(2);
  expect(unhurried).toBeGreaterThan(2 * quick);
});

test('what fails rejects', async () => {
  const failing = (function* (): Generator<void, string, void> {
    yield;
    throw new Error('no');
  })();
  await expect(runInSlices(failing)).rejects.toThrow('no');
});
