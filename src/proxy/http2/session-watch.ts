import { constants, type ServerHttp2Session } from 'node:http2';
import type { TLSSocket } from 'node:tls';

export interface SessionToWatch {
  readonly session: Pick<ServerHttp2Session, 'destroyed' | 'destroy' | 'ping'>;
  readonly socket: Pick<TLSSocket, 'bytesRead' | 'bytesWritten' | 'destroyed' | 'destroy' | 'once'>;
  /** For how many bytes of the client there was reason so far. */
  worth(): number;
}

interface Watched {
  readonly of: SessionToWatch;
  /** How much more may come without reason. */
  balance: number;
  /** What had come, and the reason for it, when it was last looked at. */
  read: number;
  worth: number;
  /** A ping that must leave at once, unless nobody writes any more. */
  probe: { sweeps: number; readonly written: number } | null;
}

const SWEEP_EVERY = 500;
/**
 * How many bytes may come besides requests and what belongs to them: settings,
 * pings, windows, priorities, padding, heads that are refused. Browsers send a
 * few hundred in a minute.
 */
const SPARE = 256 * 1024;
/** How much of it is forgiven in a second. */
const FORGIVEN = 8 * 1024;
/** For how many sweeps a session may have a ping to send and not send it. */
const DEAF_AFTER = 6;
/** For the last frame; then the connection is cut. */
const FAREWELL = 1_000;
/** RFC 9113 section 6.7: eight bytes, and the head of the frame. */
const PING = 17;

/**
 * Ends sessions of HTTP/2 that keep the program busy with nothing, and those
 * that hear nothing any more. Node's limits hold for some kinds of frames that
 * are no work (empty ones, settings that are not read, resets); pings, windows,
 * priorities and padding cost as much, so bytes of all kinds are counted. And
 * measured on Node 20: after an error of compression, such as one field of more
 * than 64 KiB, nghttp2 says good-bye and reads no more, but the connection
 * stays, and what is asked on it is never answered.
 */
export class SessionWatch {
  readonly #watched = new Set<Watched>();
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  #sweptAt: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#sweptAt = now();
    this.#timer = setInterval(() => this.sweep(), SWEEP_EVERY).unref();
  }

  /** Until its connection is closed. */
  watch(of: SessionToWatch): void {
    this.#watched.add({ of, balance: SPARE, read: 0, worth: 0, probe: null });
  }

  sweep(): void {
    const now = this.#now();
    const forgiven = ((now - this.#sweptAt) * FORGIVEN) / 1_000;
    this.#sweptAt = now;
    for (const watched of this.#watched) {
      const { of } = watched;
      if (of.socket.destroyed) this.#watched.delete(watched);
      else if (of.session.destroyed) {
        // Measured on Node 20: some errors of a session leave its connection open.
        this.#watched.delete(watched);
        cutLater(of.socket);
      } else if (isFlood(watched, forgiven)) leave(of, constants.NGHTTP2_ENHANCE_YOUR_CALM);
      else if (isDeaf(watched)) leave(of);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watched.clear();
  }
}

/** Takes stock. A session in which bytes had no effect at all is asked whether it lives. */
function isFlood(watched: Watched, forgiven: number): boolean {
  const { of, read, worth } = watched;
  watched.read = of.socket.bytesRead;
  watched.worth = of.worth();
  const came = watched.read - read;
  const gained = watched.worth - worth;
  watched.balance = Math.min(SPARE, watched.balance + forgiven + gained - came);
  if (came > 0 && gained === 0 && watched.probe === null) probe(watched);
  return watched.balance < 0;
}

function probe(watched: Watched): void {
  const { session, socket } = watched.of;
  watched.probe = { sweeps: 0, written: socket.bytesWritten };
  session.ping(() => {
    // Or its answer would be reason to ask again.
    watched.read += PING;
  });
}

function isDeaf(watched: Watched): boolean {
  const { of, probe } = watched;
  if (probe === null) return false;
  if (of.socket.bytesWritten !== probe.written) {
    watched.probe = null;
    return false;
  }
  probe.sweeps += 1;
  return probe.sweeps > DEAF_AFTER;
}

/** Says good-bye, where that is still possible, and cuts the connection in any case. */
export function leave(
  { session, socket }: Pick<SessionToWatch, 'session' | 'socket'>,
  code: number = constants.NGHTTP2_NO_ERROR,
): void {
  cutLater(socket);
  // Without an error, Node sends no code.
  const isFault = code !== constants.NGHTTP2_NO_ERROR;
  session.destroy(isFault ? new Error('ended for what it sent') : undefined, code);
}

function cutLater(socket: SessionToWatch['socket']): void {
  const timer = setTimeout(() => socket.destroy(), FAREWELL);
  socket.once('close', () => clearTimeout(timer));
}
