import { compileFilters } from './engine/compile-filters.ts';
import { listText } from './filter/list-text.ts';
import type { Meant } from './filter/preprocessor.ts';
import { pack } from './snapshot/pack.ts';
import { programKey } from './snapshot/snapshot-key.ts';

/** What a thread is given to compile: `CompileOptions` and lists, as values that can be copied. */
export interface CompileTask {
  readonly lists: readonly {
    readonly list: string;
    readonly meant: Meant;
    readonly trusted: boolean;
    readonly bytes: Uint8Array;
  }[];
  readonly badfilters: ReadonlySet<string>;
  readonly personal: boolean;
  /** The `programKey` of who asks. */
  readonly program: string;
  /** Whether somebody waits for the result, as the start does. */
  readonly isAwaited: boolean;
}

/**
 * Compiles at one go, and packs the result (`FilterData`) in one block of
 * memory. Throws where the code is not that of who asks: a new version was
 * built while the old one runs, and the old one could not read the result.
 */
export function runTask(task: CompileTask): Uint8Array<ArrayBuffer> {
  const { lists, badfilters, personal, program } = task;
  if (programKey() !== program) throw new Error('another version of the program was built');
  const texts = lists.map(({ list, meant, trusted, bytes }) =>
    listText(list, bytes, meant, trusted),
  );
  const work = compileFilters(texts, { badfilters, personal });
  let step = work.next();
  while (step.done !== true) step = work.next();
  return pack(step.value);
}
