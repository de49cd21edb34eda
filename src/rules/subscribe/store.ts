import { webcrypto } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { includedFile, includeFolder, listFile, stateFile } from './paths.ts';
import { readIfThere, replacePrivate } from './private-file.ts';
import { formatState, type ListState, NEW_LIST, parseState } from './state.ts';

/** Longer state files were not written by this program. */
const MAX_STATE = 1_048_576;

/** In hexadecimal. It is computed on another thread: a long list takes a while. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

/**
 * What is remembered of a list; of one that is new or whose state is damaged
 * or cannot be read, nothing. Never rejects.
 */
export async function readState(folder: string, name: string): Promise<ListState> {
  const bytes = await readIfThere(stateFile(folder, name)).catch(() => null);
  if (bytes === null || bytes.length > MAX_STATE) return NEW_LIST;
  return parseState(bytes.toString('utf8')) ?? NEW_LIST;
}

export async function writeState(folder: string, name: string, state: ListState): Promise<void> {
  await replacePrivate(stateFile(folder, name), formatState(state));
}

/** The bytes of a list (`''`) or of one that it includes; null where they are not there. */
export async function readPart(folder: string, name: string, path: string): Promise<Buffer | null> {
  return readIfThere(path === '' ? listFile(folder, name) : join(folder, includedFile(name, path)));
}

/**
 * Puts new bytes in the place of old ones. What is included comes first: a list
 * that is read in between finds all that it asks for.
 */
export async function writeParts(
  folder: string,
  name: string,
  parts: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const included = parts.filter(({ path }) => path !== '');
  for (const { path, bytes } of included) {
    await replacePrivate(join(folder, includedFile(name, path)), bytes);
  }
  for (const { bytes } of parts.filter(({ path }) => path === '')) {
    await replacePrivate(listFile(folder, name), bytes);
  }
  const wanted = new Set(included.map(({ path }) => encodeURIComponent(path)));
  const beside = join(folder, includeFolder(name));
  for (const file of await readdir(beside).catch(() => [])) {
    if (!wanted.has(file)) await rm(join(beside, file), { force: true });
  }
}

/** Removes all that is known of a list. */
export async function removeStored(folder: string, name: string): Promise<void> {
  await rm(listFile(folder, name), { force: true });
  await rm(stateFile(folder, name), { force: true });
  await rm(join(folder, includeFolder(name)), { recursive: true, force: true });
}
