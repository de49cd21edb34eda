/** Resolves when it is one's turn. */
export type Turn = () => Promise<void>;

/**
 * Gives to each that asks a turn of the event loop of its own, in their order:
 * what many ask for at the same moment is done with pauses between, in which
 * everybody else's requests are served. Of what arrives together, Node would
 * otherwise do all before anything else.
 */
export function createLoopTurns(): Turn {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    const first = waiting.shift();
    // One that is asked for in an immediate comes a turn later.
    if (waiting.length > 0) setImmediate(next);
    first?.();
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
