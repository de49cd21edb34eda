import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { AppError } from '../model/errors.ts';

const KEY_BYTES = 32;

/**
 * Reads the key that marks are made with, and makes one where there is none.
 * Throws HOME_UNUSABLE where others than its owner may read it, where it is
 * damaged, and where it cannot be kept: with another key nothing that was seen
 * before would be known again.
 */
export function openMarkKey(path: string): Uint8Array {
  try {
    return read(path) ?? create(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unusable(path, String(error));
  }
}

function read(path: string): Uint8Array | null {
  const handle = openToRead(path);
  if (handle === null) return null;
  try {
    const mode = fs.fstatSync(handle).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw unusable(path, `others than its owner may read it; run: chmod 600 '${path}'`);
    }
    const key = Buffer.from(fs.readFileSync(handle, 'utf8').trim(), 'base64url');
    if (key.length === KEY_BYTES) return key;
    throw unusable(path, 'it is damaged; delete it to get a new one');
  } finally {
    fs.closeSync(handle);
  }
}

function openToRead(path: string): number | null {
  try {
    return fs.openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Under its name it is there whole or not at all; of two processes the first one's counts. */
function create(path: string): Uint8Array {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = fs.openSync(temporary, 'wx', 0o600);
    try {
      fs.writeFileSync(handle, `${randomBytes(KEY_BYTES).toString('base64url')}\n`);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    link(temporary, path);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  const key = read(path);
  if (key === null) throw unusable(path, 'it is gone again');
  return key;
}

function link(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // File systems of memory cards know no links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    fs.renameSync(from, to);
  }
}

function unusable(path: string, reason: string): AppError {
  return new AppError('HOME_UNUSABLE', `keeping the key of marks in "${path}": ${reason}`);
}
