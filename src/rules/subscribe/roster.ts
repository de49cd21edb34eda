import { join } from 'node:path';
import { AppError } from '../../model/errors.ts';
import { parseListSource } from '../../model/list-source.ts';
import { nearest } from '../../model/nearest.ts';
import type { ListStatus, Subscription } from '../../model/subscription.ts';
import { reasonOf } from '../known-file.ts';
import { takeLock } from './lock-file.ts';
import { readIfThere, replacePrivate } from './private-file.ts';
import { removeStored } from './store.ts';
import type { SubscribedLists } from './stored-lists.ts';

/** More than anybody follows; each costs a download and memory. */
const MAX_LISTS = 100;
const MAX_FILE = 1_048_576;

/** A subscription, and who asked for it. */
export interface RosterEntry extends Subscription {
  readonly from: ListStatus['from'];
}

/** Which lists are subscribed to: those of the config file and those that were added since. */
export interface Roster extends SubscribedLists {
  /** In order, the config file's first. Never rejects. */
  entries(): Promise<readonly RosterEntry[]>;
  /**
   * Subscribes to a name of the catalogue or an address; one that the catalogue
   * trusts is trusted in any case. Rejects with INPUT_INVALID.
   */
  add(source: string, name: string | null, trusted?: boolean): Promise<RosterEntry>;
  /** Ends a subscription and removes its files. Rejects with INPUT_INVALID. */
  remove(name: string): Promise<void>;
}

export interface RosterOptions {
  /** Of the downloaded lists. */
  readonly folder: string;
  /** What the config file names. */
  readonly configured: readonly Subscription[];
  readonly warn: (message: string) => void;
}

/** As `added.json` has it: a catalogue name or an address, a name given by hand, and a word of trust. */
interface Added {
  readonly source: string;
  readonly name: string | null;
  readonly trusted: boolean;
}

/**
 * What the command line and the page add is kept in a file of the program's
 * own, so that the person's config file is never rewritten. A running Eyelid
 * sees within a second what the command line changed.
 */
export function createRoster({ folder, configured, warn }: RosterOptions): Roster {
  const path = join(folder, 'added.json');
  let last: readonly Added[] = [];
  let warned = '';
  let turn: Promise<unknown> = Promise.resolve();

  const read = async (): Promise<readonly Added[]> => {
    const bytes = await readIfThere(path);
    last = bytes === null ? [] : parseAdded(bytes);
    warned = '';
    return last;
  };

  /** As it was where it cannot be read: it is looked at each second, and what is wrong is told once. */
  const readOrLast = async (): Promise<readonly Added[]> => {
    try {
      return await read();
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== warned) warn(`reading "${path}": ${reason}; the lists are as they were`);
      warned = reason;
      return last;
    }
  };

  /** Changes the file, never one that was damaged: what is in it could be lost. */
  const change = async (edit: (added: readonly Added[]) => readonly Added[]): Promise<void> => {
    try {
      const lists = edit(await read());
      await replacePrivate(path, `${JSON.stringify({ lists }, null, 2)}\n`);
      last = lists;
    } catch (error) {
      throw unchangeable(path, error);
    }
  };

  const entries = async (): Promise<readonly RosterEntry[]> => {
    const added = (await readOrLast()).flatMap((one) => {
      const parsed = sourceOf(one);
      return parsed.ok ? [parsed.list] : [];
    });
    const all = new Map<string, RosterEntry>();
    for (const list of added) all.set(list.name, { ...list, from: 'added' });
    for (const list of configured) all.set(list.name, { ...list, from: 'config' });
    const order = [...configured, ...added].map(({ name }) => name);
    return [...new Set(order)].slice(0, MAX_LISTS).map((name) => all.get(name) as RosterEntry);
  };

  /** The command line and the page are two processes. */
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    const release = await takeLock(`${path}.lock`).catch((error: unknown) => {
      throw unchangeable(path, error);
    });
    try {
      return await work();
    } finally {
      await release();
    }
  };

  /** One change after the other: each begins with what the one before has left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(() => locked(work));
    turn = done.catch(() => {});
    return done;
  };

  const add = async (entry: Added): Promise<RosterEntry> => {
    const parsed = sourceOf(entry);
    if (!parsed.ok) throw refused(`adding a list: ${parsed.reason}`);
    const { list } = parsed;
    const known = await entries();
    const same = known.find((one) => one.name === list.name || one.urls[0] === list.urls[0]);
    if (same !== undefined) throw refused(`adding a list: "${same.name}" is subscribed to already`);
    if (known.length >= MAX_LISTS) throw refused(`adding a list: ${MAX_LISTS} are the most`);
    await change((added) => [...added, entry]);
    return { ...list, from: 'added' };
  };

  const remove = async (name: string): Promise<void> => {
    const known = await entries();
    const entry = known.find((one) => one.name === name);
    if (entry === undefined) throw refused(`removing a list: ${unknownList(name, known)}`);
    if (entry.from === 'config') {
      throw refused(
        `removing a list: "${name}" is named in config/eyelid.yaml under rules.subscriptions; take it out there`,
      );
    }
    await change((added) =>
      added.filter((one) => {
        const parsed = sourceOf(one);
        return !parsed.ok || parsed.list.name !== name;
      }),
    );
    await removeStored(folder, name);
  };

  return {
    folder,
    entries,
    add: (source, name, trusted = false) =>
      inTurn(() => add({ source: source.trim(), name, trusted })),
    remove: (name) => inTurn(() => remove(name)),
  };
}

/** Where nobody said that it is trusted, the catalogue does. */
function sourceOf({ source, name, trusted }: Added) {
  return parseListSource(source, name, trusted ? true : null);
}

/** `"x" is not subscribed to`, with the name that was probably meant. */
export function unknownList(name: string, known: readonly Subscription[]): string {
  const meant = nearest(
    name,
    known.map((one) => one.name),
  );
  return `"${name.slice(0, 80)}" is not subscribed to${meant === null ? '' : `, did you mean "${meant}"?`}`;
}

/** Entries that make no sense are left out; a file that makes none is an error. */
function parseAdded(bytes: Uint8Array): readonly Added[] {
  if (bytes.length > MAX_FILE) throw new Error(`it is longer than ${MAX_FILE} bytes`);
  const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const lists = isRecord(value) ? value['lists'] : null;
  if (!Array.isArray(lists)) throw new Error('it holds no lists');
  return lists.slice(0, MAX_LISTS).flatMap((one: unknown) => {
    if (!isRecord(one) || typeof one['source'] !== 'string') return [];
    const name = one['name'];
    const trusted = one['trusted'] === true;
    return [{ source: one['source'], name: typeof name === 'string' ? name : null, trusted }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function unchangeable(path: string, error: unknown): AppError {
  return new AppError('HOME_UNUSABLE', `changing "${path}": ${reasonOf(error)}`, { cause: error });
}

function refused(message: string): AppError {
  return new AppError('INPUT_INVALID', message);
}
