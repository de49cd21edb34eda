import { createHash } from 'node:crypto';
import type { FilterData } from './engine/filter-data.ts';
import { areShort, type FilterCompiler } from './filter-compiler.ts';
import { unpack } from './snapshot/pack.ts';
import type { SnapshotFile } from './snapshot/snapshot-file.ts';

export interface KeptOptions {
  readonly snapshot: Pick<SnapshotFile, 'read' | 'keep' | 'forget'>;
  /** What identifies the code that compiles (see snapshot/snapshot-key.ts). */
  readonly program: string;
  readonly log?: { debug(fields: object, message: string): void };
}

/**
 * Compiles long lists only where a snapshot does not have them already, and
 * keeps what it compiled. The key of a snapshot is made from all that goes in:
 * the bytes and names of all lists in their order and whether they are trusted, the filters that are undone,
 * and the code.
 */
export function createKeptCompiler(compile: FilterCompiler, options: KeptOptions): FilterCompiler {
  const { snapshot, program, log } = options;
  return async (files, given) => {
    // A person's own lines change often, and are few.
    if (given.personal) return compile(files, given);
    if (areShort(files)) {
      snapshot.forget();
      return compile(files, given);
    }
    const started = performance.now();
    const lists = files.map(({ list, hash }) => [list, hash]);
    const key = createHash('sha256')
      .update(JSON.stringify([program, lists, [...given.badfilters].sort()]))
      .digest('hex');
    const kept = await readKept(snapshot, key);
    if (kept !== null) {
      log?.debug({ ms: Math.round(performance.now() - started) }, 'rules read from the snapshot');
      return kept;
    }
    const compiled = await compile(files, given);
    log?.debug({ ms: Math.round(performance.now() - started) }, 'rules compiled');
    snapshot.keep(key, compiled.packed);
    return compiled;
  };
}

async function readKept(snapshot: KeptOptions['snapshot'], key: string) {
  const bytes = await snapshot.read(key);
  if (bytes === null) return null;
  try {
    return { data: unpack(bytes) as FilterData, packed: () => bytes };
  } catch {
    // The checksum was right, and still it cannot be read: it is compiled anew.
    return null;
  }
}
