import type { Download } from '../../model/download.ts';
import { AppError } from '../../model/errors.ts';
import type {
  ListActivity,
  ListChange,
  ListOutcome,
  Subscription,
} from '../../model/subscription.ts';
import { reasonOf } from '../known-file.ts';
import { type Pace, runInSlices } from '../slices.ts';
import { compareLines, type ListPart, readRuleLines } from './count.ts';
import { nextTime } from './due.ts';
import { type FetchedList, fetchList } from './fetch-list.ts';
import { readMetadata } from './metadata.ts';
import { whyImplausible } from './plausible.ts';
import type { ListState, StoredFile } from './state.ts';
import { readPart, readState, writeParts, writeState } from './store.ts';

export interface UpdateListOptions {
  readonly folder: string;
  readonly download: Download;
  readonly now: () => number;
  readonly chance: () => number;
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** How the lines are counted; absent: quickly. */
  readonly pace?: Pace | undefined;
  /** Asked before anything is written: the subscription may have ended meanwhile. */
  readonly isWanted: () => Promise<boolean>;
  readonly onActivity: (activity: ListActivity) => void;
}

/**
 * Brings one list up to date and remembers how it went. Where it cannot be
 * had, or where what came is no list or has lost most of its rules, the copy
 * before stays. Never rejects.
 */
export async function updateList(
  list: Subscription,
  options: UpdateListOptions,
): Promise<ListOutcome> {
  const { folder, now, chance } = options;
  const state = await readState(folder, list.name);
  let after: ListState;
  let outcome: ListOutcome;
  try {
    ({ after, outcome } = await attempt(list, state, options));
  } catch (error) {
    const message = messageOf(list, error);
    outcome = { name: list.name, result: 'failed', change: null, error: message };
    after = { ...state, failures: state.failures + 1, error: message };
  }
  // Stopped in the middle: that says nothing of the list.
  if (options.signal.aborted || !(await options.isWanted())) return outcome;
  const at = now();
  const next = nextTime(at, after.expires, after.failures, chance());
  try {
    await writeState(folder, list.name, { ...after, checked: at, next });
    return outcome;
  } catch (error) {
    // What is not remembered is asked for again.
    return { name: list.name, result: 'failed', change: null, error: messageOf(list, error) };
  }
}

interface Attempt {
  readonly after: ListState;
  readonly outcome: ListOutcome;
}

async function attempt(
  list: Subscription,
  state: ListState,
  options: UpdateListOptions,
): Promise<Attempt> {
  const { folder, signal, onActivity } = options;
  onActivity({ phase: 'downloading', received: 0, total: null });
  const fetched = await fetchList(list, {
    download: options.download,
    state,
    stored: (path) => readPart(folder, list.name, path),
    signal,
    onProgress: (progress) => onActivity({ phase: 'downloading', ...progress }),
  });
  const error = without(fetched);
  const checked = { ...state, url: fetched.url, failures: 0, error };
  if (!fetched.changed && state.rules !== null) {
    const files = storedFiles(fetched);
    const outcome = { name: list.name, result: 'unchanged', change: null, error } as const;
    return { after: { ...checked, files }, outcome };
  }
  onActivity({ phase: 'reading' });
  const { rules, change } = await judge(list, state, fetched, options);
  if (signal.aborted || !(await options.isWanted())) {
    throw new AppError('DOWNLOAD_FAILED', `updating "${list.name}": it was stopped`);
  }
  await writeParts(folder, list.name, fetched.parts);
  const outcome = { name: list.name, result: 'updated', change, error } as const;
  return {
    after: { ...checked, ...described(fetched), rules, change, fetched: change.at },
    outcome,
  };
}

/** Counts what came and compares it with what there was. Rejects where it is not to be taken. */
async function judge(
  list: Subscription,
  state: ListState,
  fetched: FetchedList,
  options: UpdateListOptions,
): Promise<{ readonly rules: number; readonly change: ListChange }> {
  const lines = await runInSlices(readRuleLines(fetched.parts), options.pace);
  const reason = whyImplausible(lines.count, options.force ? null : state.rules);
  if (reason !== null) {
    throw new AppError(
      'DOWNLOAD_FAILED',
      `updating "${list.name}" from "${fetched.url}": ${reason}`,
    );
  }
  const meanings = new Map(fetched.parts.map(({ path, meant }) => [path, meant]));
  const old: ListPart[] = [];
  for (const path of new Set(['', ...state.files.map((file) => file.path)])) {
    const bytes = await readPart(options.folder, list.name, path);
    if (bytes !== null) old.push({ path, bytes, meant: meanings.get(path) ?? 'yes' });
  }
  const before = await runInSlices(readRuleLines(old), options.pace);
  const change = { at: options.now(), ...compareLines(before, lines) };
  return { rules: lines.count, change };
}

function described(fetched: FetchedList) {
  const metadata = readMetadata(fetched.parts[0]?.bytes ?? new Uint8Array());
  return { ...metadata, files: storedFiles(fetched) };
}

/** What a list goes without, in one sentence; null where it has all. */
function without({ problems }: FetchedList): string | null {
  const [first] = problems;
  if (first === undefined) return null;
  if (problems.length === 1) return `a list that it includes could not be had: ${first}`;
  return `${problems.length} lists that it includes could not be had, the first: ${first}`;
}

function storedFiles({ parts }: FetchedList): readonly StoredFile[] {
  return parts.map(({ path, sha256, etag, lastModified }) => ({
    path,
    sha256,
    etag,
    lastModified,
  }));
}

function messageOf(list: Subscription, error: unknown): string {
  if (error instanceof AppError) return error.message;
  return `updating "${list.name}": ${reasonOf(error)}`;
}
