import type { Download, DownloadProgress, Validators } from '../../model/download.ts';
import { AppError } from '../../model/errors.ts';
import type { Subscription } from '../../model/subscription.ts';
import { includePath, includesOf, MAX_INCLUDE_DEPTH, MAX_INCLUDES } from '../filter/include.ts';
import { listText } from '../filter/list-text.ts';
import type { ListPart } from './count.ts';
import { whyNoList } from './plausible.ts';
import type { ListState, StoredFile } from './state.ts';
import { sha256Of } from './store.ts';

/** A list with all that it includes may have so many bytes. */
export const MAX_LIST = 32 * 1024 * 1024;

/** One file of a list as it is now. */
export interface FetchedPart extends ListPart, StoredFile {
  readonly path: string;
  /** Its bytes are not those that are stored. */
  readonly isNew: boolean;
}

export interface FetchedList {
  /** The address that answered. */
  readonly url: string;
  /** The list itself first. */
  readonly parts: readonly FetchedPart[];
  /** False where all of it is as it was. */
  readonly changed: boolean;
  /** What it includes and could not be had; the list goes without, or with the copy before. */
  readonly problems: readonly string[];
}

export interface FetchOptions {
  readonly download: Download;
  /** What is known of the list. */
  readonly state: ListState;
  /** The bytes that are stored, or null. */
  readonly stored: (path: string) => Promise<Uint8Array | null>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/**
 * Downloads a list and what it includes, asking of each file only whether it
 * has changed. Rejects with an AppError where the list itself cannot be had
 * from any of its addresses.
 */
export async function fetchList(list: Subscription, options: FetchOptions): Promise<FetchedList> {
  let failure: unknown = null;
  for (const url of list.urls) {
    try {
      return await fetchFrom(url, options);
    } catch (error) {
      if (options.signal.aborted || !(error instanceof AppError)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

async function fetchFrom(url: string, options: FetchOptions): Promise<FetchedList> {
  const get = createGet(url, options);
  const parts = [await get('', url, 'yes')];
  const problems: string[] = [];
  const seen = new Set(['']);
  const open = [{ part: parts[0] as FetchedPart, depth: 0 }];
  // What is found is appended, and gone over in its turn.
  for (const { part, depth } of open) {
    for (const wanted of includedBy(part, depth, url, seen)) {
      const found = await getIncluded(wanted, get, options);
      if (found.problem !== null) problems.push(found.problem);
      if (found.part === null) continue;
      parts.push(found.part);
      open.push({ part: found.part, depth: depth + 1 });
    }
  }
  return { url, parts, problems, changed: differs(parts, options.state.files) };
}

interface Wanted {
  readonly path: string;
  readonly address: string;
  readonly meant: ListPart['meant'];
}

/** What a part includes and was not seen yet; what leads elsewhere is told of when it is compiled. */
function includedBy(
  part: FetchedPart,
  depth: number,
  url: string,
  seen: Set<string>,
): readonly Wanted[] {
  if (depth >= MAX_INCLUDE_DEPTH) return [];
  const wanted: Wanted[] = [];
  for (const { written, meant } of includesOf(listText('', part.bytes, part.meant))) {
    const path = includePath(part.path, written);
    const address = path === null ? null : addressBelow(url, path);
    if (path === null || address === null || address === url) continue;
    if (seen.has(path) || seen.size > MAX_INCLUDES) continue;
    seen.add(path);
    wanted.push({ path, address, meant });
  }
  return wanted;
}

type Get = (path: string, address: string, meant: ListPart['meant']) => Promise<FetchedPart>;

/** Downloads parts of one list, which together may not be longer than `MAX_LIST`. */
function createGet(url: string, options: FetchOptions): Get {
  const { download, stored, signal, onProgress } = options;
  let taken = 0;
  return async (path, address, meant) => {
    const before = await kept(path, options.state, stored);
    // What another address said of its copy means nothing to this one.
    const asks = before !== null && options.state.url === url;
    const maxBytes = MAX_LIST - taken;
    const answer = await download(address, {
      ...(asks ? { known: before.file } : {}),
      maxBytes,
      signal,
      onProgress: ({ received, total }) =>
        onProgress({ received: taken + received, total: total === null ? null : taken + total }),
    });
    const part = await partOf(path, meant, answer, before);
    if (part === null) throw failed(address, 'the server says "not modified" of a file never seen');
    const reason = whyNoList(part.bytes);
    if (reason !== null) throw failed(address, reason);
    if (part.bytes.length > maxBytes) throw failed(address, `it is longer than ${MAX_LIST} bytes`);
    taken += part.bytes.length;
    return part;
  };
}

/** An included list; where it cannot be had, the copy before, if there is one. */
async function getIncluded(
  { path, address, meant }: Wanted,
  get: Get,
  { state, stored, signal }: FetchOptions,
): Promise<{ readonly part: FetchedPart | null; readonly problem: string | null }> {
  try {
    return { part: await get(path, address, meant), problem: null };
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    const before = await kept(path, state, stored);
    const part = before === null ? null : asBefore(before, meant);
    return { part, problem: error.message };
  }
}

/**
 * The address of an included list. It lies below the folder of the list that
 * it all began with, whatever the path says: anything else is null.
 */
export function addressBelow(url: string, path: string): string | null {
  const base = new URL('.', url);
  if (!URL.canParse(path, base.href)) return null;
  const address = new URL(path, base);
  const isBelow = address.origin === base.origin && address.pathname.startsWith(base.pathname);
  return isBelow ? address.href : null;
}

interface Kept {
  readonly file: StoredFile;
  readonly bytes: Uint8Array;
}

/** A stored file that is still what was downloaded; one that was edited or damaged is fetched anew. */
async function kept(
  path: string,
  state: ListState,
  stored: FetchOptions['stored'],
): Promise<Kept | null> {
  const file = state.files.find((one) => one.path === path);
  const bytes = file === undefined ? null : await stored(path);
  if (file === undefined || bytes === null) return null;
  return (await sha256Of(bytes)) === file.sha256 ? { file, bytes } : null;
}

function asBefore({ file, bytes }: Kept, meant: ListPart['meant']): FetchedPart {
  return { ...file, bytes, meant, isNew: false };
}

async function partOf(
  path: string,
  meant: ListPart['meant'],
  answer: Awaited<ReturnType<Download>>,
  before: Kept | null,
): Promise<FetchedPart | null> {
  if (answer.status === 'unchanged') {
    return before === null ? null : asBefore(before, meant);
  }
  const { bytes } = answer;
  const { etag, lastModified }: Validators = answer;
  const sha256 = await sha256Of(bytes);
  const isNew = before?.file.sha256 !== sha256;
  return { path, meant, bytes, etag, lastModified, sha256, isNew };
}

function differs(parts: readonly FetchedPart[], before: readonly StoredFile[]): boolean {
  return parts.length !== before.length || parts.some(({ isNew }) => isNew);
}

function failed(url: string, reason: string): AppError {
  return new AppError('DOWNLOAD_FAILED', `downloading "${url}": ${reason}`);
}
