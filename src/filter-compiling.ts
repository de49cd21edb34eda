import { join } from 'node:path';
import type { Home } from './home.ts';
import type { Log } from './log.ts';
import { builtWorker, CompileThread } from './rules/compile-thread.ts';
import { compileInSlices, type FilterCompiler } from './rules/filter-compiler.ts';
import { createKeptCompiler } from './rules/kept-compiler.ts';
import { SnapshotFile } from './rules/snapshot/snapshot-file.ts';
import { programKey } from './rules/snapshot/snapshot-key.ts';

export interface FilterCompiling {
  readonly compile: FilterCompiler;
  /** Ends what is compiling, and lets what is being written be written. */
  close(): Promise<void>;
}

const snapshotOf = (home: Home): string => join(home.data, 'rules.snapshot');

/** As the proxy compiles: in a thread, and what it compiled is kept for the next start. */
export function openFilterCompiling(home: Home, log: Log): FilterCompiling {
  const warn = (message: string): void => log.warn({}, message);
  const program = programKey();
  const snapshot = new SnapshotFile(snapshotOf(home), { warn });
  const thread = new CompileThread({ worker: builtWorker(), program, warn });
  return {
    compile: createKeptCompiler((files, options) => thread.compile(files, options), {
      snapshot,
      program,
      log,
    }),
    close: async () => {
      await thread.close();
      await snapshot.close();
    },
  };
}

/** As commands compile that only look: by what the proxy has kept, else here. */
export function compileFromHome(home: Home): FilterCompiler {
  const snapshot = new SnapshotFile(snapshotOf(home), { readOnly: true });
  return createKeptCompiler(compileInSlices, { snapshot, program: programKey() });
}
