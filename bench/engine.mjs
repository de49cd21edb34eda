// The matcher's speed beside others': real requests against real lists, each
// engine in a process of its own, one after another.
//   npm run build && node bench/engine.mjs           prints the tables
//   node bench/engine.mjs --write                    writes them to docs/bench.md too
//   node bench/engine.mjs --only ours --load elep    one engine, one load
//   node bench/engine.mjs --shared ../shared --dist dist
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasShared, LOADS } from './engine/corpus.mjs';
import { enginesTable, partsTable } from './engine/table.mjs';
import { writeSection } from './sections.mjs';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const ENGINES = {
  ours: 'Eyelid',
  ghostery: '@ghostery/adblocker 2.18.2',
  hostnames: 'a set of hostnames',
};
const ABOUT = `One run of \`node bench/engine.mjs\`; each engine in a process of its own, one after another.
Microseconds for one request, from the two strings (its URL and its page's) to the verdict. Median
and p99: the clock around each request, less what the clock itself takes; mean: a whole pass, with the
clock outside. Cold: the first pass. Warm: the best of twelve passes after eleven. In brackets:
the ratio to Eyelid. The set of hostnames is the floor: it knows \`||name^\` and nothing else.
Loaded: from what was compiled before, kept in memory; Eyelid reads the lists too, to know that they
are the same.`;

const { values } = parseArgs({
  options: {
    shared: { type: 'string', default: join(REPOSITORY, '../shared') },
    dist: { type: 'string', default: join(REPOSITORY, 'dist') },
    only: { type: 'string', default: '' },
    load: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});

if (hasShared(values.shared)) await main();
else console.log(`not measured: "${values.shared}" does not hold lists and corpora`);

async function main() {
  const parts = [];
  for (const [load, { name }] of Object.entries(LOADS)) {
    if (load.includes(values.load)) parts.push(`## ${name}\n\n${await measureLoad(load)}`);
  }
  const date = new Date().toISOString().slice(0, 10);
  const machine = cpus()[0]?.model ?? 'unknown processor';
  const text = [
    '# Bench of the matcher',
    `${date}, Node ${process.versions.node}, ${machine}. ${ABOUT}`,
    ...parts,
  ].join('\n\n');
  console.log(text);
  if (values.write) writeSection(join(REPOSITORY, 'docs/bench.md'), text);
}

async function measureLoad(load) {
  const rows = [];
  const remarks = [];
  for (const [engine, name] of Object.entries(ENGINES)) {
    if (!engine.includes(values.only)) continue;
    const measured = await inProcess(engine, load);
    if (measured === null) remarks.push(`${name}: not measured, it is not installed.`);
    else rows.push({ name, ...measured });
  }
  const parts = rows.flatMap(({ more }) => more);
  return [
    enginesTable(rows),
    ...remarks,
    ...(parts.length === 0 ? [] : [`What Eyelid's part takes:\n\n${partsTable(parts)}`]),
  ].join('\n\n');
}

function inProcess(engine, load) {
  const words = { engine, load, shared: resolve(values.shared), dist: resolve(values.dist) };
  const subject = join(REPOSITORY, 'bench/engine/subject.mjs');
  return new Promise((done, failed) => {
    execFile(
      process.execPath,
      ['--expose-gc', subject, JSON.stringify(words)],
      { cwd: REPOSITORY },
      (error, stdout, stderr) => {
        if (error === null) done(JSON.parse(stdout));
        else failed(new Error(`measuring ${engine} failed: ${stderr || error.message}`));
      },
    );
  });
}
