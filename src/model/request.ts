import type { Device } from './device.ts';
import type { Hostname } from './terms.ts';

/**
 * Header names and values in turn, as Node's `rawHeaders`: case, order and
 * duplicates are kept, so that a forwarded request looks like the sent one.
 */
export type RawHeaders = readonly string[];

/** The names of the filter-list world; the order gives each its bit. */
export const RESOURCE_TYPES = [
  'document',
  'subdocument',
  'script',
  'stylesheet',
  'image',
  'font',
  'media',
  'object',
  'xhr',
  'ping',
  'websocket',
  'other',
] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** A set of resource types, one bit each: what a request may be for. */
export type TypeMask = number;

export function typeBit(type: ResourceType): TypeMask {
  return 1 << RESOURCE_TYPES.indexOf(type);
}

/** Every type there is. */
export const ANY_TYPE: TypeMask = (1 << RESOURCE_TYPES.length) - 1;

/** Unknown: neither Sec-Fetch-Site, nor Referer, nor Origin said. */
export type Party = 'first' | 'third' | 'unknown';

/** A request as it came, before anything was derived from it. */
export interface RequestHead {
  readonly method: string;
  /** Absolute, without fragment, byte for byte what the device sent after the host. */
  readonly url: string;
  readonly headers: RawHeaders;
}

/** A request with all that the rules ask about it. Made once, by `classify/`. */
export interface RequestInfo extends RequestHead {
  readonly scheme: 'http' | 'https' | 'ws' | 'wss';
  readonly hostname: Hostname;
  readonly port: number;
  /** Path and query as sent, from the first slash. */
  readonly target: string;
  /** What it may be for; one bit only where the headers say it. */
  readonly types: TypeMask;
  /** The likeliest of `types`: for the log, and for the shape of an answer. */
  readonly type: ResourceType;
  readonly party: Party;
  /** The site that asked: host of Referer or Origin; null where neither is there. */
  readonly page: Hostname | null;
  /** Who asks; null where nobody does (`explain`, tests of lists). */
  readonly device: Device | null;
}

/** The head of a response as the server sent it. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: RawHeaders;
}

export interface Field {
  readonly name: string;
  readonly value: string;
}

/**
 * A request body that was read whole. `fields` are decoded names and values;
 * nested JSON keys are joined with dots (`context.pixel.code`), array items by
 * their index (`data.0.event_name`).
 */
export interface Body {
  readonly kind: 'urlencoded' | 'multipart' | 'json' | 'lines' | 'opaque';
  readonly fields: readonly Field[];
  /** What they were read from, decompressed; absent where nothing is to be taken out of it. */
  readonly bytes?: Uint8Array;
}

/** The value of the first header of that name (lower case), or null. */
export function header(headers: RawHeaders, name: string): string | null {
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i] as string;
    if (candidate.length === name.length && candidate.toLowerCase() === name) {
      return headers[i + 1] as string;
    }
  }
  return null;
}
