import type { CompileOptions } from './engine/compile-filters.ts';
import { compileFilters } from './engine/compile-filters.ts';
import type { FilterData } from './engine/filter-data.ts';
import type { RuleFile } from './rule-file.ts';
import { runInSlices } from './slices.ts';
import { pack } from './snapshot/pack.ts';

/** A filter list, read. */
export type FilterFile = Extract<RuleFile, { kind: 'filters' }>;

/** Compiled lists, and the same as one block of bytes (see snapshot/pack.ts). */
export interface Compiled {
  readonly data: FilterData;
  packed(): Uint8Array;
}

/** Compiles lists, wherever that is done. */
export type FilterCompiler = (
  files: readonly FilterFile[],
  options: CompileOptions,
) => Promise<Compiled>;

/** Shorter lists, in bytes, are compiled sooner than a thread starts or a file is read. */
const SHORT = 64 * 1024;

export function areShort(files: readonly FilterFile[]): boolean {
  return files.reduce((sum, { text }) => sum + text.bytes.byteLength, 0) < SHORT;
}

/** Here, in slices: for short lists, and where there is no thread to be had. */
export const compileInSlices: FilterCompiler = async (files, options) => {
  const texts = files.map(({ text }) => text);
  const data = await runInSlices(compileFilters(texts, options));
  return { data, packed: () => pack(data) };
};
