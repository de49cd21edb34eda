import type { Validators } from '../../model/download.ts';
import type { ListChange } from '../../model/subscription.ts';

/** One downloaded file of a list: the list itself (`''`) or one that it includes. */
export interface StoredFile extends Validators {
  readonly path: string;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** All that is remembered of a list. Times are milliseconds since the epoch. */
export interface ListState {
  /** Which of its addresses answered; the validators belong to it. */
  readonly url: string | null;
  readonly fetched: number | null;
  readonly checked: number | null;
  readonly next: number | null;
  /** How often in a row it could not be had. */
  readonly failures: number;
  readonly error: string | null;
  readonly rules: number | null;
  readonly change: ListChange | null;
  readonly title: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly version: string | null;
  readonly lastModified: string | null;
  /** How long the list says that a copy is good, in milliseconds. */
  readonly expires: number | null;
  readonly files: readonly StoredFile[];
}

/** Of a list that was never asked for. */
export const NEW_LIST: ListState = {
  url: null,
  fetched: null,
  checked: null,
  next: null,
  failures: 0,
  error: null,
  rules: null,
  change: null,
  title: null,
  homepage: null,
  license: null,
  version: null,
  lastModified: null,
  expires: null,
  files: [],
};

/** Longer texts and more files were not written by this program. */
const MAX_TEXT = 4_000;
const MAX_FILES = 100;

export function formatState(state: ListState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/**
 * Reads a state file. What is missing or of another type is as in a list that
 * was never asked for, so that a damaged file costs a download and no more.
 * Null where it is no state at all. Never throws.
 */
export function parseState(text: string): ListState | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  const { files } = value;
  return {
    url: words(value['url']),
    fetched: count(value['fetched']),
    checked: count(value['checked']),
    next: count(value['next']),
    failures: Math.min(count(value['failures']) ?? 0, 1_000),
    error: words(value['error']),
    rules: count(value['rules']),
    change: parseChange(value['change']),
    title: words(value['title']),
    homepage: words(value['homepage']),
    license: words(value['license']),
    version: words(value['version']),
    lastModified: words(value['lastModified']),
    expires: count(value['expires']),
    files: Array.isArray(files) ? files.slice(0, MAX_FILES).flatMap(parseFile) : [],
  };
}

function parseFile(value: unknown): readonly StoredFile[] {
  if (!isRecord(value)) return [];
  const { path, sha256 } = value;
  if (typeof path !== 'string' || path.length > MAX_TEXT) return [];
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return [];
  const etag = words(value['etag']);
  return [{ path, sha256, etag, lastModified: words(value['lastModified']) }];
}

function parseChange(value: unknown): ListChange | null {
  if (!isRecord(value)) return null;
  const [at, added, removed] = [value['at'], value['added'], value['removed']].map(count);
  if (at == null || added == null || removed == null) return null;
  return { at, added, removed };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value.length <= MAX_TEXT ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
