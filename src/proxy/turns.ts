/** Runs a task when its turn comes. Rejects as the task does. */
export type TakeTurn = <T>(task: () => Promise<T>) => Promise<T>;

/** Lets so many tasks run at once; the others wait, in the order in which they came. */
export function createTurns(atOnce: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let running = 0;
  /** Who ends hands its place to who waits longest. */
  const next = (): void => {
    const first = waiting.shift();
    if (first === undefined) running -= 1;
    else first();
  };
  return async (task) => {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      next();
    }
  };
}
