import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../model/errors.ts';

/** Everybody but the owner. */
const OTHERS = 0o077;

/** Makes the folder where it is missing, and lets nobody but the owner into it. */
export function makePrivateFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A folder that was there keeps its mode through mkdir.
  fs.chmodSync(folder, 0o700);
}

/**
 * Refuses a file or folder that somebody else than its owner may use
 * (AppError CA_KEY_TOO_OPEN). Windows has no such modes; there it says nothing.
 */
export function refuseLooser(file: string, stats: fs.Stats, wanted: '600' | '700'): void {
  if (process.platform === 'win32' || (stats.mode & OTHERS) === 0) return;
  const found = (stats.mode & 0o777).toString(8).padStart(4, '0');
  throw new AppError(
    'CA_KEY_TOO_OPEN',
    `opening the certificate authority: "${file}" has mode ${found}, so others than its owner ` +
      `can use it; run: chmod ${wanted} '${file}'`,
  );
}

/** Reads a file, or returns null where there is none. The mode checked is that of the file read. */
export function readPrivateFile(file: string): Buffer | null {
  const handle = openToRead(file);
  if (handle === null) return null;
  try {
    refuseLooser(file, fs.fstatSync(handle), '600');
    return fs.readFileSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

function openToRead(file: string): number | null {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Writes a file so that after a crash it holds either all of `content` or what
 * it held before. It never exists with a looser mode than `mode`, and no
 * temporary file is left where writing fails.
 */
export function writeAtomically(file: string, content: string, mode: number): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeThrough(temporary, content, mode);
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  // The rename is an entry of the folder: it lasts once the folder is written.
  syncFolder(path.dirname(file));
}

function writeThrough(file: string, content: string, mode: number): void {
  const handle = fs.openSync(file, 'wx', mode);
  try {
    fs.writeFileSync(handle, content);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Makes renames in a folder last. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // Windows opens no folders.
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
