import { execFile } from 'node:child_process';
import { processorSeconds, REPOSITORY } from './processes.mjs';

export const CONNECTIONS = 16;
export const SECONDS = 3;
export const NAMES_ALONE = 15;
export const NAMES_AT_ONCE = 20;
export const AT_ONCE = 10;
export const KNOWN = 60;
export const DOWNLOAD = 100e6;
const WARM_NAMES = 3;
/** In milliseconds: what is still done for a connection after its client has gone. */
const SETTLES = 300;

/** How many names each kind of measurement takes in a round. */
const KINDS = {
  warm: WARM_NAMES,
  alone: NAMES_ALONE,
  together: NAMES_AT_ONCE,
  'streams-warm': 1,
  streams: NAMES_ALONE,
  'streams-together': NAMES_AT_ONCE,
};

/** Names that no proxy has seen: fresh ones for each kind of measurement in each round. */
function namesOf(kind, round, domain) {
  return Array.from({ length: KINDS[kind] }, (_, at) => `${kind}-${round}-${at}.${domain}`);
}

const loadName = (domain) => `load.${domain}`;
/** A wildcard stands for one label (RFC 6125, 6.4.3), so the origin's certificate does not prove this. */
const unprovenName = (domain) => `not.proven.${domain}`;

/** All names of a run, for those who want to be told them before. */
export function allNames(rounds, domain) {
  const inRounds = Array.from({ length: rounds }, (_, round) =>
    Object.keys(KINDS).map((kind) => namesOf(kind, round, domain)),
  );
  return [...inRounds.flat(2), loadName(domain), unprovenName(domain)];
}

/** Where the results of all rounds of one subject are gathered. */
export function noResults() {
  return {
    ...{ rates: [], costs: [], downloads: [], downloadCosts: [] },
    ...{ alone: [], together: [], streams: [], streamsTogether: [] },
    ...{ freshCosts: [], knownCosts: [] },
  };
}

/** Runs one job of the load on its core. `setting` is {core, origin, certificate, domain}. */
function load(subject, setting, job) {
  const { proxy, ca } = subject;
  const words = JSON.stringify({ proxy, ca, origin: setting.origin, ...job });
  return new Promise((resolve, reject) => {
    execFile(
      'taskset',
      ['-c', String(setting.core), process.execPath, 'bench/proxy/load.mjs', words],
      { cwd: REPOSITORY, timeout: 60_000 },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout));
        else reject(new Error(`the load failed: ${stderr || error.message}`));
      },
    );
  });
}

/**
 * Throws where the subject passes on what a server says that does not prove
 * its name: who does not verify saves work that the others do.
 */
export async function checkVerifies({ name, subject }, setting) {
  const { certificate, domain } = setting;
  const job = { kind: 'passesOn', name: unprovenName(domain), certificate };
  const { passesOn, what } = await load(subject, setting, job);
  if (passesOn) throw new Error(`${name}: it does not verify certificates of servers`);
  console.error(`${name}: from a server that does not prove its name: ${what}`);
}

/** Processor milliseconds of the subject for each of `count` in what is done meanwhile. */
async function costOf(subject, count, work) {
  const before = processorSeconds(subject.pid);
  await work();
  await new Promise((resolve) => setTimeout(resolve, SETTLES));
  return ((processorSeconds(subject.pid) - before) * 1e3) / count;
}

/** One round for one subject: first bytes with fresh names, connections, requests, a download. */
export async function measure(one, round, setting) {
  const begun = performance.now();
  await measureConnections(one, round, setting);
  await measureRequests(one, setting);
  await measureDownload(one, setting);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const rate = one.results.rates.at(-1).toFixed(0);
  console.error(`round ${round}: ${one.name}: ${rate} requests/s, took ${seconds} s`);
}

async function measureConnections({ subject, results }, round, setting) {
  const firstByte = async (names, atOnce, http2 = false) => {
    const job = { kind: 'firstByte', names, atOnce, http2 };
    return (await load(subject, setting, job)).times.filter((time) => time !== null);
  };
  const fresh = (kind) => namesOf(kind, round, setting.domain);
  await firstByte(fresh('warm'), 1);
  results.freshCosts.push(
    await costOf(subject, NAMES_ALONE + NAMES_AT_ONCE, async () => {
      results.alone.push(...(await firstByte(fresh('alone'), 1)));
      results.together.push(...(await firstByte(fresh('together'), AT_ONCE)));
    }),
  );
  const speaksHttp2 = (await firstByte(fresh('streams-warm'), 1, true)).length > 0;
  if (speaksHttp2) {
    results.streams.push(...(await firstByte(fresh('streams'), 1, true)));
    results.streamsTogether.push(...(await firstByte(fresh('streams-together'), AT_ONCE, true)));
  }
  const known = Array.from({ length: KNOWN }, () => loadName(setting.domain));
  await firstByte(known.slice(0, 1), 1);
  results.knownCosts.push(await costOf(subject, KNOWN, () => firstByte(known, 1)));
}

async function measureRequests({ name, subject, results }, setting) {
  const job = { kind: 'throughput', name: loadName(setting.domain), connections: CONNECTIONS };
  await load(subject, setting, { ...job, seconds: 1 });
  const before = processorSeconds(subject.pid);
  const { requests, seconds, bad, example } = await load(subject, setting, {
    ...job,
    seconds: SECONDS,
  });
  if (bad > 0) throw new Error(`${name}: ${bad} requests failed, such as ${example}`);
  results.rates.push(requests / seconds);
  results.costs.push(((processorSeconds(subject.pid) - before) / requests) * 1e6);
}

async function measureDownload({ subject, results }, setting) {
  const job = { kind: 'download', name: loadName(setting.domain), bytes: DOWNLOAD };
  results.downloadCosts.push(
    await costOf(subject, 1, async () => {
      results.downloads.push((await load(subject, setting, job)).rate);
    }),
  );
}
