import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { Rule, RuleRef, RuleSet } from '../model/rule.ts';
import { createRuleCompiler, type RuleCompiler } from './compiler.ts';
import type { FilterCompiler } from './filter-compiler.ts';
import { readFolder } from './folder.ts';
import type { KnownFile } from './known-file.ts';
import { readLearntList } from './learnt/list.ts';
import { PERSONAL_LIST, type RuleFile, type SignatureParser } from './rule-file.ts';
import { findRule, ruleLines } from './rule-lines.ts';
import { STUBS_FOLDER } from './stub-file.ts';
import { readStoredLists, type SubscribedLists } from './subscribe/stored-lists.ts';

export interface RuleLoaderOptions {
  /** The registrable domain of a hostname, or itself where it has none. */
  readonly domainOf: (hostname: string) => string;
  /** The lists that were downloaded; absent: none. */
  readonly lists?: SubscribedLists;
  /** The file of what was learnt; absent: nothing is. */
  readonly learnt?: string;
  /** Where lists are compiled; absent: here, in slices. */
  readonly compileFilters?: FilterCompiler;
  /** Absent: signatures are parsed whenever their file is read. */
  readonly parseSignatures?: SignatureParser;
  /** Milliseconds since the epoch; absent: the clock of the system. */
  readonly now?: () => number;
  readonly log?: { warn(fields: object, message: string): void };
}

/** Editors write a file in several steps: it is read when they have been quiet this long. */
const QUIET = 100;

/** Not every file system tells of changes; this often it is looked. Milliseconds. */
const LOOK_EVERY = 1_000;

/**
 * Keeps the rules of a folder in force, and the lists that were downloaded:
 * reads its `*.txt` and `*.yaml` and the stand-ins in `stubs/`, watches it, and swaps in a new set as a whole
 * within a second of a save. A file that cannot be read, or is broken, keeps
 * its last good version.
 */
export class RuleLoader {
  readonly #folder: string;
  readonly #log: RuleLoaderOptions['log'];
  readonly #compile: RuleCompiler;
  readonly #parse: SignatureParser | undefined;
  readonly #listeners = new Set<(rules: RuleSet) => void>();
  readonly #lists: SubscribedLists | null;
  readonly #learntFile: string | null;
  #known: ReadonlyMap<string, KnownFile> = new Map();
  #learnt: KnownFile | null = null;
  #stored: ReadonlyMap<string, KnownFile> = new Map();
  #files: ReadonlyMap<string, RuleFile> = new Map();
  #current: RuleSet | null = null;
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | null = null;
  #quiet: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(folder: string, options: RuleLoaderOptions) {
    this.#folder = folder;
    this.#log = options.log;
    this.#lists = options.lists ?? null;
    this.#learntFile = options.learnt ?? null;
    this.#parse = options.parseSignatures;
    this.#compile = createRuleCompiler(options.domainOf, options.compileFilters, options.now);
  }

  /** Reads the folder and begins to watch it. Throws HOME_UNUSABLE where it cannot be read. */
  static async open(folder: string, options: RuleLoaderOptions): Promise<RuleLoader> {
    const loader = new RuleLoader(folder, options);
    await loader.reload();
    loader.#watch();
    return loader;
  }

  /** The rules in force. */
  get current(): RuleSet {
    if (this.#current === null) throw new Error('rules are asked for before they are read');
    return this.#current;
  }

  /** Calls back with each new set. Returns what stops it. */
  onChange(listener: (rules: RuleSet) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks at the folder now; what changed is in force when the promise resolves. */
  reload(): Promise<void> {
    const next = this.#work.then(() => this.#load());
    this.#work = next.catch(() => {});
    return next;
  }

  /** The lines of `my-rules.txt` that are rules, in their order. */
  personal(): readonly RuleRef[] {
    const file = this.#files.get(PERSONAL_LIST);
    return file === undefined ? [] : ruleLines(file);
  }

  /** What was read of the folder alone, stand-ins and included lists among it. */
  own(): readonly RuleFile[] {
    return [...this.#known.keys()].flatMap((name) => this.#files.get(name) ?? []);
  }

  /** What was read under a name, be it of the folder or a subscription; null where nothing was. */
  file(name: string): RuleFile | null {
    return this.#files.get(name) ?? null;
  }

  /** The rule that stands at a place, or null where it stands there no more. */
  find(ref: RuleRef): Rule | null {
    const file = this.#files.get(ref.list);
    return file === undefined ? null : findRule(file, ref);
  }

  /** Stops watching. The rules stay as they are. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const watcher of this.#watchers) watcher.close();
    if (this.#timer !== null) clearInterval(this.#timer);
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    await this.#work;
  }

  async #load(): Promise<void> {
    const { known, files: own } = await readFolder(this.#folder, this.#known, this.#parse);
    const stored = await readStoredLists(this.#lists, this.#stored);
    this.#known = known;
    this.#stored = stored.known;
    const path = this.#learntFile;
    this.#learnt = path === null ? null : await readLearntList(path, this.#learnt);
    const learnt = this.#learnt === null ? [] : [this.#learnt.file];
    // A file in rules/ keeps its name, whatever a subscription is called.
    const files = new Map([...stored.files, ...learnt, ...own].map((file) => [file.list, file]));
    const before = this.#files;
    this.#files = files;
    const isSame =
      files.size === before.size &&
      [...files].every(([name, file]) => same(file, before.get(name)));
    if (isSame && this.#current !== null) return;
    const rules = await this.#compile([...files.values()]);
    this.#current = rules;
    for (const listener of this.#listeners) listener(rules);
  }

  #watch(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY).unref();
    try {
      // Folders that come later are looked at only.
      for (const folder of [this.#folder, join(this.#folder, STUBS_FOLDER)].filter(existsSync)) {
        const watcher = watch(folder, { persistent: false }, () => this.#soon());
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      }
    } catch (error) {
      // The timer goes on looking.
      this.#log?.warn({ error: String(error) }, 'the rules folder cannot be watched');
    }
  }

  /** A change was told: look when the editor is done. */
  #soon(): void {
    if (this.#closed) return;
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#look(), QUIET).unref();
  }

  #look(): void {
    if (this.#closed) return;
    this.reload().catch((error: unknown) => {
      if (this.#closed) return;
      this.#log?.warn({ error: String(error) }, 'the rules could not be read again');
    });
  }
}

/** What a file that was not read again says again is no news. */
function same(file: RuleFile, before: RuleFile | undefined): boolean {
  if (before === undefined || file.hash !== before.hash || file.stale !== before.stale)
    return false;
  return JSON.stringify(file.problems) === JSON.stringify(before.problems);
}
