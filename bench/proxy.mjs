// Compares, in one run on one machine: no proxy, http-mitm-proxy as it comes,
// Eyelid without rules, Eyelid with EasyList, EasyPrivacy and the shipped rules
// (logging as it comes, and with every event stored), and Squid with ssl-bump where it is installed. The proxy has core 0
// for itself; the origin and the load share core 1.
//   node bench/proxy.mjs           prints the table
//   node bench/proxy.mjs --write   writes it to docs/bench.md too
//   node bench/proxy.mjs --only eyelid   only the subjects whose name has that word
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, makeOriginCertificate } from './proxy/certificates.mjs';
import { hasSquid, prepareSquid } from './proxy/squid.mjs';
import { hasLists, prepareEyelid, REPOSITORY, startOn } from './proxy/subjects.mjs';
import { markdownTable, summary } from './proxy/table.mjs';
import { writeSection } from './sections.mjs';

const DOMAIN = 'bench.test';
const PROXY_CORE = 0;
const LOAD_CORE = 1;
const CONNECTIONS = 16;
const SECONDS = 3;
const ROUNDS = 3;
const WARM_NAMES = 5;
const NAMES_ALONE = 15;
const NAMES_AT_ONCE = 30;

const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
const originFiles = makeOriginCertificate(folder, DOMAIN);
const authority = makeAuthority(folder);
const origin = await startOn(
  LOAD_CORE,
  [process.execPath, 'bench/proxy/origin.mjs', originFiles.key, originFiles.cert],
  /listening (\d+)/,
);
const originPort = Number(origin.found);

/** Names that no proxy has seen: a fresh set for each kind of measurement in each round. */
const names = (kind, count) => Array.from({ length: count }, (_, at) => `${kind}${at}.${DOMAIN}`);
const ALL_NAMES = Array.from({ length: ROUNDS }, (_, round) => [
  ...names(`warm-${round}-`, WARM_NAMES),
  ...names(`alone-${round}-`, NAMES_ALONE),
  ...names(`together-${round}-`, NAMES_AT_ONCE),
  ...names(`streams-${round}-`, NAMES_ALONE),
])
  .flat()
  .concat(`load.${DOMAIN}`);

const SUBJECTS = [
  { name: 'direct, no proxy', start: async () => ({ proxy: null, ca: originFiles.cert }) },
  { name: 'http-mitm-proxy 1.1.0', start: startBare },
  { name: 'Eyelid, no rules', start: () => startEyelid('plain', false, 'acted') },
  {
    name: 'Eyelid, EasyList + EasyPrivacy, logging as it comes',
    start: () => startEyelid('lists', true, 'acted'),
    missing: hasLists() ? null : '../shared/lists is not here',
  },
  {
    name: 'Eyelid, EasyList + EasyPrivacy, all events stored',
    start: () => startEyelid('full', true, 'all'),
    missing: hasLists() ? null : '../shared/lists is not here',
  },
  {
    name: 'Squid, ssl-bump',
    start: startSquid,
    missing: hasSquid() ? null : 'squid is not installed',
  },
];

async function startBare() {
  const home = join(folder, 'bare');
  const command = [process.execPath, 'bench/proxy/bare.mjs', home];
  const env = { NODE_EXTRA_CA_CERTS: originFiles.cert };
  const running = await startOn(PROXY_CORE, command, /listening (\d+)/, env);
  return { ...running, proxy: Number(running.found), ca: join(home, 'certs/ca.pem') };
}

async function startEyelid(name, lists, scope) {
  const about = { domain: DOMAIN, origin: originPort, certificate: originFiles.cert, lists, scope };
  const { command, ca } = prepareEyelid(folder, name, about);
  const running = await startOn(
    PROXY_CORE,
    command,
    /^proxy http:\/\/[^\n]*:(\d+)[\s\S]*^fingerprint/m,
  );
  return { ...running, proxy: Number(running.found), ca };
}

async function startSquid() {
  const { command, port, ca } = await prepareSquid(folder, authority, originFiles.cert, ALL_NAMES);
  // Squid says nothing on its own output; -d 1 makes it say when it is ready.
  const running = await startOn(PROXY_CORE, [...command, '-d', '1'], /(Accepting SSL bumped)/);
  return { ...running, proxy: port, ca };
}

/** Runs one job of the load on its core. */
function load(subject, job) {
  const { proxy, ca } = subject;
  const words = JSON.stringify({ proxy, ca, origin: originPort, ...job });
  return new Promise((resolve, reject) => {
    execFile(
      'taskset',
      ['-c', String(LOAD_CORE), process.execPath, 'bench/proxy/load.mjs', words],
      { cwd: REPOSITORY, timeout: 60_000 },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout));
        else reject(new Error(`the load failed: ${stderr || error.message}`));
      },
    );
  });
}

/** Processor seconds that a process and its waited-for children used so far (proc(5), fields 14 to 17). */
function processorSeconds(pid) {
  if (pid === undefined) return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
}

function residentMegabytes(pid) {
  if (pid === undefined) return Number.NaN;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** One round for one subject: first bytes with fresh names, then requests. */
async function measure({ name, subject, results }, round) {
  const fresh = (kind, count) => names(`${kind}-${round}-`, count);
  const firstByte = async (kind, count, atOnce, http2 = false) => {
    const job = { kind: 'firstByte', names: fresh(kind, count), atOnce, http2 };
    return (await load(subject, job)).times;
  };
  await firstByte('warm', WARM_NAMES, 1);
  results.alone.push(...(await firstByte('alone', NAMES_ALONE, 1)));
  results.together.push(...(await firstByte('together', NAMES_AT_ONCE, 10)));
  const streams = await firstByte('streams', NAMES_ALONE, 1, true);
  results.streams.push(...streams.filter((time) => time !== null));
  const job = { kind: 'throughput', name: `load.${DOMAIN}`, connections: CONNECTIONS };
  await load(subject, { ...job, seconds: 1 });
  const before = processorSeconds(subject.pid);
  const { requests, seconds, bad, example } = await load(subject, { ...job, seconds: SECONDS });
  if (bad > 0) throw new Error(`${name}: ${bad} requests failed, such as ${example}`);
  results.rates.push(requests / seconds);
  results.costs.push(((processorSeconds(subject.pid) - before) / requests) * 1e6);
  console.error(`round ${round}: ${name}: ${(requests / seconds).toFixed(0)} requests/s`);
}

function rowOf({ name, subject, results }) {
  return {
    name,
    rate: Math.max(...results.rates),
    cost: Math.min(...results.costs),
    alone: summary(results.alone),
    together: summary(results.together),
    streams: summary(results.streams),
    memory: residentMegabytes(subject.pid),
  };
}

const only = process.argv.includes('--only') ? process.argv.at(-1).toLowerCase() : '';

function isWanted({ name }) {
  return name.toLowerCase().includes(only);
}

const remarks = [];
const running = [];
let rows = [];
try {
  for (const { name, start, missing } of SUBJECTS.filter(isWanted)) {
    if (missing) remarks.push(`${name}: not measured, ${missing}.`);
    else {
      const results = { rates: [], costs: [], alone: [], together: [], streams: [] };
      running.push({ name, subject: await start(), results });
    }
  }
  // Subjects take turns, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of running) await measure(one, round);
  }
  rows = running.map(rowOf);
} finally {
  await Promise.all([...running.map(({ subject }) => subject.ends?.()), origin.ends()]);
  rmSync(folder, { recursive: true, force: true });
}

const base = rows.find((row) => row.name.startsWith('http-mitm-proxy'));
const table = markdownTable(rows, base);
const date = new Date().toISOString().slice(0, 10);
const text = `# Bench of the proxy

${date}, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}. One run of \`node bench/proxy.mjs\`; the proxy alone on
core ${PROXY_CORE}, origin and load together on core ${LOAD_CORE}. Requests: ${CONNECTIONS} kept-open HTTPS connections, one kilobyte
each, the best of ${ROUNDS} rounds of ${SECONDS} seconds, in turns. First byte: TCP, CONNECT, TLS and one request to a
host the proxy has never seen, upstream included; over HTTP/2 where the proxy speaks it. In brackets: the ratio to http-mitm-proxy 1.1.0
as it comes. "No proxy" is bounded by the load itself, so it says what the load can measure at most.

${table}
${remarks.map((remark) => `\n${remark}`).join('')}`.trimEnd();
console.log(text);
if (process.argv.includes('--write')) writeSection(join(REPOSITORY, 'docs/bench.md'), text);
