const COLUMNS = [
  ['rules', ({ rules }) => rules, 0],
  ['built ms', ({ buildMs }) => buildMs, 0],
  ['loaded ms', ({ loadMs }) => loadMs, 0],
  ['heap MB', ({ heapMb }) => heapMb, 1],
  ['blocks MB', ({ blocksMb }) => blocksMb, 1],
  ['blocked', ({ blocked }) => blocked, 0],
  ['cold median', ({ cold }) => cold.median, 2],
  ['mean', ({ cold }) => cold.mean, 2],
  ['p99', ({ cold }) => cold.p99, 1],
];

const WARM = [
  ['warm median', ({ warm }) => warm.median, 2],
  ['mean', ({ warm }) => warm.mean, 2],
  ['p99', ({ warm }) => warm.p99, 1],
];

/** One row for each engine; in brackets, how many times longer than the first takes. */
export function enginesTable(rows) {
  const base = rows[0];
  const line = (row) => [
    row.name,
    ...COLUMNS.map(([, read, digits]) => number(read(row), digits)),
    ...WARM.map(([, read, digits]) => {
      const ratio = row === base ? '' : ` (${(read(row) / read(base)).toFixed(2)})`;
      return `${number(read(row), digits)}${ratio}`;
    }),
  ];
  return markdown([...COLUMNS, ...WARM], rows.map(line));
}

/** What parts of the work of the first take. */
export function partsTable(parts) {
  const lines = parts.map((part) => [
    part.name,
    ...WARM.map(([, read, digits]) => number(read(part), digits)),
  ]);
  return markdown(WARM, lines);
}

function markdown(columns, lines) {
  const head = ['', ...columns.map(([title]) => title)];
  const rule = ['---', ...columns.map(() => '--:')];
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function number(value, digits) {
  // Not "-0.0".
  return value === null ? '–' : value.toFixed(digits).replace(/^-(?=[0.]+$)/, '');
}
