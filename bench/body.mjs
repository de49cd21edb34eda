// What it costs to look into bodies and to edit them: alone, and in the proxy,
// beside exchanges that need neither.
//   npm run build && node bench/body.mjs            prints the tables
//   node bench/body.mjs --before FOLDER             compares with the program built there
//   node bench/body.mjs --write                     writes them to docs/bench.md too
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { formOf, jsonOf } from './body/samples.mjs';
import { makeOriginCertificate } from './proxy/certificates.mjs';
import { REPOSITORY, startOn } from './proxy/processes.mjs';
import { prepareEyelid } from './proxy/subjects.mjs';
import { writeSection } from './sections.mjs';

const { values } = parseArgs({
  options: { before: { type: 'string' }, write: { type: 'boolean', default: false } },
});

const DOMAIN = 'bench.test';
const PROXY_CORE = 0;
const LOAD_CORE = 1;
const CONNECTIONS = 16;
const SECONDS = 1;
const ROUNDS = 3;

const SIGNATURES = `
signatures:
  - id: form-data
    when: { host: edit.${DOMAIN} }
    action: strip
    strip:
      query: [fbclid]
      body: [user_data, 'udff[em]']
      within: [dl]
  - id: elsewhere
    when: { host: look.${DOMAIN} }
    action: strip
    strip: { body: [nowhere] }
`;
const FILTERS = `||edit.${DOMAIN}^*/text/$replace=/tracker-[0-9]+/gone/g
||edit.${DOMAIN}^*/gzip/$replace=/tracker-[0-9]+/gone/g
`;

const FORM = 'Content-Type: application/x-www-form-urlencoded';
const base64 = (body) => Buffer.from(body).toString('base64');
const post = (body, headers = FORM) => ({ headers, body: base64(body) });
const packed = post(gzipSync(jsonOf(1024)), 'Content-Type: text/plain\r\nContent-Encoding: gzip');

/** What is asked for again and again. `plain`: it needs neither. */
const JOBS = [
  { what: 'GET, no body', plain: true, name: `load.${DOMAIN}` },
  {
    what: 'POST 1 KiB that no rule asks for',
    plain: true,
    name: `load.${DOMAIN}`,
    post: post(formOf(1024)),
  },
  { what: 'POST 1 KiB, read, nothing found', name: `look.${DOMAIN}`, post: post(formOf(1024)) },
  { what: 'POST 1 KiB, edited', name: `edit.${DOMAIN}`, post: post(formOf(1024)) },
  { what: 'POST 1 KiB in gzip, edited', name: `edit.${DOMAIN}`, post: packed },
  {
    what: 'POST 60 KiB that no rule asks for',
    plain: true,
    name: `load.${DOMAIN}`,
    post: post(formOf(60_000)),
  },
  { what: 'POST 60 KiB, edited', name: `edit.${DOMAIN}`, post: post(formOf(60_000)) },
  { what: '64 KiB of text', plain: true, name: `load.${DOMAIN}`, path: '/text/65536' },
  { what: '64 KiB of text, rewritten', name: `edit.${DOMAIN}`, path: '/text/65536' },
  { what: '64 KiB of text in gzip, rewritten', name: `edit.${DOMAIN}`, path: '/gzip/65536' },
];

const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
const originFiles = makeOriginCertificate(folder, DOMAIN);
const origin = await startOn(
  LOAD_CORE,
  [process.execPath, 'bench/proxy/origin.mjs', originFiles.key, originFiles.cert],
  /listening (\d+)/,
);
const originPort = Number(origin.found);

async function start(name, program) {
  const { command, ca } = prepareEyelid(folder, name, {
    domain: DOMAIN,
    origin: originPort,
    certificate: originFiles.cert,
    lists: false,
    scope: 'acted',
    files: { 'bodies.yaml': SIGNATURES, 'bodies.txt': FILTERS },
    program,
  });
  const ready = /^proxy http:\/\/[^\n]*:(\d+)[\s\S]*^fingerprint/m;
  const running = await startOn(PROXY_CORE, command, ready);
  return { ...running, name, proxy: Number(running.found), ca, costs: new Map(), rates: new Map() };
}

/** Runs one job of the load on its core. */
function load({ proxy, ca }, job) {
  const words = JSON.stringify({
    kind: 'throughput',
    connections: CONNECTIONS,
    proxy,
    ca,
    origin: originPort,
    ...job,
  });
  const command = [String(LOAD_CORE), process.execPath, 'bench/proxy/load.mjs', words];
  return new Promise((done, reject) => {
    const options = { cwd: REPOSITORY, timeout: 60_000 };
    execFile('taskset', ['-c', ...command], options, (error, stdout, stderr) => {
      if (error === null) done(JSON.parse(stdout));
      else reject(new Error(`the load failed: ${stderr || error.message}`));
    });
  });
}

/** Processor seconds that all threads of a process used so far (proc(5), in nanoseconds). */
function processorSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const spent = threads.map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'),
  );
  return spent.reduce((sum, text) => sum + Number(text.split(' ', 1)[0]), 0) / 1e9;
}

async function measure(subject, job) {
  const { what, plain, ...words } = job;
  await load(subject, { ...words, seconds: 0.3 });
  const before = processorSeconds(subject.pid);
  const { requests, seconds, bad, example } = await load(subject, { ...words, seconds: SECONDS });
  if (bad > 0) throw new Error(`${subject.name}, ${what}: ${bad} failed, such as ${example}`);
  const cost = ((processorSeconds(subject.pid) - before) / requests) * 1e6;
  subject.costs.set(what, Math.min(cost, subject.costs.get(what) ?? Number.POSITIVE_INFINITY));
  subject.rates.set(what, Math.max(requests / seconds, subject.rates.get(what) ?? 0));
}

function table(head, rows) {
  const rule = ['---', ...head.slice(1).map(() => '--:')];
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const micro = (time) => (time === null ? '–' : time.toFixed(time < 100 ? 1 : 0));
const sized = (bytes) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1024).toFixed(0)} KiB`);
const perMegabyte = (time, bytes) => micro((time / bytes) * 1024 * 1024);

function aloneTables() {
  const command = ['-c', String(PROXY_CORE), process.execPath, 'bench/body/alone.mjs', 'dist'];
  const { requests, responses } = JSON.parse(
    execFileSync('taskset', command, { cwd: REPOSITORY, encoding: 'utf8' }),
  );
  return [
    table(
      [
        'request',
        'bytes',
        'read into fields, µs',
        'looked through, µs',
        'edited, µs',
        'read and edited, µs per MiB',
      ],
      requests.map(({ what, size, read, found, edited }) => [
        ...[what, sized(size), micro(read), micro(found), micro(edited)],
        perMegabyte(read + (edited ?? 0), size),
      ]),
    ),
    table(
      [
        'response',
        'bytes',
        'nothing found, µs',
        'replaced, µs',
        '`meta-defuse-config`, µs',
        'replaced, µs per MiB',
      ],
      responses.map(({ what, size, found, edited, named }) => [
        ...[what, sized(size), micro(found), micro(edited), micro(named)],
        perMegabyte(edited, size),
      ]),
    ),
  ];
}

function proxyTable([now, before]) {
  const head = [
    '',
    'requests/s',
    'proxy CPU µs/request',
    ...(before ? ['the same before', 'ratio'] : []),
  ];
  const rows = JOBS.map(({ what, plain }) => {
    const cost = now.costs.get(what);
    const old = before?.costs.get(what);
    const compared = plain ? [old?.toFixed(0), (cost / old).toFixed(2)] : ['–', '–'];
    return [what, now.rates.get(what).toFixed(0), cost.toFixed(0), ...(before ? compared : [])];
  });
  return table(head, rows);
}

const subjects = [];
let tables;
try {
  subjects.push(await start('now', 'dist/main.js'));
  if (values.before !== undefined) {
    subjects.push(await start('before', resolve(values.before, 'dist/main.js')));
  }
  // Subjects take turns, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const job of JOBS) for (const subject of subjects) await measure(subject, job);
    console.error(`round ${round} is done`);
  }
  tables = [...aloneTables(), proxyTable(subjects)];
} finally {
  await Promise.all([...subjects.map(({ ends }) => ends()), origin.ends()]);
  rmSync(folder, { recursive: true, force: true });
}

const date = new Date().toISOString().slice(0, 10);
const text = `# Bench of bodies

${date}, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}. One run of \`node bench/body.mjs\`. First alone:
processor time, the best of three rounds; a request's body is read into the fields that rules ask about, looked
through for what is to be taken out, and edited (one field out of it, and one click id out of an
address in another). What is longer than 64 KiB was compressed.

${tables[0]}

A response is decompressed, decoded, rewritten and encoded again; where nothing is found, its
original goes on.

${tables[1]}

Then in the proxy, on core ${PROXY_CORE}; origin and load on core ${LOAD_CORE}. ${CONNECTIONS} kept-open HTTPS connections, the
best of ${ROUNDS} rounds of a second, in turns.${
  values.before === undefined
    ? ''
    : ' Before: the program as it was before request bodies were edited.'
}

${tables[2]}`.trimEnd();
console.log(text);
if (values.write) writeSection(join(REPOSITORY, 'docs/bench.md'), text);
