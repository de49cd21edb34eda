import type { RequestScan } from './request-scan.ts';

/**
 * Milliseconds that all regular expressions together may take for one request.
 * Each alone is bounded when it is read; this bounds what a URL made to hit
 * hundreds of them can do. What is left is not tried: the request is forwarded.
 */
const TIME_BUDGET = 20;

export function mayTakeTime(scan: RequestScan): boolean {
  return scan.regexTime <= TIME_BUDGET;
}

/** Runs a test and counts its time against the budget of the request. */
export function timed(scan: RequestScan, test: () => boolean): boolean {
  const started = performance.now();
  const result = test();
  scan.regexTime += performance.now() - started;
  return result;
}
