// Compares, in one run on one machine: no proxy, http-mitm-proxy as it comes, mitmproxy and Squid with
// ssl-bump where they are installed, Eyelid without rules, and Eyelid with EasyList, EasyPrivacy and the
// shipped rules (logging as it comes, and with every event stored). The proxy has core 0 for itself;
// the origin and the load share core 1.
//   node bench/proxy.mjs                 prints the tables
//   node bench/proxy.mjs --write         writes them to docs/bench.md too
//   node bench/proxy.mjs --only eyelid   only the subjects whose name has that word
//   node bench/proxy.mjs --rounds 1      a short look
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeAuthority, makeOriginCertificate } from './proxy/certificates.mjs';
import { allNames, checkVerifies, measure, noResults } from './proxy/measure.mjs';
import { mitmproxyVersion, prepareMitmproxy } from './proxy/mitmproxy.mjs';
import { REPOSITORY, residentMegabytes, startOn } from './proxy/processes.mjs';
import { reportOf } from './proxy/report.mjs';
import { prepareSquid, squidVersion } from './proxy/squid.mjs';
import { hasLists, prepareEyelid } from './proxy/subjects.mjs';
import { rowOf } from './proxy/table.mjs';
import { writeSection } from './sections.mjs';

const DOMAIN = 'bench.test';
const PROXY_CORE = 0;
const LOAD_CORE = 1;
const OURS = 'Eyelid, EasyList + EasyPrivacy, logging as it comes';

const { values: flags } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
  },
});
const rounds = Number(flags.rounds);
const begun = performance.now();
const busyBefore = loadavg()[0].toFixed(2);

const folder = mkdtempSync(join(tmpdir(), 'eyelid-bench-'));
const originFiles = makeOriginCertificate(folder, DOMAIN);
const authority = makeAuthority(folder);
const origin = await startOn(
  LOAD_CORE,
  [process.execPath, 'bench/proxy/origin.mjs', originFiles.key, originFiles.cert],
  /listening (\d+)/,
);
const originPort = Number(origin.found);
const certificate = originFiles.cert;
const setting = { core: LOAD_CORE, origin: originPort, certificate, domain: DOMAIN };

const listsMissing = hasLists() ? null : '../shared/lists is not here';
const versions = { mitmproxy: mitmproxyVersion(), squid: squidVersion() };
const SUBJECTS = [
  { name: 'direct, no proxy', start: async () => ({ proxy: null, ca: originFiles.cert }) },
  { name: 'http-mitm-proxy 1.1.0', start: startBare },
  {
    name: `mitmproxy ${versions.mitmproxy ?? ''}`.trim(),
    start: startMitmproxy,
    missing: versions.mitmproxy === null ? 'mitmdump is not installed' : null,
  },
  {
    name: `Squid ${versions.squid ?? ''}, ssl-bump`.replace(' ,', ','),
    start: startSquid,
    missing:
      versions.squid === null ? 'squid and its program for certificates are not installed' : null,
  },
  { name: 'Eyelid, no rules', start: () => startEyelid('plain', false, 'acted') },
  { name: OURS, start: () => startEyelid('lists', true, 'acted'), missing: listsMissing },
  {
    name: 'Eyelid, EasyList + EasyPrivacy, all events stored',
    start: () => startEyelid('full', true, 'all'),
    missing: listsMissing,
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

async function startMitmproxy() {
  const { command, port, ca } = await prepareMitmproxy(folder, originFiles.cert);
  return { ...(await startOn(PROXY_CORE, command, /(listening)/)), proxy: port, ca };
}

async function startSquid() {
  const names = allNames(rounds, DOMAIN);
  const { command, port, ca } = await prepareSquid(folder, authority, originFiles.cert, names);
  // Squid says nothing on its own output; -d 1 makes it say when it is ready.
  const running = await startOn(PROXY_CORE, [...command, '-d', '1'], /(Accepting SSL bumped)/);
  return { ...running, proxy: port, ca };
}

const remarks = [];
const running = [];
let rows = [];
try {
  const wanted = SUBJECTS.filter(({ name }) =>
    name.toLowerCase().includes(flags.only.toLowerCase()),
  );
  for (const { name, start, missing } of wanted) {
    if (missing) remarks.push(`${name}: not measured, ${missing}.`);
    else running.push({ name, subject: await start(), results: noResults() });
  }
  for (const one of running) {
    if (one.subject.proxy !== null) await checkVerifies(one, setting);
  }
  // Subjects take turns, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < rounds; round += 1) {
    for (const one of running) await measure(one, round, setting);
  }
  rows = running.map(({ name, subject, results }) =>
    rowOf(name, results, residentMegabytes(subject.pid)),
  );
} finally {
  await Promise.all([...running.map(({ subject }) => subject.ends?.()), origin.ends()]);
  rmSync(folder, { recursive: true, force: true });
}

const text = reportOf({
  rows,
  remarks,
  rounds,
  busyBefore,
  ours: OURS,
  seconds: (performance.now() - begun) / 1000,
  cores: { proxy: PROXY_CORE, load: LOAD_CORE },
});
console.log(text);
if (flags.write) writeSection(join(REPOSITORY, 'docs/bench.md'), text);
