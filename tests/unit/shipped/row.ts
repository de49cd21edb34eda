import type { Sample } from '../../support/judge.ts';
import type { Shape } from './answers.ts';

/** A request that the rules must act on, and how. */
export type Hit = Sample & {
  /** Held: block or stub. */
  readonly action: 'block' | 'stub' | 'held' | 'placeholder' | 'strip' | 'log';
  /** What it gets instead of the tracker's response; only where it is answered. */
  readonly shape?: Shape;
  /** Names of what leaves it; only where it goes on. */
  readonly removed?: readonly string[];
};

/** One row of the catalogue of what trackers send: what must become of it, and a neighbour that must pass. */
export interface Row {
  readonly what: string;
  readonly hits: readonly Hit[];
  /** Alike, but harmless. */
  readonly passes: readonly Sample[];
}

/** A SHA-256 of nobody's address. */
export const HASH = '60c61206e36204aa3ac3b26c9994204e05c1f48ad55414a653704cecae7c43be';
export const FBP = 'fb.1.1745853804711.505853085526430295';
export const OB3 = `ob3_plugin-set_${HASH}`;
export const PAGE = 'https://shop.example/cart';
/** The fields that every hit of the Meta pixel has. */
export const PIXEL = 'id=605277233983629&ev=PageView&dl=https%3A%2F%2Fshop.example%2F';

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const TEXT = { 'content-type': 'text/plain;charset=UTF-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** What a page of a shop asks for. */
export function get(url: string, more: Partial<Sample> = {}): Sample {
  return { url, page: PAGE, ...more };
}

export function script(url: string): Sample {
  return get(url, { type: 'script' });
}

export function image(url: string): Sample {
  return get(url, { type: 'image' });
}

export function frame(url: string): Sample {
  return get(url, { type: 'subdocument' });
}

/** An address that a person opens. */
export function opened(url: string): Sample {
  return { url, type: 'document' };
}

/** A fetch with a body; `type: 'ping'` makes it a beacon. */
export function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = FORM,
  more: Partial<Sample> = {},
): Sample {
  return { url, body, headers, page: PAGE, method: 'POST', type: 'xhr', ...more };
}

export function json(url: string, value: unknown, more: Partial<Sample> = {}): Sample {
  return post(url, JSON.stringify(value), JSON_TYPE, more);
}

/** JSON that says it is text, so that no server is asked beforehand. */
export function plainJson(url: string, value: unknown, more: Partial<Sample> = {}): Sample {
  return post(url, JSON.stringify(value), TEXT, more);
}

export function multipart(url: string, fields: Readonly<Record<string, string>>): Sample {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--XX\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const headers = { 'content-type': 'multipart/form-data; boundary=XX' };
  return post(url, `${parts.join('')}--XX--\r\n`, headers, { type: 'ping' });
}

/** What an app sends: no page, and no word about what it is for. */
export function app(url: string, body: string | null = null): Sample {
  return { url, method: 'POST', ...(body === null ? {} : { body, headers: FORM }) };
}

/**
 * Samples that are blocked and get an answer of one shape. Whoever sends JSON
 * gets JSON where others get nothing.
 */
export function blocked(shape: Shape, ...samples: readonly Sample[]): readonly Hit[] {
  return samples.map((sample) => {
    const isEmptyJson = shape === 'nothing' && sample.headers === JSON_TYPE;
    return { ...sample, action: 'block', shape: isEmptyJson ? 'object' : shape };
  });
}

/** Scripts that are not loaded; whether a page needs a stand-in for one is shown in a browser. */
export function held(...urls: readonly string[]): readonly Hit[] {
  return urls.map((url) => ({ ...script(url), action: 'held', shape: 'script' }));
}

/** Samples that get a working stand-in. */
export function stubbed(shape: Shape, ...samples: readonly Sample[]): readonly Hit[] {
  return samples.map((sample) => ({ ...sample, action: 'stub', shape }));
}

/** Frames that become a box with a button. */
export function boxed(...samples: readonly Sample[]): readonly Hit[] {
  return samples.map((sample) => ({ ...sample, action: 'placeholder', shape: 'placeholder' }));
}

/** Samples that go on without some of their parts. */
export function stripped(
  removed: readonly string[],
  ...samples: readonly Sample[]
): readonly Hit[] {
  return samples.map((sample) => ({ ...sample, action: 'strip', removed }));
}

/** Samples that go on as they are, and are noted. */
export function noted(...samples: readonly Sample[]): readonly Hit[] {
  return samples.map((sample) => ({ ...sample, action: 'log' }));
}
