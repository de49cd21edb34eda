/** Does one thing after the other, in the order in which they are asked for. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * For writes to rule files: each begins with what the one before has left. One
 * that fails does not hold up those behind it.
 */
export function createTurns(): InTurn {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
}
