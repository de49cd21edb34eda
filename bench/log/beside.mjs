// What storing costs those who wait: how long the event loop stands still while
// thousands of events a second are stored, with and without the page being read
// in its threads; and what a request costs a running proxy with every exchange
// stored, beside one that only counts.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { makeOriginCertificate } from '../proxy/certificates.mjs';
import { processorSeconds, REPOSITORY, startOn } from '../proxy/processes.mjs';
import { prepareEyelid } from '../proxy/subjects.mjs';
import { household } from './household.mjs';

const PER_SECOND = 5000;
const TICK_MS = 10;
const SECONDS = 5;

/**
 * Stores 5,000 events a second for some seconds. Returns how many were stored a
 * second, how many were dropped, and how late the loop was, in milliseconds.
 */
export async function store(recorder, until, meanwhile) {
  const events = household({ from: until, until: until + 60_000, events: PER_SECOND * SECONDS });
  const delay = monitorEventLoopDelay({ resolution: 2 });
  let stop = false;
  const others = meanwhile(() => stop);
  let stored = 0;
  const unsubscribe = recorder.subscribe(() => {
    stored += 1;
  });
  const before = process.cpuUsage();
  delay.enable();
  const begun = performance.now();
  for (let given = 0; given < PER_SECOND * SECONDS; ) {
    await new Promise((done) => setTimeout(done, TICK_MS));
    const due = Math.floor(((performance.now() - begun) / 1000) * PER_SECOND);
    for (; given < due; given++) {
      const { value } = events.next();
      if (value === undefined) break;
      recorder.record(value);
    }
  }
  await new Promise((done) => setTimeout(done, 500));
  delay.disable();
  stop = true;
  const asked = await others;
  unsubscribe();
  const { user, system } = process.cpuUsage(before);
  const ms = (share) => delay.percentile(share) / 1e6;
  return {
    perSecond: stored / ((performance.now() - begun - 500) / 1000),
    dropped: recorder.dropped,
    ...{ median: ms(50), p99: ms(99), worst: delay.max / 1e6, asked },
    processor: (user + system) / 1e6 / SECONDS,
  };
}

const DOMAIN = 'bench.test';
const ROUNDS = 3;

/** Requests a second and processor time of a request, by `log.scope`: the best of some rounds. */
export async function besideProxy() {
  const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
  const files = makeOriginCertificate(folder, DOMAIN);
  const command = [process.execPath, 'bench/proxy/origin.mjs', files.key, files.cert];
  const origin = await startOn(1, command, /listening (\d+)/);
  const port = Number(origin.found);
  const subjects = [];
  for (const scope of ['acted', 'all']) {
    const prepared = prepareEyelid(folder, scope, {
      ...{ domain: DOMAIN, origin: port, certificate: files.cert, lists: false, scope },
    });
    const ready = /^proxy http:\/\/[^\n]*:(\d+)[\s\S]*^fingerprint/m;
    const running = await startOn(0, prepared.command, ready);
    const proxy = Number(running.found);
    subjects.push({ scope, running, job: { proxy, ca: prepared.ca, origin: port } });
  }
  const results = subjects.map(({ scope }) => ({ scope, perSecond: 0, micro: Infinity }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { job, running }] of subjects.entries()) {
      await load(job, 0.5);
      const before = processorSeconds(running.pid);
      const { requests, seconds } = await load(job, 2);
      const micro = ((processorSeconds(running.pid) - before) / requests) * 1e6;
      results[i].perSecond = Math.max(results[i].perSecond, requests / seconds);
      results[i].micro = Math.min(results[i].micro, micro);
    }
  }
  for (const { running } of subjects) await running.ends();
  await origin.ends();
  rmSync(folder, { recursive: true, force: true });
  return results;
}

function load(job, seconds) {
  const words = { kind: 'throughput', connections: 16, name: `load.${DOMAIN}`, seconds, ...job };
  const command = ['-c', '1', process.execPath, 'bench/proxy/load.mjs', JSON.stringify(words)];
  return new Promise((done, reject) => {
    execFile('taskset', command, { cwd: REPOSITORY, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) done(JSON.parse(stdout));
      else reject(new Error(`the load failed: ${stderr || error.message}`));
    });
  });
}
