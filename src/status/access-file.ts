import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { AppError } from '../model/errors.ts';
import type { AccessStore, Credential } from './login-stores.ts';

/**
 * Keeps the credential in a file that only its owner reads (0600), replaced
 * atomically. Removing the file makes the next start print a new code: that
 * is what to do when the password is lost. `load` throws an AppError when the
 * file is there but cannot be understood, so that damage never opens the page;
 * `save` throws one where it cannot be written, and then the one before holds.
 */
export function fileAccessStore(path: string): AccessStore {
  return {
    load() {
      const text = read(path);
      if (text === null) return null;
      const credential = parse(text);
      if (credential !== null) return credential;
      throw new AppError(
        'HOME_UNUSABLE',
        `reading "${path}": it is damaged; delete it and start again to get a new code`,
      );
    },
    save(credential) {
      const temporary = `${path}.new`;
      try {
        const file = openSync(temporary, 'w', 0o600);
        try {
          // Goes on where the system took a part only: half a credential would keep everybody out.
          writeFileSync(file, `${JSON.stringify(credential, null, 2)}\n`);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        // An old temporary file would have kept its mode.
        chmodSync(temporary, 0o600);
        renameSync(temporary, path);
      } catch (error) {
        throw new AppError('HOME_UNUSABLE', `keeping "${path}": ${String(error)}`, {
          cause: error,
        });
      }
    },
  };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new AppError('HOME_UNUSABLE', `reading "${path}": ${String(error)}`, { cause: error });
  }
}

type Field = 'kind' | 'code' | 'salt' | 'hash' | 'cost' | 'blockSize' | 'parallelization';

function parse(text: string): Credential | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Readonly<Partial<Record<Field, unknown>>>;
  const words = (...names: readonly Field[]) => names.every((n) => isWord(fields[n]));
  const sizes = (...names: readonly Field[]) => names.every((n) => isSize(fields[n]));
  if (fields.kind === 'code' && words('code')) return value as Credential;
  if (
    fields.kind === 'password' &&
    words('salt', 'hash') &&
    sizes('cost', 'blockSize', 'parallelization')
  ) {
    return value as Credential;
  }
  return null;
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Bounded, so that a damaged file cannot make one login take minutes. */
function isSize(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 2 ** 20;
}
