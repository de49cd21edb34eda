import { readBody } from '../../src/classify/body.ts';
import { queryFields } from '../../src/model/fields.ts';
import type { Field, RequestInfo } from '../../src/model/request.ts';
import { requestTo } from './request-info.ts';

/** A request as a tracker's script or kit sends it, and what the log shall say of it. */
export interface TrackerHit {
  readonly what: string;
  readonly url: string;
  /** The body, one of: a form, JSON, text. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly more?: Partial<RequestInfo>;
  readonly tracker: string | null;
  readonly summary: string;
  readonly fields: readonly string[];
}

export function hitRequest({ url, more }: Pick<TrackerHit, 'url' | 'more'>): RequestInfo {
  return requestTo(url, more);
}

/** The fields of the query and of the body, read as the proxy reads them. */
export function hitFields(
  hit: Pick<TrackerHit, 'url' | 'form' | 'json' | 'text'>,
): readonly Field[] {
  const [type, text] = bodyOf(hit);
  const body = readBody(type, new TextEncoder().encode(text));
  return [...queryFields(hit.url), ...body.fields];
}

/** Trackers send JSON as text, for it needs no preflight. */
function bodyOf({ form, json, text }: Pick<TrackerHit, 'form' | 'json' | 'text'>) {
  if (form !== undefined) {
    return ['application/x-www-form-urlencoded', new URLSearchParams(form).toString()] as const;
  }
  return [
    'text/plain;charset=UTF-8',
    json === undefined ? (text ?? '') : JSON.stringify(json),
  ] as const;
}

/** SHA-256 of a made-up address. */
export const HASH = '0a5c47f6a8f0d9a9d1f1c1e6f2b0c3d4e5f60718293a4b5c6d7e8f9012345678';
/** The same kind of thing in base64url, without its padding. */
export const HASH64 = 'ClxH9qjw2anR8cHm8rDD1OX2BxgpOktcbX6PkBIzRWc';
export const FBP = 'fb.1.1790000000000.1234567890123456';
