import { existsSync } from 'node:fs';
import type { Download } from '../../model/download.ts';
import { AppError } from '../../model/errors.ts';
import type { ListActivity, ListOutcome, ListStatus } from '../../model/subscription.ts';
import type { Pace } from '../slices.ts';
import { isDue } from './due.ts';
import { listFile } from './paths.ts';
import { removeDrafts } from './private-file.ts';
import { type Roster, type RosterEntry, unknownList } from './roster.ts';
import { statusOf } from './status.ts';
import { readState } from './store.ts';
import { updateList } from './update-list.ts';

export interface SubscriptionsOptions {
  readonly roster: Roster;
  readonly download: Download;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly log?: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** How the lines of lists are counted; absent: quickly. */
  readonly pace?: Pace;
  /** Told when the rules in force have to be read again. */
  readonly changed?: () => Promise<void>;
}

export interface UpdateOptions {
  /** Take a copy that has lost most of its rules, too. */
  readonly force?: boolean;
  readonly onActivity?: (name: string, activity: ListActivity) => void;
}

/** The start belongs to the devices; lists are looked at after. Milliseconds. */
const FIRST_LOOK = 10_000;
const LOOK_EVERY = 60_000;
/** Where the disk does not take what is to be remembered, servers are spared all the same. */
const SPARE = 5 * LOOK_EVERY;

/**
 * Keeps the lists that are subscribed to up to date: one at a time, each when
 * its copy expires. Whatever fails, the copies that are there stay in force.
 */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #activity = new Map<string, ListActivity>();
  /** When a list could last not be had, milliseconds since the epoch. */
  readonly #failed = new Map<string, number>();
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  /** Begins to look, a little later, whether lists are to be fetched. */
  start(): void {
    const { chance, now, roster } = this.#options;
    const look = (wait: number): void => {
      this.#timer = setTimeout(() => {
        this.look()
          .catch((error: unknown) => this.#warn(error))
          .finally(() => {
            if (!this.#stopped.signal.aborted) look(LOOK_EVERY);
          });
      }, wait).unref();
    };
    removeDrafts(roster.folder, now()).catch((error: unknown) => this.#warn(error));
    look(FIRST_LOOK * (1 + chance()));
  }

  /** Ends what is in progress; what is stored stays. */
  async close(): Promise<void> {
    this.#stopped.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#queue.catch(() => {});
  }

  /** Updates the lists whose time has come. */
  async look(): Promise<readonly ListOutcome[]> {
    const { roster, now } = this.#options;
    const due: RosterEntry[] = [];
    for (const entry of await roster.entries()) {
      const hasJustFailed = now() < (this.#failed.get(entry.name) ?? -Infinity) + SPARE;
      if (this.#activity.has(entry.name) || hasJustFailed) continue;
      const state = await readState(roster.folder, entry.name);
      // A person may have deleted the file and nothing else.
      const isGone = state.failures === 0 && !existsSync(listFile(roster.folder, entry.name));
      if (isGone || isDue(state, now())) due.push(entry);
    }
    return this.#update(due, {});
  }

  /** All subscriptions as people see them. */
  async list(): Promise<readonly ListStatus[]> {
    const { roster } = this.#options;
    const statuses: ListStatus[] = [];
    for (const entry of await roster.entries()) {
      const state = await readState(roster.folder, entry.name);
      statuses.push(statusOf(entry, state, this.#activity.get(entry.name) ?? null));
    }
    return statuses;
  }

  /** Subscribes to a list, without fetching it. Rejects with INPUT_INVALID. */
  add(source: string, name: string | null, trusted = false): Promise<RosterEntry> {
    return this.#options.roster.add(source, name, trusted);
  }

  /** Ends a subscription; its rules are out of force when the promise resolves. */
  async remove(name: string): Promise<void> {
    await this.#options.roster.remove(name);
    await this.#options.changed?.();
  }

  /**
   * Updates the named lists now, or all where none is named; those that are
   * waiting already are not asked twice. Failures are outcomes. Rejects with
   * INPUT_INVALID where a name is not subscribed to.
   */
  async update(
    names: readonly string[] | null,
    options: UpdateOptions = {},
  ): Promise<readonly ListOutcome[]> {
    return this.#update(await this.#chosen(names), options);
  }

  /** As `update`, but resolves as soon as it has begun. */
  async begin(names: readonly string[] | null): Promise<void> {
    this.#update(await this.#chosen(names), {}).catch((error: unknown) => this.#warn(error));
  }

  async #chosen(names: readonly string[] | null): Promise<readonly RosterEntry[]> {
    const entries = await this.#options.roster.entries();
    return (names ?? entries.map(({ name }) => name)).map((name) => {
      const entry = entries.find((one) => one.name === name);
      if (entry !== undefined) return entry;
      throw new AppError('INPUT_INVALID', `updating a list: ${unknownList(name, entries)}`);
    });
  }

  /** One after the other: neither the line nor the processor is taken from the devices. */
  #update(
    entries: readonly RosterEntry[],
    options: UpdateOptions,
  ): Promise<readonly ListOutcome[]> {
    const chosen = entries.filter(({ name }) => !this.#activity.has(name));
    for (const { name } of chosen) this.#activity.set(name, { phase: 'waiting' });
    const work = this.#queue.then(async () => {
      const outcomes: ListOutcome[] = [];
      for (const entry of chosen) {
        try {
          if (!this.#stopped.signal.aborted) outcomes.push(await this.#updateOne(entry, options));
        } finally {
          this.#activity.delete(entry.name);
        }
      }
      if (outcomes.some(({ result }) => result === 'updated')) await this.#options.changed?.();
      return outcomes;
    });
    this.#queue = work.catch(() => {
      for (const { name } of chosen) this.#activity.delete(name);
    });
    return work;
  }

  async #updateOne(entry: RosterEntry, options: UpdateOptions): Promise<ListOutcome> {
    const { roster, download, now, chance, pace, log } = this.#options;
    const outcome = await updateList(entry, {
      folder: roster.folder,
      download,
      now,
      chance,
      pace,
      force: options.force === true,
      signal: this.#stopped.signal,
      isWanted: async () => (await roster.entries()).some(({ name }) => name === entry.name),
      onActivity: (activity) => {
        this.#activity.set(entry.name, activity);
        options.onActivity?.(entry.name, activity);
      },
    });
    const { name, result, change, error } = outcome;
    const { added, removed } = change ?? {};
    if (result === 'updated') log?.info({ list: name, added, removed }, 'a list was updated');
    if (result === 'failed') this.#failed.set(name, now());
    else this.#failed.delete(name);
    if (error !== null) log?.warn({ list: name, error }, 'a list could not be updated');
    return outcome;
  }

  #warn(error: unknown): void {
    this.#options.log?.warn({ error: String(error) }, 'the lists could not be looked after');
  }
}
