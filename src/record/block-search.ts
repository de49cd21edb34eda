import { BLOCK_IDS, blockOf } from './blocks.ts';
import { combinationsOf } from './combinations.ts';
import type { LogDatabase } from './database.ts';
import type { Condition, Range, ResolvedFilter } from './filter.ts';
import { createMeeting } from './meeting.ts';
import { sketchOf, sketchTest } from './sketch.ts';
import { HOLDS_TEXT, TEXT_BLOCKS, TEXT_COLUMNS, TEXT_ROWS } from './text-search.ts';
import type { Span } from './times.ts';

/** A statement that yields ids; each text is prepared once. */
export type Prepared = (sql: string) => {
  all(parameters: object): number[];
  get(parameters: object): number | undefined;
};

export interface Wanted {
  readonly order: 'ASC' | 'DESC';
  /** A LIKE pattern, or null. */
  readonly text: string | null;
  readonly limit: number;
}

/**
 * Finds rows by the sketches of their blocks, in order. `older` searches the
 * rows of a range that have no sketch.
 */
export type SearchBlocks = (
  resolved: ResolvedFilter,
  wanted: Wanted,
  older: (resolved: ResolvedFilter, left: number) => readonly number[],
) => readonly number[];

/** Blocks that are read at first; each time more, since what was sought was not near. */
const FIRST_BLOCKS = 4;
const MOST_BLOCKS = 256;
/**
 * A search for what hardly ever meets ends after this many milliseconds: others
 * wait for an answer too. A page may be short then.
 */
const PATIENCE_MS = 1000;

/** Reads blocks that may hold what is wanted, more at a time, until there is enough or it took too long. */
function readBlocks(prepared: Prepared, resolved: ResolvedFilter, wanted: Wanted): number[] {
  const next = candidates(prepared, resolved, wanted.order);
  const begun = performance.now();
  const found: number[] = [];
  let looked = 0;
  let left = wanted.text === null ? Number.POSITIVE_INFINITY : TEXT_BLOCKS;
  for (let size = FIRST_BLOCKS; performance.now() - begun < PATIENCE_MS; ) {
    const blocks = next(Math.min(size, left));
    if (blocks.length === 0) break;
    left -= blocks.length;
    size = Math.min(MOST_BLOCKS, size * 4);
    // A search for a text looks at a bounded number of rows, others at a page.
    const limit = wanted.text === null ? wanted.limit - found.length : TEXT_ROWS - looked;
    const ids = rowsOf(prepared, resolved, wanted, blocks, limit);
    looked += ids.length;
    found.push(...ids.filter((id) => id > 0));
    if (found.length >= wanted.limit || looked >= TEXT_ROWS || left === 0) break;
  }
  return found.slice(0, wanted.limit);
}

export function createBlockSearch(db: LogDatabase, prepared: Prepared): SearchBlocks {
  const firstBlock = db.prepare<[], number | null>('SELECT min(block) FROM blocks').pluck();

  const meeting = createMeeting(db);
  const idsOf = createIdsOfDays(db);

  const inSketched = (all: ResolvedFilter, wanted: Wanted): number[] => {
    const met = meeting(all.conditions);
    if (met === null) return [];
    const range = met === 'always' ? all.range : within(all.range, idsOf(met));
    return readBlocks(prepared, { ...all, range }, wanted);
  };

  return (resolved, wanted, older) => {
    const { range } = resolved;
    const sketchedFrom = (firstBlock.get() ?? Number.MAX_SAFE_INTEGER) * BLOCK_IDS;
    const parts = [
      () =>
        inSketched(
          { ...resolved, range: within(range, { low: sketchedFrom, high: range.high }) },
          wanted,
        ),
      (left: number) =>
        range.low >= sketchedFrom
          ? []
          : older(
              { ...resolved, range: within(range, { low: range.low, high: sketchedFrom - 1 }) },
              left,
            ),
    ];
    const found: number[] = [];
    for (const part of wanted.order === 'DESC' ? parts : parts.toReversed()) {
      if (found.length < wanted.limit) found.push(...part(wanted.limit - found.length));
    }
    return found.slice(0, wanted.limit);
  };
}

/** The ids that rows of some days may have. */
function createIdsOfDays(db: LogDatabase): (days: Span) => Ids {
  const ids = db.prepare<[Span], { low: number | null; high: number | null }>(
    `SELECT min(first_id) AS low, max(last_id) AS high FROM hours
     WHERE hour BETWEEN @first * 24 AND @last * 24 + 23`,
  );
  return (days) => {
    const { low, high } = ids.get(days) ?? { low: null, high: null };
    return { low: low ?? 0, high: high ?? -1 };
  };
}

type Ids = Pick<Range, 'low' | 'high'>;

function within(range: Range, { low, high }: Ids): Range {
  return { ...range, low: Math.max(range.low, low), high: Math.min(range.high, high) };
}

export function parametersOf(conditions: readonly Condition[]): object {
  return Object.assign({}, ...conditions.map(({ parameters }) => parameters));
}

/** The next blocks, in order, of which a row may meet all conditions. */
function candidates(
  prepared: Prepared,
  { conditions, range }: ResolvedFilter,
  order: 'ASC' | 'DESC',
): (count: number) => readonly number[] {
  const tests = combinationsOf(conditions).map((facts) => sketchTest(sketchOf(facts)));
  const meets = tests.length === 0 ? '1' : `(${tests.map((test) => test || '1').join(' OR ')})`;
  const sql = `SELECT block FROM blocks WHERE block BETWEEN @low AND @high AND ${meets}
    ORDER BY block ${order} LIMIT @count`;
  let low = blockOf(range.low);
  let high = blockOf(range.high);
  return (count) => {
    const blocks = low > high ? [] : prepared(sql).all({ low, high, count });
    const last = blocks.at(-1);
    if (order === 'ASC') low = (last ?? high) + 1;
    else high = (last ?? low) - 1;
    return blocks;
  };
}

/**
 * The ids of the rows of some blocks that meet all conditions, in order;
 * negative where such a row does not hold the text that is sought.
 */
function rowsOf(
  prepared: Prepared,
  { conditions, range }: ResolvedFilter,
  { order, text }: Wanted,
  blocks: readonly number[],
  limit: number,
): number[] {
  const tests = conditions.map(({ check }) => check);
  // Named apart: what json_each yields has columns with names of ours.
  const rows = (columns: string) => `
    SELECT ${columns} FROM (SELECT value AS block FROM json_each(@blocks)) AS sought
    CROSS JOIN events NOT INDEXED
      ON id BETWEEN block * ${BLOCK_IDS} AND block * ${BLOCK_IDS} + ${BLOCK_IDS - 1}
    WHERE ${[...tests, 'id BETWEEN @low AND @high', 'at BETWEEN @since AND @until'].join(' AND ')}
    ORDER BY id ${order} LIMIT @limit`;
  const sql =
    text === null
      ? rows('id')
      : `SELECT iif(${HOLDS_TEXT}, id, -id) FROM (${rows(TEXT_COLUMNS)}) ORDER BY id ${order}`;
  return prepared(sql).all({
    ...{ ...parametersOf(conditions), ...range, blocks: JSON.stringify(blocks), limit },
    ...(text === null ? {} : { text }),
  });
}
