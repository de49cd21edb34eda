import type { RequestScan } from './request-scan.ts';

/**
 * How many filters are looked at for one request: some 20 ms of work. The public
 * lists come to a few hundred; a list made to hold up the process, of filters
 * that all share one token, could come to millions. What is left is not looked
 * at: the request is forwarded.
 */
const MAX_WORK = 60_000;

/** How many characters of a URL are searched for one pattern in the time of a look. */
const SEARCHED = 100;

/** How many of `count` filters may be looked at; they are taken as looked at. */
export function allowed(scan: RequestScan, count: number): number {
  const left = Math.min(count, MAX_WORK - scan.work);
  scan.work += left;
  return left;
}

/** Counts a search of the whole URL; false where there is no room for it. */
export function maySearch(scan: RequestScan): boolean {
  const work = Math.ceil(scan.length / SEARCHED);
  return allowed(scan, work) === work;
}
