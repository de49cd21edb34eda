import { cpus } from 'node:os';
import { budgetLines } from './budgets.mjs';
import { CONNECTIONS, DOWNLOAD, KNOWN, NAMES_ALONE, NAMES_AT_ONCE, SECONDS } from './measure.mjs';
import { CONNECTING, markdownTable, TRANSFERS } from './table.mjs';

/** The section of docs/bench.md about one run, as Markdown. `run.ours` is the row that has budgets. */
export function reportOf(run) {
  const { rows } = run;
  const base = rows.find((row) => row.name.startsWith('http-mitm-proxy'));
  const parts = [
    '# Bench of the proxy',
    aboutRun(run),
    `Requests: ${CONNECTIONS} kept-open HTTPS connections, one kilobyte each, the best round of ${SECONDS} seconds.
Download: one response of ${DOWNLOAD / 1e6} MB over HTTPS, the best round.`,
    markdownTable(rows, TRANSFERS, base),
    `First byte: TCP, CONNECT, TLS and one request to a host the proxy has never seen, upstream included;
over HTTP/2 where the proxy speaks it to its client. CPU: the best round, for one connection with one
request, over ${NAMES_ALONE + NAMES_AT_ONCE} connections to as many never-seen hosts, and over ${KNOWN} to one known host, without
resumption.`,
    markdownTable(rows, CONNECTING, base),
    run.remarks.join('\n'),
    budgetsOf(run),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function aboutRun({ cores, rounds, seconds, busyBefore }) {
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}. One run of \`node bench/proxy.mjs\`,
${seconds.toFixed(0)} seconds; the proxy alone on core ${cores.proxy}, origin and load together on core ${cores.load}. Subjects take turns,
rounds: ${rounds}. The load average before the run was ${busyBefore}; much above 0.1 means that others used the machine.
"Slowest round": its requests/s as a share of the best one's; a difference smaller than that says
nothing. In brackets: the ratio to http-mitm-proxy 1.1.0 as it comes. CPU and memory are those of all
processes of a subject. "No proxy" is bounded by the load itself, so it says what the load can measure
at most. All proxies verify the origin's certificate, which the bench checks first.`;
}

function budgetsOf({ rows, ours }) {
  const lines = budgetLines(rows, ours);
  if (lines.length === 0) return '';
  const list = lines.map((line) => `- ${line}`).join('\n');
  return `The budgets, for "${ours}"; first bytes in milliseconds, less what they take with no proxy:

${list}`;
}
