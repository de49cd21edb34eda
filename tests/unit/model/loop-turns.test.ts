import { expect, test } from 'vitest';
import { createLoopTurns } from '../../../src/model/loop-turns.ts';

/** What happens, in its order; others have every turn of the loop for themselves. */
function watchingOthers() {
  const seen: string[] = [];
  let isOver = false;
  const others = (): void => {
    seen.push('others');
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  return {
    seen,
    stop: () => {
      isOver = true;
    },
  };
}

test('of many that ask at once each has a turn, in their order, and others come between', async () => {
  const turn = createLoopTurns();
  const { seen, stop } = watchingOthers();
  await Promise.all(['a', 'b', 'c', 'd'].map((name) => turn().then(() => seen.push(name))));
  stop();
  const own = seen.filter((name) => name !== 'others');
  expect(own).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['b', 'c', 'd']) expect(seen[seen.indexOf(name) - 1]).toBe('others');
});

test('one that asks in its turn waits for those before it', async () => {
  const turn = createLoopTurns();
  const seen: string[] = [];
  const again = turn().then(() => {
    seen.push('first');
    return turn().then(() => seen.push('again'));
  });
  await Promise.all([again, turn().then(() => seen.push('second'))]);
  expect(seen).toEqual(['first', 'second', 'again']);
});

test('nothing is left over: it can be asked at any time after', async () => {
  const turn = createLoopTurns();
  await turn();
  await Promise.all([turn(), turn()]);
  await expect(turn()).resolves.toBeUndefined();
});
