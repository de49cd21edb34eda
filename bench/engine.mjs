// The matcher's speed: real requests against real lists.
//
//   npm run build && node --expose-gc bench/engine.mjs [--shared ../shared] [--dist dist] [--passes 7]
//
// Prints, for EasyList with EasyPrivacy and for all lists there: the time to
// compile them, the longest time that compiling holds the event loop, memory
// after it (on the heap, and in flat blocks beside it), and microseconds for
// one request, cold and warm. `new URL` on the same addresses is the yardstick:
// it says how fast the machine was during the run.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    shared: { type: 'string', default: '../shared' },
    dist: { type: 'string', default: 'dist' },
    passes: { type: 'string', default: '7' },
  },
});
const load = (file) => import(pathToFileURL(resolve(values.dist, file)).href);
const { createRuleCompiler } = await load('rules/compiler.js');
const { readRuleFile } = await load('rules/rule-file.js');
const { describe } = await load('classify/describe.js');
const { createRegistrableDomain } = await load('classify/registrable-domain.js');
const registrableDomain = createRegistrableDomain();

const ALIASES = { xmlhttprequest: 'xhr' };
const lists = join(values.shared, 'lists');
const folders = ['adguard', 'easylist', 'fanboy', 'hosts', 'ublock'];
const all = folders.flatMap((folder) =>
  readdirSync(join(lists, folder)).map((name) => join(folder, name)),
);

await run(
  'EasyList, EasyPrivacy',
  all.filter((file) => file.startsWith('easylist')),
  'consensus-elep',
);
await run(`all ${all.length} lists`, all, 'consensus-big');

async function run(name, files, corpus) {
  const requests = readRequests(corpus);
  const memory = usedMemory();
  const loop = watchLoop();
  const started = performance.now();
  const compile = createRuleCompiler(registrableDomain);
  const read = [];
  for (const file of files) {
    read.push(readRuleFile(file, readFileSync(join(lists, file)), null));
    await nextTurn();
  }
  const rules = await compile(read);
  const compiled = performance.now() - started;
  const held = loop.stop();
  const after = usedMemory();
  console.log(`\n${name}: ${rules.size} rules, ${requests.length} requests`);
  console.log(
    `  compiled in ${compiled.toFixed(0)} ms, the loop held for ${held.toFixed(0)} ms at most`,
  );
  console.log(
    `  memory ${megabytes(after.heap - memory.heap)} on the heap, ${megabytes(after.blocks - memory.blocks)} in blocks`,
  );
  const match = (request) => rules.match(request, null);
  report('cold', measure(requests, match));
  for (let pass = 0; pass < Number(values.passes); pass++) measure(requests, match);
  report('warm', measure(requests, match));
  report(
    'new URL',
    measure(requests, ({ url }) => new URL(url)),
  );
}

function readRequests(corpus) {
  const path = join(values.shared, 'corpora', corpus, 'requests.jsonl');
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { url, sourceUrl, type } = JSON.parse(line);
      const head = { method: 'GET', url, headers: [] };
      return describe(head, {
        device: null,
        registrableDomain,
        sourceUrl,
        type: ALIASES[type] ?? type,
      });
    })
    .filter((request) => request !== null);
}

/** Microseconds for each request, ascending; the mean is of the whole pass, without the clock. */
function measure(requests, work) {
  const times = new Float64Array(requests.length);
  for (let i = 0; i < requests.length; i++) {
    const started = performance.now();
    work(requests[i]);
    times[i] = (performance.now() - started) * 1000;
  }
  const started = performance.now();
  for (const request of requests) work(request);
  const mean = ((performance.now() - started) * 1000) / requests.length;
  return { times: times.sort(), mean };
}

function report(name, { times, mean }) {
  const at = (share) => times[Math.floor(times.length * share)].toFixed(2);
  console.log(
    `  ${name.padEnd(8)} median ${at(0.5)}, mean ${mean.toFixed(2)}, p99 ${at(0.99)}, p99.9 ${at(0.999)} µs`,
  );
}

function usedMemory() {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heap: heapUsed, blocks: arrayBuffers };
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The longest time in which the event loop did not turn. */
function watchLoop() {
  let longest = 0;
  let last = performance.now();
  let running = true;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(look);
  };
  look();
  return {
    stop: () => {
      look();
      running = false;
      return longest;
    },
  };
}
