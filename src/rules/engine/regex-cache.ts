import { checkRegex } from '../filter/pattern.ts';
import type { RequestScan } from './request-scan.ts';

/**
 * Milliseconds that all regular expressions together may take for one request.
 * Each alone is bounded when it is read; this bounds what a URL made to hit
 * hundreds of them can do. What is left is not tried: the request is forwarded.
 */
const TIME_BUDGET = 20;

/** A filter's regular expression, compiled when it is first needed. */
interface LazyRegex {
  readonly source: string;
  readonly flags: string;
  regex: RegExp | null;
  /** How many characters of a URL it may see. */
  length: number;
  /** The request it was last tested against, and the result. */
  serial: number;
  result: boolean;
}

/** Regular expressions by the number of their filter. */
export type RegexCache = Map<number, LazyRegex>;

export function addRegex(cache: RegexCache, filter: number, source: string, flags: string): void {
  cache.set(filter, { source, flags, regex: null, length: 0, serial: -1, result: false });
}

/** Whether a filter's expression matches the URL as sent; asked again, it remembers. */
export function regexMatches(cache: RegexCache, filter: number, scan: RequestScan): boolean {
  const lazy = cache.get(filter);
  if (lazy === undefined || scan.regexTime > TIME_BUDGET) return false;
  if (lazy.serial === scan.serial) return lazy.result;
  if (lazy.regex === null) {
    const length = checkRegex(lazy.source, lazy.flags);
    lazy.length = typeof length === 'number' ? length : 0;
    lazy.regex = new RegExp(lazy.source, lazy.flags);
  }
  const started = performance.now();
  const { text } = scan;
  lazy.result = lazy.regex.test(text.length > lazy.length ? text.slice(0, lazy.length) : text);
  lazy.serial = scan.serial;
  scan.regexTime += performance.now() - started;
  return lazy.result;
}
