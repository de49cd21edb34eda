// The log's speed: how long each view of the page takes on millions of rows, how
// many events a second are stored, and what that costs who waits meanwhile.
//
//   npm run build && node bench/log.mjs [--rows 10000000] [--runs 30] [--dist dist]
//     [--keep FILE] [--write]
//
// With --keep the file stays, and a second run measures it again: ten million
// rows take some minutes once. --write puts the result into docs/bench.md.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { besideProxy, store } from './log/beside.mjs';
import { fill } from './log/fill.mjs';
import { household } from './log/household.mjs';
import { views } from './log/views.mjs';
import { writeSection } from './sections.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '30' },
    dist: { type: 'string', default: 'dist' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const load = (file) => import(pathToFileURL(resolve(values.dist, 'record', file)).href);
const { openDatabase } = await load('database.js');
const { createWriter } = await load('writer.js');
const { guarded } = await load('guard.js');
const { Recorder } = await load('recorder.js');
const { LogQueries } = await load('queries.js');
const { openLogReader } = await load('log-reader.js');
const { Retention } = await load('retention.js');

const DAYS = 30;
const DAY_MS = 86_400_000;
const TARGET_MS = 100;
const domainOf = (host) => host.split('.').slice(-2).join('.');
const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
const path = values.keep ?? join(folder, 'events.db');
const isNew = !existsSync(path);
const db = openDatabase(path, console.error);
if (isNew) {
  const begun = performance.now();
  const parts = { createWriter, guarded, domainOf };
  const until = Date.now();
  fill(db, parts, { rows: Number(values.rows), days: DAYS, until, seed: 1 });
  console.log(`made in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}
const rows = db.prepare('SELECT count(*) FROM events').pluck().get();
const { size } = statSync(path);

const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const figures = (times) => {
  const sorted = times.toSorted((a, b) => a - b);
  return [at(sorted, 0.5), at(sorted, 0.95), at(sorted, 1)];
};
const shown = (ms) => ms.toFixed(ms < 10 ? 1 : 0);
const table = (head, lines) =>
  [head, ['---', ...head.slice(1).map(() => '--:')], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

// Every view once for each run, in turn: what one of them read is not waiting for it the next time.
const queries = new LogQueries(path);
const asked = Object.entries(views(queries)).map(([name, ask]) => ({ name, ask, times: [] }));
for (let run = 0; run < Number(values.runs); run++) {
  for (const view of asked) {
    const start = performance.now();
    await view.ask();
    view.times.push(performance.now() - start);
  }
}
queries.close();
const measured = asked.map(({ name, times }) => ({ name, times: figures(times) }));
const slow = measured.filter(({ times }) => times[1] > TARGET_MS).map(({ name }) => name);

// What is stored one after the other, as fast as it goes.
const settings = { detail: 'names', scope: 'all' };
const recorder = new Recorder({ db, settings, domainOf, warn: console.error });
const newest = db.prepare('SELECT max(at) FROM events').pluck().get();
const some = [...household({ from: newest, until: newest + DAY_MS, events: 20_000, seed: 7 })];
const flushes = [];
for (const [i, event] of some.entries()) {
  recorder.record(event);
  if ((i + 1) % 100 > 0) continue;
  const start = performance.now();
  recorder.flush();
  flushes.push(performance.now() - start);
}
const writing = flushes.reduce((sum, each) => sum + each, 0) / 1000;

const reader = openLogReader(db, console.error);
const nobody = async () => 0;
const everything = async (isDone) => {
  const here = new LogQueries(path);
  const questions = Object.values(views(here, reader));
  here.close();
  let count = 0;
  while (!isDone()) {
    await questions[count % questions.length]();
    count += 1;
  }
  return count;
};
const alone = await store(recorder, newest + DAY_MS, nobody);
const read = await store(recorder, newest + DAY_MS + 60_000, everything);
recorder.close();
await reader.close();

// A week has become too old: how long does a step of pruning hold the loop?
const retention = new Retention({
  db,
  settings: { days: DAYS - 7, counterDays: 400, megabytes: 100_000 },
  now: () => newest,
  warn: console.error,
});
const steps = [];
for (let step = 0; step < 500; step++) {
  const start = performance.now();
  retention.step();
  steps.push(performance.now() - start);
}
const pruned = figures(steps);
db.close();
const proxies = await besideProxy();
rmSync(folder, { recursive: true, force: true });

const [cpu] = cpus();
const text = `# Bench of the log

\`node bench/log.mjs\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), load of the machine at the end ${loadavg()[0]?.toFixed(1)}.

A generated household of twelve devices, ${rows.toLocaleString('en')} rows of ${DAYS} days: two days written by the program's own writer and copied with their counters. ${(size / 2 ** 20).toFixed(0)} MiB, ${Math.round(size / rows)} bytes a row.

## Views

Each ${values.runs} times, in turn, in one thread and on a connection of its own. Aim: the 95th percentile under ${TARGET_MS} ms. ${slow.length === 0 ? 'All meet it.' : `Over it: ${slow.join('; ')}.`}

${table(
  ['view', 'median, ms', '95th percentile, ms', 'worst, ms'],
  measured.map(({ name, times }) => [name, ...times.map(shown)]),
)}

## Storing

${Math.round(some.length / writing).toLocaleString('en')} events a second one after the other on the full log; a transaction of 100 takes ${shown(figures(flushes)[0])} ms in the median, ${shown(figures(flushes)[1])} ms at the 95th percentile. A step of pruning holds the loop for ${shown(pruned[0])} ms in the median, ${shown(pruned[1])} ms at the 95th percentile, ${shown(pruned[2])} ms at worst.

With 5,000 events a second given, the delay of the event loop:

${table(
  ['meanwhile', 'stored a second', 'dropped', 'median, ms', '99th percentile, ms', 'worst, ms'],
  [
    ['nobody reads', alone],
    [`${read.asked} views were read in threads`, read],
  ].map(([name, of]) => [
    ...[name, Math.round(of.perSecond).toLocaleString('en'), String(of.dropped)],
    ...[of.median, of.p99, of.worst].map(shown),
  ]),
)}

HTTPS requests through the proxy on one core, keep-alive, no filter lists:

${table(
  ['`log.scope`', 'requests a second', 'processor time of each, µs'],
  proxies.map(({ scope, perSecond, micro }) => [
    scope === 'all' ? '`all`: every exchange is stored' : '`acted`: they are counted',
    Math.round(perSecond).toLocaleString('en'),
    micro.toFixed(0),
  ]),
)}
`;
console.log(text);
if (values.write) writeSection('docs/bench.md', text);
