import type { LogDatabase } from './database.ts';
import {
  addFacts,
  eachMeeting,
  emptySketch,
  type Facts,
  SKETCH_COLUMNS,
  type Sketch,
} from './sketch.ts';
import { dayOf } from './times.ts';

/** Ids per block; fixed by what is stored. */
export const BLOCK_IDS = 256;

export function blockOf(id: number): number {
  return Math.floor(id / BLOCK_IDS);
}

/** What is noted of a row, and when it was. */
export type Noted = Facts & { readonly at: number };

/**
 * Keeps the sketches of the rows that are written, and on which days which facts
 * met. Of all ids from the first block that is stored on, every row is in both.
 */
export interface Blocks {
  /** Notes a row that was just inserted. */
  add(id: number, row: Noted): void;
  /** Writes what was noted; to be called in the same transaction. */
  store(): void;
  /** Forgets what was noted: to be called when the transaction was rolled back. */
  forget(): void;
}

/** The block that rows are added to, and which facts together are in its sketch already. */
interface OpenBlock {
  readonly block: number;
  readonly sketch: Sketch;
  readonly known: Set<string>;
}

/** The same for rows with the same facts: many have. */
function keyOf(row: Facts): string {
  const where = `${row.device} ${row.domain} ${row.page} ${row.tracker} ${row.rule} ${row.list}`;
  return `${where} ${row.action} ${row.type} ${row.level} ${row.tunnel}`;
}

export function createBlocks(db: LogDatabase): Blocks {
  const stored = storedSketch(db);
  const sketched = rowSketcher(db);
  const put = sketchWriter(db);
  const meetings = meetingWriter(db);
  let open: OpenBlock | null = null;
  const store = () => {
    if (open !== null) put(open.block, open.sketch);
  };
  return {
    add(id, row) {
      const block = blockOf(id);
      if (open?.block !== block) {
        store();
        // Rows of before this schema may lie in the same block.
        open = { block, sketch: stored(block) ?? sketched(block), known: new Set() };
      }
      const key = keyOf(row);
      if (!open.known.has(key)) {
        open.known.add(key);
        addFacts(open.sketch, row);
      }
      meetings.note(row, key);
    },
    store,
    forget() {
      open = null;
      meetings.forget();
    },
  };
}

/**
 * Sketches a block of rows that were stored before there were sketches, the
 * newest first; false where none is left. Each call is a transaction.
 */
export function createBlockFiller(db: LogDatabase): () => boolean {
  const sketched = rowSketcher(db);
  const put = sketchWriter(db);
  const lowest = db.prepare<[], number | null>('SELECT min(block) FROM blocks').pluck();
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM events').pluck();
  const older = db
    .prepare<[number], number>('SELECT id FROM events WHERE id < ? ORDER BY id DESC LIMIT 1')
    .pluck();
  const fill = db.transaction((): boolean => {
    const low = lowest.get() ?? null;
    const below = low === null ? (newest.get() ?? -1) + 1 : low * BLOCK_IDS;
    const id = older.get(below);
    if (id === undefined) return false;
    put(blockOf(id), sketched(blockOf(id)));
    return true;
  });
  return () => fill.immediate();
}

/** More meetings than this are forgotten, and stored once more. */
const MAX_REMEMBERED = 100_000;

/** Remembered sets of facts of rows, likewise. */
const MAX_ROWS = 20_000;

/** Most facts met before, on the same day: what is remembered is not written again. */
function meetingWriter(db: LogDatabase) {
  const put = db.prepare<number[]>(
    'INSERT OR IGNORE INTO day_meetings (day, pair, a, b) VALUES (?, ?, ?, ?)',
  );
  let known = new Map<number, Set<number>>();
  let rows = new Set<string>();
  let size = 0;
  let today = Number.NaN;
  const forget = () => {
    known = new Map();
    rows = new Set();
    size = 0;
  };
  const meet = (pair: number, a: number, b: number): void => {
    const key = a * PAIR_CODES + pair;
    const met = known.get(key) ?? new Set();
    if (met.has(b)) return;
    if (met.size === 0) known.set(key, met);
    met.add(b);
    size += 1;
    put.run(today, pair, a, b);
  };
  return {
    note(row: Noted, key = keyOf(row)): void {
      const day = dayOf(row.at);
      if (day !== today || size >= MAX_REMEMBERED || rows.size >= MAX_ROWS) forget();
      today = day;
      if (rows.has(key)) return;
      rows.add(key);
      eachMeeting(row, meet);
    },
    forget,
  };
}

/** More than there are numbers of pairs. */
const PAIR_CODES = 64;

function sketchWriter(db: LogDatabase): (block: number, sketch: Sketch) => void {
  const put = db.prepare<number[]>(
    `INSERT OR REPLACE INTO blocks (block, ${SKETCH_COLUMNS.join(', ')})
     VALUES (?${', ?'.repeat(SKETCH_COLUMNS.length)})`,
  );
  return (block, sketch) => void put.run(block, ...sketch);
}

function storedSketch(db: LogDatabase): (block: number) => Sketch | null {
  const get = db
    .prepare<[number], number[]>(`SELECT ${SKETCH_COLUMNS.join(', ')} FROM blocks WHERE block = ?`)
    .raw();
  return (block) => {
    const words = get.get(block);
    return words === undefined ? null : Int32Array.from(words);
  };
}

/** Makes the sketch of the rows that are stored of a block, and notes what met in them. */
function rowSketcher(db: LogDatabase): (block: number) => Sketch {
  const meetings = meetingWriter(db);
  const rows = db.prepare<[number, number], Noted>(
    `SELECT at, device, domain, page, tracker, action, rule, list, type, level, tunnel
     FROM events NOT INDEXED WHERE id BETWEEN ? AND ?`,
  );
  return (block) => {
    const sketch = emptySketch();
    const first = block * BLOCK_IDS;
    for (const row of rows.all(first, first + BLOCK_IDS - 1)) {
      addFacts(sketch, row);
      meetings.note(row);
    }
    // What it remembers may be rolled back with the transaction.
    meetings.forget();
    return sketch;
  };
}
