import { performance } from 'node:perf_hooks';

/** Passes before anything is called warm, and passes of which the best counts. */
const WARM_UP = 10;
const PASSES = 12;

/**
 * Runs `work` over all requests, first cold, then warm. Microseconds for one
 * request: median and p99 from the clock around each, less what two looks at
 * the clock take; the mean from a whole pass with the clock outside. Of the warm
 * passes the best: other work on the machine only ever adds to it.
 */
export function measure(requests, work) {
  const clock = clockCost();
  const started = performance.now();
  const first = passTimes(requests, work, clock);
  // The clock is in here, once for each request: a cold pass comes only once.
  const coldMean = ((performance.now() - started) * 1000) / requests.length - clock;
  const cold = { ...summary(first), mean: coldMean };
  for (let pass = 0; pass < WARM_UP; pass++) for (const request of requests) work(request);
  const passes = Array.from({ length: PASSES }, () => ({
    ...summary(passTimes(requests, work, clock)),
    mean: passMean(requests, work),
  }));
  const warm = Object.fromEntries(
    Object.keys(cold).map((key) => [key, Math.min(...passes.map((pass) => pass[key]))]),
  );
  return { cold, warm };
}

/** For how many of the requests `work` says yes. */
export function count(requests, work) {
  return requests.reduce((sum, request) => sum + (work(request) ? 1 : 0), 0);
}

/** Memory in megabytes, after all that is free has been collected. */
export function usedMemory() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, blocks: arrayBuffers / 1e6, rss: rss / 1e6 };
}

/** Milliseconds that `work` takes, and what it gives. */
export async function timed(work) {
  const started = performance.now();
  const value = await work();
  return { value, ms: performance.now() - started };
}

function passTimes(requests, work, clock) {
  const times = new Float64Array(requests.length);
  for (let i = 0; i < requests.length; i++) {
    const started = performance.now();
    work(requests[i]);
    times[i] = (performance.now() - started) * 1000 - clock;
  }
  return times.sort();
}

function passMean(requests, work) {
  const started = performance.now();
  for (let i = 0; i < requests.length; i++) work(requests[i]);
  return ((performance.now() - started) * 1000) / requests.length;
}

/** What a look at the clock costs, in microseconds: the median of many with nothing between two. */
function clockCost() {
  const times = passTimes(new Array(50_000).fill(null), () => {}, 0);
  return times[times.length >> 1];
}

function summary(times) {
  const at = (share) => times[Math.floor(times.length * share)];
  return { median: at(0.5), p99: at(0.99), p999: at(0.999) };
}
