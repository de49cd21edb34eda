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

const KEYS: ReadonlyMap<string, keyof Signals> = new Map<string, keyof Signals>([
  ['accept', 'accept'],
  ['content-type', 'contentType'],
  ['origin', 'origin'],
  ['ping-to', 'pingTo'],
  ['referer', 'referer'],
  ['x-requested-with', 'requestedWith'],
  ['sec-fetch-dest', 'dest'],
  ['sec-fetch-mode', 'mode'],
  ['sec-fetch-site', 'site'],
  ['upgrade', 'upgrade'],
]);

/** Lengths of the names above, one bit each: most headers are passed over by it. */
const LENGTHS: number = [...KEYS.keys()].reduce((bits, name) => bits | (1 << name.length), 0);

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
    if (name.length > 16 || (LENGTHS & (1 << name.length)) === 0) continue;
    const key = KEYS.get(name.toLowerCase());
    if (key !== undefined && signals[key] === null) signals[key] = headers[i + 1] as string;
  }
  return signals;
}
