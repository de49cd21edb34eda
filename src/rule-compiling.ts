import { join } from 'node:path';
import type { Home } from './home.ts';
import type { Log } from './log.ts';
import { builtWorker, CompileThread } from './rules/compile-thread.ts';
import { compileInSlices, type FilterCompiler } from './rules/filter-compiler.ts';
import { createKeptCompiler } from './rules/kept-compiler.ts';
import { openKeptSignatures } from './rules/kept-signatures.ts';
import type { SignatureParser } from './rules/rule-file.ts';
import { SnapshotFile } from './rules/snapshot/snapshot-file.ts';
import { programKey } from './rules/snapshot/snapshot-key.ts';

export interface RuleCompiling {
  readonly compileFilters: FilterCompiler;
  readonly parseSignatures: SignatureParser;
  /** The start is over: what is compiled from now on goes behind the requests. */
  letRequestsFirst(): void;
  /** Ends what is compiling, and lets what is being written be written. */
  close(): Promise<void>;
}

const filtersOf = (home: Home): string => join(home.data, 'rules.snapshot');
const signaturesOf = (home: Home): string => join(home.data, 'signatures.snapshot');

/** As the proxy compiles: in a thread, and what it compiled is kept for the next start. */
export async function openRuleCompiling(home: Home, log: Log): Promise<RuleCompiling> {
  const warn = (message: string): void => log.warn({}, message);
  const program = programKey();
  const filters = new SnapshotFile(filtersOf(home), { warn });
  const signatures = new SnapshotFile(signaturesOf(home), { warn });
  const parsed = await openKeptSignatures({ snapshot: signatures, program });
  const thread = new CompileThread({ worker: builtWorker(), program, warn });
  const compile = createKeptCompiler((files, options) => thread.compile(files, options), {
    snapshot: filters,
    program,
    log,
  });
  return {
    parseSignatures: parsed.parse,
    compileFilters: (files, options) => {
      // All files have been read when the first of them are compiled.
      parsed.keep();
      return compile(files, options);
    },
    letRequestsFirst: () => thread.letRequestsFirst(),
    close: async () => {
      await thread.close();
      await filters.close();
      await signatures.close();
    },
  };
}

/** As commands compile that only look: by what the proxy has kept, else here. */
export function compileFromHome(home: Home): FilterCompiler {
  const snapshot = new SnapshotFile(filtersOf(home), { readOnly: true });
  return createKeptCompiler(compileInSlices, { snapshot, program: programKey() });
}
