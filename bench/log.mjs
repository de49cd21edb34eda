// The log's speed: how many events a second it stores, how long one write holds
// the event loop, what an exchange that just passes costs, and how long the
// queries of the page take.
//
//   npm run build && node bench/log.mjs [--rows 200000] [--dist dist] [--keep FILE]
//
// With --keep the file stays, and a second run goes on with it: ten million
// rows take some minutes once.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    dist: { type: 'string', default: 'dist' },
    keep: { type: 'string' },
  },
});
const load = (file) => import(pathToFileURL(resolve(values.dist, 'record', file)).href);
const { openDatabase } = await load('database.js');
const { Recorder } = await load('recorder.js');
const { LogQueries } = await load('queries.js');
const { Retention } = await load('retention.js');

const wanted = Number(values.rows);
const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
const path = values.keep ?? join(folder, 'events.db');
const db = openDatabase(path, console.error);
const present = Number(db.prepare('SELECT count(*) FROM events').pluck().get());

// A household: twelve devices, four hundred sites, six thousand hosts, trackers
// whose shares fall off as they do in life. The numbers repeat with the seed.
let seed = 20_260_304;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 4_294_967_296;
};
const skewed = (size) => Math.floor(size * random() ** 3);
const ACTIONS = ['block', 'block', 'block', 'block', 'stub', 'strip', 'strip', 'allow', 'log'];
const end = Date.UTC(2026, 2, 31);
const spacing = (30 * 86_400_000) / wanted;

function event(number) {
  const device = skewed(12);
  const tracker = skewed(60);
  const site = skewed(400);
  const rule = {
    list: `list${tracker % 7}.txt`,
    line: site * 60 + tracker,
    text: `||h${site}.tracker${tracker}.example^`,
  };
  return {
    at: Math.round(end - (wanted - number) * spacing),
    device: `mac:02:00:00:00:00:${String(device).padStart(2, '0')}`,
    deviceName: `Device ${device}`,
    kind: 'https',
    method: random() < 0.7 ? 'GET' : 'POST',
    host: `h${site}.tracker${tracker}.example`,
    port: 443,
    path: `/collect/${Math.floor(random() * 1e6)}?id&ev&dl&rl&if&ts&sw&sh`,
    page: `www.site${skewed(400)}.example`,
    type: 'image',
    party: 'third',
    action: random() < 0.0005 ? 'placeholder' : ACTIONS[Math.floor(random() * ACTIONS.length)],
    observed: false,
    rule,
    undone: random() < 0.1 ? rule : null,
    tracker: `Tracker ${tracker}`,
    summary: `Tracker ${tracker} was told: PageView`,
    fields: random() < 0.2 ? ['em', 'ph'] : [],
    removed: [],
    bytesUp: 700,
    bytesDown: 43,
    duration: 12,
    status: null,
  };
}

const percentile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const show = (name, times) => {
  const sorted = times.toSorted((a, b) => a - b);
  const ms = (share) => `${percentile(sorted, share).toFixed(2)} ms`.padStart(11);
  console.log(`${name.padEnd(34)} median ${ms(0.5)}  p95 ${ms(0.95)}  worst ${ms(1)}`);
};

const domainOf = (host) => host.split('.').slice(-2).join('.');
const recorder = new Recorder({
  db,
  settings: { detail: 'names', scope: 'acted' },
  domainOf,
  warn: console.error,
});
/** Rows per flush: as many as the recorder writes in one transaction. */
const BATCH = 100;
const flushes = [];
let recording = 0;
const began = performance.now();
const processor = process.cpuUsage();
for (let i = present; i < wanted; i++) {
  const each = event(i);
  const start = performance.now();
  recorder.record(each);
  recording += performance.now() - start;
  if ((i + 1) % BATCH > 0 && i + 1 < wanted) continue;
  const flush = performance.now();
  recorder.flush();
  flushes.push(performance.now() - flush);
}
const made = wanted - present;
if (made > 0) {
  const writing = flushes.reduce((sum, each) => sum + each, 0) + recording;
  console.log(`stored ${made} events in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  console.log(`  ${Math.round(made / (writing / 1000))} events/s while writing`);
  const { user, system } = process.cpuUsage(processor);
  const each = ((user + system) / made).toFixed(1);
  console.log(`  ${each} µs of processor time each, the making of the events included`);
  show(`one transaction of ${BATCH}`, flushes);
}
recorder.close();
// What only passes, on a log of its own: counted, not stored. Each round is what
// comes in 250 ms, so its writing is in the figure.
function passing(devices, hosts, perSecond) {
  const log = openDatabase(':memory:', console.error);
  const parts = { db: log, settings: { detail: 'names', scope: 'acted' }, domainOf };
  const counter = new Recorder({ ...parts, warn: console.error });
  const events = Array.from({ length: 100_000 }, (_, i) => {
    const device = Math.floor(random() * devices);
    const host = `h${skewed(hosts)}.site${device}.example`;
    const who = { device: `ip:${device}`, deviceName: `Device ${device}` };
    return { ...event(i), at: end + i, action: 'pass', rule: null, undone: null, host, ...who };
  });
  const round = perSecond / 4;
  const start = performance.now();
  for (const [i, each] of events.entries()) {
    counter.record(each);
    if ((i + 1) % round === 0) counter.flush();
  }
  counter.close();
  const cost = (((performance.now() - start) * 1000) / events.length).toFixed(2);
  console.log(`passing: ${devices} devices, ${hosts} hosts, ${perSecond}/s: ${cost} µs each`);
  log.close();
}
for (const perSecond of [400, 4000]) {
  passing(1, 10, perSecond);
  passing(12, 100, perSecond);
}
const { size } = statSync(path);
console.log(
  `${wanted} rows, ${(size / 2 ** 20).toFixed(0)} MiB, ${Math.round(size / wanted)} bytes a row`,
);

const queries = new LogQueries(path);
const day = 86_400_000;
const middle = Math.floor(wanted / 2);
const busy = { device: 'mac:02:00:00:00:00:00' };
const views = {
  'newest page': () => queries.rows({ limit: 100 }),
  'page in the middle': () => queries.rows({ limit: 100, before: middle }),
  'one device': () => queries.rows({ ...busy, limit: 100 }),
  'one rare device': () => queries.rows({ device: 'mac:02:00:00:00:00:11', limit: 100 }),
  'one tracker': () => queries.rows({ tracker: 'Tracker 3', limit: 100 }),
  'rare action': () => queries.rows({ action: 'placeholder', limit: 100 }),
  'one list': () => queries.rows({ list: 'list4.txt', limit: 100 }),
  'registrable domain': () => queries.rows({ host: 'tracker5.example', limit: 100 }),
  'single host': () => queries.rows({ host: 'h300.tracker5.example', limit: 100 }),
  'whole top-level domain': () => queries.rows({ host: 'example', limit: 100 }),
  'device, tracker and action': () =>
    queries.rows({ ...busy, tracker: 'Tracker 9', action: 'strip', limit: 100 }),
  'rare device, site and tracker': () =>
    queries.rows({
      device: 'mac:02:00:00:00:00:11',
      page: 'www.site399.example',
      tracker: 'Tracker 59',
      limit: 100,
    }),
  'one day': () => queries.rows({ since: end - 9 * day, until: end - 8 * day, limit: 100 }),
  'tracker on one day': () =>
    queries.rows({ tracker: 'Tracker 9', since: end - 9 * day, until: end - 8 * day, limit: 100 }),
  'text, frequent': () => queries.rows({ text: 'tracker1', limit: 100 }),
  'text, nowhere': () => queries.rows({ text: 'no such words', limit: 100 }),
  'text, nowhere, on one device': () =>
    queries.rows({ ...busy, text: 'no such words', limit: 100 }),
  'one row': () => queries.row(middle),
  'overview of a day': () => queries.overview(end - day),
  'overview of a week': () => queries.overview(end - 7 * day),
  'overview of all': () => queries.overview(0),
};
for (const [name, view] of Object.entries(views)) {
  const times = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    view();
    times.push(performance.now() - start);
  }
  show(name, times);
}

// Half of the span has become too old: how long does a step of pruning take?
if (values.keep === undefined) {
  const settings = { days: 15, counterDays: 400, megabytes: 100_000 };
  const retention = new Retention({ db, settings, now: () => end, warn: console.error });
  const steps = [];
  for (let more = true; more; ) {
    const start = performance.now();
    more = retention.step();
    steps.push(performance.now() - start);
  }
  show(`pruning, ${steps.length} steps`, steps);
}
queries.close();
db.close();
rmSync(folder, { recursive: true, force: true });
