import type { RawHeaders } from '../model/request.ts';

/** The request headers that say what a request is for and who asks. */
export interface Signals {
  readonly accept: string | null;
  readonly contentType: string | null;
  readonly origin: string | null;
  readonly pingTo: string | null;
  readonly referer: string | null;
  readonly requestedWith: string | null;
  readonly dest: string | null;
  readonly mode: string | null;
  readonly site: string | null;
  readonly upgrade: string | null;
}

type Writable = { -readonly [Key in keyof Signals]: Signals[Key] };

/** A header as nearly all clients write it, and as it is compared where one does not. */
interface Known {
  readonly usual: string;
  readonly lower: string;
  readonly key: keyof Signals;
}

const KNOWN: readonly Known[] = (
  [
    ['Accept', 'accept'],
    ['Content-Type', 'contentType'],
    ['Origin', 'origin'],
    ['Ping-To', 'pingTo'],
    ['Referer', 'referer'],
    ['X-Requested-With', 'requestedWith'],
    ['Sec-Fetch-Dest', 'dest'],
    ['Sec-Fetch-Mode', 'mode'],
    ['Sec-Fetch-Site', 'site'],
    ['Upgrade', 'upgrade'],
  ] as const
).map(([usual, key]) => ({ usual, lower: usual.toLowerCase(), key }));

/** By the length of the name: most headers are passed over by it. */
const BY_LENGTH: readonly (readonly Known[])[] = Array.from({ length: 17 }, (_, length) =>
  KNOWN.filter(({ usual }) => usual.length === length),
);

/** Reads all of them in one pass, since every request comes through here. The first of a name counts. */
export function readSignals(headers: RawHeaders): Signals {
  const signals: Writable = {
    accept: null,
    contentType: null,
    origin: null,
    pingTo: null,
    referer: null,
    requestedWith: null,
    dest: null,
    mode: null,
    site: null,
    upgrade: null,
  };
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.length > 16) continue;
    for (const { usual, lower, key } of BY_LENGTH[name.length] as readonly Known[]) {
      if (signals[key] !== null || !isNamed(name, usual, lower)) continue;
      signals[key] = headers[i + 1] as string;
      break;
    }
  }
  return signals;
}

/** Looks at the fourth character from the end first: it tells those of one length apart. */
function isNamed(name: string, usual: string, lower: string): boolean {
  const last = name.length - 4;
  if (((name.charCodeAt(last) ^ lower.charCodeAt(last)) & ~0x20) !== 0) return false;
  return name === usual || name.toLowerCase() === lower;
}
