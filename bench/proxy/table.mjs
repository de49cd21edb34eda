/** Median and 95th percentile. */
export function summary(times) {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95) };
}

/** What the rounds of one subject come to: the best of its rates and costs, all of its times. */
export function rowOf(name, results, memory) {
  return {
    name,
    memory,
    rate: Math.max(...results.rates),
    slowest: Math.min(...results.rates) / Math.max(...results.rates),
    cost: Math.min(...results.costs),
    download: Math.max(...results.downloads),
    downloadCost: Math.min(...results.downloadCosts),
    freshCost: Math.min(...results.freshCosts),
    knownCost: Math.min(...results.knownCosts),
    alone: summary(results.alone),
    together: summary(results.together),
    streams: summary(results.streams),
    streamsTogether: summary(results.streamsTogether),
  };
}

export const TRANSFERS = [
  ['requests/s', (row) => row.rate, 0],
  ['slowest round', (row) => row.slowest, 2, 'no ratio'],
  ['proxy CPU µs/request', (row) => row.cost, 0],
  ['100 MB, MB/s', (row) => row.download, 0],
  ['proxy CPU ms for it', (row) => row.downloadCost, 0],
  ['RSS MB', (row) => row.memory, 0],
];

export const CONNECTING = [
  ['alone, median ms', (row) => row.alone.median, 1],
  ['p95', (row) => row.alone.p95, 1],
  ['10 at once, median ms', (row) => row.together.median, 1],
  ['p95', (row) => row.together.p95, 1],
  ['HTTP/2 alone, median ms', (row) => row.streams.median, 1],
  ['p95', (row) => row.streams.p95, 1],
  ['HTTP/2, 10 at once, median ms', (row) => row.streamsTogether.median, 1],
  ['p95', (row) => row.streamsTogether.p95, 1],
  ['proxy CPU ms/connection', (row) => row.freshCost, 1],
  ['the same, known host', (row) => row.knownCost, 1],
];

/** The rows as a Markdown table; each value with its ratio to the base row's. */
export function markdownTable(rows, columns, base) {
  const cell = (row, [, read, digits, plain]) => {
    const value = read(row);
    if (!Number.isFinite(value)) return '–';
    const known =
      plain === undefined && base !== undefined && row !== base && Number.isFinite(read(base));
    const ratio = !known ? '' : ` (${(value / read(base)).toFixed(2)})`;
    return `${value.toFixed(digits)}${ratio}`;
  };
  const lines = rows.map((row) =>
    [row.name, ...columns.map((column) => cell(row, column))].join(' | '),
  );
  const head = ['', ...columns.map(([title]) => title)].join(' | ');
  const rule = ['---', ...columns.map(() => '--:')].join(' | ');
  return [head, rule, ...lines].map((line) => `| ${line.trim()} |`).join('\n');
}
