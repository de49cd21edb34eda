/** Median and 95th percentile. */
export function summary(times) {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95) };
}

const COLUMNS = [
  ['requests/s', (row) => row.rate, 0],
  ['proxy CPU µs/request', (row) => row.cost, 0],
  ['first byte alone, median ms', (row) => row.alone.median, 1],
  ['p95', (row) => row.alone.p95, 1],
  ['10 at once, median ms', (row) => row.together.median, 1],
  ['p95', (row) => row.together.p95, 1],
  ['first byte over HTTP/2 alone, median ms', (row) => row.streams.median, 1],
  ['p95', (row) => row.streams.p95, 1],
  ['RSS MB', (row) => row.memory, 0],
];

/** The rows as a Markdown table; each value with its ratio to the base row's. */
export function markdownTable(rows, base) {
  const cell = (row, read, digits) => {
    const value = read(row);
    if (!Number.isFinite(value)) return '–';
    const known = base !== undefined && row !== base && Number.isFinite(read(base));
    const ratio = !known ? '' : ` (${(value / read(base)).toFixed(2)})`;
    return `${value.toFixed(digits)}${ratio}`;
  };
  const lines = rows.map((row) =>
    [row.name, ...COLUMNS.map(([, read, digits]) => cell(row, read, digits))].join(' | '),
  );
  const head = ['', ...COLUMNS.map(([title]) => title)].join(' | ');
  const rule = ['---', ...COLUMNS.map(() => '--:')].join(' | ');
  return [head, rule, ...lines].map((line) => `| ${line.trim()} |`).join('\n');
}
