/**
 * Rows of cells as lines whose columns stand below each other; those named in
 * `numbers`, counted from 0, are aligned to the right. Two blanks between them.
 */
export function columns(
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, at) => Math.max(widest[at] ?? 0, lengthOf(cell))),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const blanks = ' '.repeat((widths[at] ?? 0) - lengthOf(cell));
        return numbers.includes(at) ? blanks + cell : cell + blanks;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** In characters, as most terminals show them. */
function lengthOf(text: string): number {
  return [...text].length;
}
