import type { LogDatabase } from './database.ts';
import { addFacts, emptySketch, type Facts, SKETCH_COLUMNS, type Sketch } from './sketch.ts';

/** Ids per block; fixed by what is stored. */
export const BLOCK_IDS = 256;

export function blockOf(id: number): number {
  return Math.floor(id / BLOCK_IDS);
}

/**
 * Keeps the sketches of the rows that are written. Of all ids from the first
 * block that is stored on, every row is in its sketch.
 */
export interface Blocks {
  /** Notes a row that was just inserted. */
  add(id: number, facts: Facts): void;
  /** Writes what was noted; to be called in the same transaction. */
  store(): void;
  /** Forgets what was noted: to be called when the transaction was rolled back. */
  forget(): void;
}

export function createBlocks(db: LogDatabase): Blocks {
  const stored = storedSketch(db);
  const sketched = rowSketcher(db);
  const put = sketchWriter(db);
  let open: { readonly block: number; readonly sketch: Sketch } | null = null;
  const store = () => {
    if (open !== null) put(open.block, open.sketch);
  };
  return {
    add(id, facts) {
      const block = blockOf(id);
      if (open?.block !== block) {
        store();
        // Rows of before this schema may lie in the same block.
        open = { block, sketch: stored(block) ?? sketched(block) };
      }
      addFacts(open.sketch, facts);
    },
    store,
    forget() {
      open = null;
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

/** The sketch of the rows that are stored of a block. */
function rowSketcher(db: LogDatabase): (block: number) => Sketch {
  const rows = db.prepare<[number, number], Facts>(
    `SELECT device, domain, page, tracker, action, rule, list, type, level, tunnel
     FROM events NOT INDEXED WHERE id BETWEEN ? AND ?`,
  );
  return (block) => {
    const sketch = emptySketch();
    const first = block * BLOCK_IDS;
    for (const facts of rows.all(first, first + BLOCK_IDS - 1)) addFacts(sketch, facts);
    return sketch;
  };
}
