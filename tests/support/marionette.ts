import type { Duplex } from 'node:stream';

/** Firefox's own remote control: commands and answers, matched by number. */
export interface Marionette {
  /** The command's result; throws with Firefox's word and text for what went wrong. */
  send(command: string, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

interface Waiting {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Speaks version 3 of the Marionette protocol: every message is its length in
 * bytes, a colon and JSON. The first is Firefox's greeting. A command is
 * `[0, number, name, parameters]`, its answer `[1, number, error, result]`
 * (Firefox source documentation, "Marionette Protocol").
 */
export function speakMarionette(wire: Duplex): Marionette {
  const waiting = new Map<number, Waiting>();
  let rest = Buffer.alloc(0);
  let last = 0;
  let ended: Error | null = null;

  const end = (error: Error): void => {
    ended ??= error;
    for (const { command, reject } of waiting.values()) {
      reject(new Error(`telling Firefox "${command}": ${error.message}`));
    }
    waiting.clear();
  };
  const take = (message: unknown): void => {
    // The greeting is an object; what else is no answer is of no use either.
    if (!Array.isArray(message) || message[0] !== 1) return;
    const [, id, error, result] = message;
    const asked = waiting.get(id);
    if (asked === undefined) return;
    waiting.delete(id);
    if (error === null) asked.resolve(result);
    else asked.reject(new Error(`${error.error}: ${error.message}`));
  };
  wire.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let colon = rest.indexOf(':'); colon > 0; colon = rest.indexOf(':')) {
      const start = colon + 1;
      const stop = start + Number(rest.toString('latin1', 0, colon));
      if (rest.length < stop) return;
      const message = rest.toString('utf8', start, stop);
      rest = rest.subarray(stop);
      take(JSON.parse(message));
    }
  });
  wire.once('error', end);
  wire.once('close', () => end(new Error('it is gone')));

  return {
    send: (command, parameters = {}) =>
      new Promise((resolve, reject) => {
        if (ended !== null) throw ended;
        last += 1;
        waiting.set(last, { command, resolve, reject });
        const message = JSON.stringify([0, last, command, parameters]);
        wire.write(`${Buffer.byteLength(message)}:${message}`);
      }),
  };
}
