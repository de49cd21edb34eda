import net, { type Socket } from 'node:net';
import { listen } from './origin.ts';

/** A connection that came to rest is cut after so many milliseconds. */
const AT_REST = 250;

/** A relay that cuts: it resets its connections once a number of bytes has passed through. */
export interface Cutter {
  readonly port: number;
  /** Says, for each connection to come, how many bytes it carries, both directions together. */
  cutAt(bytes: () => number): void;
  /** How many connections were reset, and how many came to their end before that. */
  readonly counts: { readonly reset: number; readonly ended: number };
  close(): Promise<void>;
}

export interface CutterOptions {
  /** Where it connects to. */
  readonly port: number;
  /** The address that it connects from. */
  readonly from?: string;
  /** What it says first; it does not count. */
  readonly greeting?: string;
  /** Whom it resets: who connected to it, or whom it connected to. The other is closed. */
  readonly resets: 'client' | 'server';
}

export async function startCutter(options: CutterOptions): Promise<Cutter> {
  let cutAt = () => Number.POSITIVE_INFINITY;
  const counts = { reset: 0, ended: 0 };
  const sockets = new Set<Socket>();
  const server = net.createServer((client) => {
    let left = cutAt();
    const onward = net.connect({
      port: options.port,
      host: '127.0.0.1',
      ...(options.from === undefined ? {} : { localAddress: options.from }),
    });
    if (options.greeting !== undefined) onward.write(options.greeting);
    const [victim, other] = options.resets === 'client' ? [client, onward] : [onward, client];
    let over = false;
    const cut = (): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      counts.reset += 1;
      victim.resetAndDestroy();
      other.destroy();
    };
    const timer = setTimeout(cut, AT_REST);
    const end = (): void => {
      if (!over) counts.ended += 1;
      over = true;
      clearTimeout(timer);
      client.destroy();
      onward.destroy();
    };
    const carry = (from: Socket, to: Socket): void => {
      sockets.add(from);
      from.on('error', end).on('close', () => {
        sockets.delete(from);
        end();
      });
      from.on('data', (chunk: Buffer) => {
        const piece = chunk.subarray(0, Math.max(0, left));
        left -= chunk.length;
        if (piece.length > 0) to.write(piece, () => left < 0 && cut());
        else if (left < 0) cut();
      });
    };
    carry(client, onward);
    carry(onward, client);
    if (left === 0) onward.once('connect', cut);
  });
  const port = await listen(server);
  return {
    port,
    counts,
    cutAt: (bytes) => {
      cutAt = bytes;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
