/**
 * What must hold between two subjects: `share` is the most that ours may be of
 * the other's for `less`, the least for `more`. First bytes are compared
 * without what they take with no proxy.
 */
const BUDGETS = [
  { what: 'first byte', other: 'mitmproxy', read: (row) => row.alone.median, less: 0.5 },
  { what: 'first byte', other: 'Squid', read: (row) => row.alone.median, less: 1 },
  {
    what: 'first byte, 10 at once',
    other: 'mitmproxy',
    read: (row) => row.together.median,
    less: 0.5,
  },
  { what: 'first byte, 10 at once', other: 'Squid', read: (row) => row.together.median, less: 1 },
  {
    what: 'first byte over HTTP/2',
    other: 'mitmproxy',
    read: (row) => row.streams.median,
    less: 0.5,
  },
  { what: 'requests/s', other: 'http-mitm-proxy', read: (row) => row.rate, more: 1 },
  { what: 'requests/s', other: 'Squid', read: (row) => row.rate, more: 1 },
  { what: 'MB/s of the download', other: 'Squid', read: (row) => row.download, more: 1 },
];

/** A line for each budget of which all subjects were measured. */
export function budgetLines(rows, oursName) {
  const find = (start) => rows.find((row) => row.name.startsWith(start));
  const [ours, direct] = [find(oursName), find('direct')];
  if (ours === undefined || direct === undefined) return [];
  return BUDGETS.flatMap((budget) => {
    const other = find(budget.other);
    return other === undefined ? [] : [lineOf(budget, ours, other, direct)];
  });
}

function lineOf({ what, read, less, more }, ours, other, direct) {
  const without = less === undefined ? 0 : read(direct);
  const [mine, theirs] = [read(ours) - without, read(other) - without];
  const share = mine / theirs;
  const holds = less === undefined ? share >= more : share <= less;
  const wanted = less === undefined ? `at least ${more}` : `at most ${less}`;
  const figures = `${mine.toFixed(1)} against ${theirs.toFixed(1)}, ${share.toFixed(2)} of it`;
  return `${what}, ${other.name}: ${figures}; wanted ${wanted}: ${holds ? 'kept' : 'missed'}`;
}
