// What looking into a body and editing it cost, without a proxy around it.
// Prints the rows of a table as JSON.
//   node bench/body/alone.mjs <folder of the built program>

import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { formOf, isClickId, isPersonal, jsonOf, partsOf, textOf } from './samples.mjs';

const dist = resolve(process.argv[2]);
const load = (file) => import(pathToFileURL(join(dist, file)).href);
const { readBody } = await load('classify/body.js');
const { editBody } = await load('act/body-fields/edit-body.js');
const { createUnpacking } = await load('proxy/unpack-body.js');
const { decodeBody } = await load('proxy/decode-body.js');
const { rewriteBody } = await load('act/body/rewrite.js');
const { REWRITERS } = await load('act/rewriters/rewriters.js');

const KIB = 1024;
/** Each measurement goes on for so long, three times; the best counts. */
const MILLISECONDS = 250;

/**
 * Microseconds of processor time that one call takes, all threads together: the
 * clock would tell of whatever else the machine does.
 */
async function timed(call) {
  await call();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    let calls = 0;
    const begun = performance.now();
    const before = process.cpuUsage();
    do {
      await call();
      calls += 1;
    } while (performance.now() - begun < MILLISECONDS);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / calls);
  }
  return best;
}

const within = {
  rule: null,
  kind: 'within',
  field: (name) => name === 'dl',
  test: isClickId,
};
const edits = { bodyField: isPersonal, within: [within] };
const nothing = { bodyField: (name) => name === 'nowhere', within: [] };
const unpack = createUnpacking();
const headline = (what, size) => ({ what, size });

/** Of requests: more is not read, and the last is what 64 KiB may become when they are unpacked. */
const REQUESTS = [KIB, 64 * KIB, 512 * KIB];
const RESPONSES = [KIB, 64 * KIB, 1024 * KIB];

const FORMS = [
  ['a form', 'application/x-www-form-urlencoded', formOf],
  ['JSON', 'text/plain', jsonOf],
  ['parts', 'multipart/form-data; boundary=B', partsOf],
];

async function requests() {
  const rows = [];
  for (const [what, type, make] of FORMS) {
    for (const size of REQUESTS) {
      const bytes = Buffer.from(make(size));
      const body = { ...readBody(type, bytes), bytes };
      rows.push({
        ...headline(what, bytes.length),
        read: await timed(() => readBody(type, bytes)),
        found: await timed(() => editBody(body, ['Content-Type', type], nothing)),
        edited: await timed(() => editBody(body, ['Content-Type', type], edits)),
      });
    }
  }
  for (const size of REQUESTS) {
    const packed = gzipSync(jsonOf(size));
    const unpacking = await timed(() => unpack(packed, 'gzip'));
    rows.push({ ...headline('unpacking gzip', size), read: unpacking, found: null, edited: null });
  }
  return rows;
}

const replace = { of: 'text', rewrite: (text) => text.replace(/tracker-[0-9]+/g, 'gone') };
const miss = { of: 'text', rewrite: (text) => text.replace(/beacon-[0-9]+/g, 'gone') };

async function responses() {
  const rows = [];
  const pause = () => new Promise((done) => setImmediate(done));
  for (const coding of ['identity', 'gzip']) {
    for (const size of RESPONSES) {
      const text = Buffer.from(textOf(size));
      const sent = coding === 'gzip' ? gzipSync(text) : text;
      const run = (rewrite) => async () => {
        const plan = { coding, charset: null, isHtml: false, rewrites: [rewrite] };
        const decoded = await decodeBody(sent, coding);
        return rewriteBody(decoded, plan, pause);
      };
      rows.push({
        ...headline(coding === 'gzip' ? 'text in gzip' : 'text', size),
        found: await timed(run(miss)),
        edited: await timed(run(replace)),
        named: await timed(run(REWRITERS['meta-defuse-config'])),
      });
    }
  }
  return rows;
}

console.log(JSON.stringify({ requests: await requests(), responses: await responses() }));
