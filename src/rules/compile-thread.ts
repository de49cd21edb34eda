import { Worker } from 'node:worker_threads';
import type { CompileTask } from './compile-task.ts';
import type { CompileOptions } from './engine/compile-filters.ts';
import type { FilterData } from './engine/filter-data.ts';
import { areShort, type Compiled, compileInSlices, type FilterFile } from './filter-compiler.ts';
import { unpack } from './snapshot/pack.ts';

export interface CompileThreadOptions {
  /** The built compile-worker; null where there is none, as in sources. */
  readonly worker: URL | null;
  /** What identifies the code of this process: a thread of other code, built meanwhile, is of no use. */
  readonly program: string;
  /** Told why a thread could not be had; the lists are compiled here then. */
  readonly warn: (message: string) => void;
}

/** The worker beside this file in the built program; null in sources, which Node 20 cannot run in a thread. */
export function builtWorker(): URL | null {
  return import.meta.url.endsWith('.js') ? new URL('compile-worker.js', import.meta.url) : null;
}

/** Compiles long lists in a thread, one at a time for each call, so that requests go on meanwhile. */
export class CompileThread {
  readonly #options: CompileThreadOptions;
  readonly #running = new Set<Worker>();
  #isAwaited = true;
  #closed = false;

  constructor(options: CompileThreadOptions) {
    this.#options = options;
  }

  /** A FilterCompiler. Rejects once closed. */
  async compile(files: readonly FilterFile[], options: CompileOptions): Promise<Compiled> {
    const { worker, program, warn } = this.#options;
    if (worker === null || areShort(files)) return compileInSlices(files, options);
    try {
      const packed = await this.#run(worker, {
        ...taskOf(files, options),
        program,
        isAwaited: this.#isAwaited,
      });
      return { data: unpack(packed) as FilterData, packed: () => packed };
    } catch (error) {
      if (this.#closed) throw error;
      warn(`compiling rules in a thread failed, they are compiled without one: ${String(error)}`);
      return compileInSlices(files, options);
    }
  }

  /** From now on nobody waits for what is compiled: it goes behind the requests. */
  letRequestsFirst(): void {
    this.#isAwaited = false;
  }

  /** Ends what is running. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running].map((worker) => worker.terminate()));
  }

  #run(url: URL, workerData: CompileTask): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new Error('compiling rules: it is being stopped');
      const worker = new Worker(url, { workerData, name: 'rules' });
      this.#running.add(worker);
      worker.once('message', (packed: Uint8Array) => resolve(packed));
      worker.once('messageerror', reject);
      worker.once('error', reject);
      worker.once('exit', (status) => {
        this.#running.delete(worker);
        reject(new Error(`the thread ended with status ${status} and no result`));
      });
    });
  }
}

function taskOf(files: readonly FilterFile[], options: CompileOptions) {
  const lists = files.map(({ text: { list, meant, trusted, bytes } }) => ({
    list,
    meant,
    trusted,
    bytes,
  }));
  return { lists, badfilters: options.badfilters, personal: options.personal };
}
