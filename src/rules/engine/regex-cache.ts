import { checkRegex } from '../filter/pattern.ts';
import { mayTakeTime, timed } from './regex-time.ts';
import type { RequestScan } from './request-scan.ts';

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
  if (lazy === undefined || !mayTakeTime(scan)) return false;
  if (lazy.serial === scan.serial) return lazy.result;
  if (lazy.regex === null) {
    const length = checkRegex(lazy.source, lazy.flags);
    lazy.length = typeof length === 'number' ? length : 0;
    lazy.regex = new RegExp(lazy.source, lazy.flags);
  }
  const { regex, length } = lazy;
  const { text } = scan;
  lazy.result = timed(scan, () => regex.test(text.length > length ? text.slice(0, length) : text));
  lazy.serial = scan.serial;
  return lazy.result;
}
