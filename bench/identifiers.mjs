// What it costs to look for the household's identifiers: with none, and with
// ten of them, for requests as trackers send them and for bodies that hold
// nothing, up to the limit of what is read, and for those that pass.
//   npm run build && node bench/identifiers.mjs     prints the table
//   node bench/identifiers.mjs --write              writes it to docs/bench.md too
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeSection } from './sections.mjs';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const load = (file) => import(join(REPOSITORY, 'dist/household', file));
const { Identifiers } = await load('identifiers.js');
const { identifierWatch } = await load('watch.js');

const ROUNDS = 15;
const ROUND_US = 40_000;

function watching(count) {
  const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
  try {
    const identifiers = new Identifiers({ path: join(folder, 'identifiers.json'), now: Date.now });
    for (let i = 0; i < count; i++) {
      identifiers.add(i % 2 === 0 ? `person.${i}@example.com` : `+49 151 1234567${i}`, null);
    }
    const { watched } = identifiers;
    return identifierWatch(
      () => watched,
      (error) => {
        throw error;
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A pixel's hit as browsers send it: seven hundred characters, with numbers and one digest. */
const TARGET =
  '/tr/?id=123456789012345&ev=PageView&dl=https%3A%2F%2Fshop.example%2Fp%3Fa%3D1&rl=&if=false' +
  '&ts=1745853805579&sw=375&sh=812&ud[external_id]=f2d25833d060fc7a233f0d4dc46702eff2d25833d060fc7a233f0d4dc46702ef' +
  '&v=2.9.199&r=stable&ec=0&o=12316&fbp=fb.1.1745853804711.505853085526430295&pm=1&hrl=778b8f' +
  '&ler=empty&it=1745853804656&coo=false&cs_cc=1&cas=8371659092860538%2C6070663143017045&rqm=GET';
const request = {
  target: TARGET,
  headers: ['Referer', 'https://shop.example/p?a=1', 'Accept', '*/*'],
  hostname: 'tracker.example',
  party: 'third',
  type: 'image',
};

function json(bytes) {
  const items = [];
  for (let length = 2, i = 0; length < bytes; i++) {
    const item = { id: 1000 + i, name: `some words about item ${i}`, price: i * 1.1, seen: true };
    items.push(item);
    length += JSON.stringify(item).length + 1;
  }
  return JSON.stringify(items).slice(0, bytes);
}

const body = (bytes) => Buffer.from(json(bytes));
const form = (bytes) => Buffer.from(encodeURIComponent(json(bytes)).slice(0, bytes));

/** Microseconds of processor time for one call, in the best of some rounds: the machine does other things, too. */
function time(work) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begun = process.cpuUsage();
    let calls = 0;
    let used = 0;
    while (used < ROUND_US) {
      for (let i = 0; i < 10; i++) work();
      calls += 10;
      const { user, system } = process.cpuUsage(begun);
      used = user + system;
    }
    return used / calls;
  });
  return Math.min(...rounds);
}

/** As the pipeline does it. */
const look = (watch, bytes) => () => (watch.isOn ? watch.look(request, bytes, true) : null);
const CHUNK = 64 * 1024;
const MEGABYTE = Buffer.from(json(1024 * 1024));
const pass = (watch) => () => {
  if (!watch.isOn) return;
  const body = watch.watchBody(request, true, true);
  for (let at = 0; at < MEGABYTE.length; at += CHUNK) body.push(MEGABYTE.subarray(at, at + CHUNK));
  body.end();
};

const [none, ten] = [watching(0), watching(10)];
const CASES = [
  ['address of 0.5 kB, no body', (watch) => look(watch, null)],
  ['and 1 KiB of JSON', (watch) => look(watch, body(1024))],
  ['and 1 KiB of a form', (watch) => look(watch, form(1024))],
  ['and 64 KiB of JSON', (watch) => look(watch, body(CHUNK))],
  ['and 64 KiB of a form', (watch) => look(watch, form(CHUNK))],
  ['1 MiB of JSON that passes', pass],
];
const shown = (microseconds) =>
  microseconds < 0.5 ? '< 0.5 µs' : `${microseconds.toFixed(microseconds < 10 ? 1 : 0)} µs`;
const rows = CASES.map(([name, work]) => [name, time(work(none)), time(work(ten))]);
const date = new Date().toISOString().slice(0, 10);
const machine = cpus()[0]?.model ?? 'unknown processor';
const text = [
  '# Bench of the household’s identifiers',
  `${date}, Node ${process.versions.node}, ${machine}. One run of \`node bench/identifiers.mjs\`; processor
time, the best of ${ROUNDS} rounds. What it takes to look through one request to a third party for hashes and
for values in clear. Nothing is found, as in nearly all requests.`,
  [
    '| what is looked through | no identifiers | ten |',
    '|---|---|---|',
    ...rows.map(([name, off, on]) => `| ${name} | ${shown(off)} | ${shown(on)} |`),
  ].join('\n'),
].join('\n\n');
console.log(text);
if (values.write) writeSection(join(REPOSITORY, 'docs/bench.md'), text);
