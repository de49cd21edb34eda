import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../model/errors.ts';
import { type KeptToken, MAX_TOKENS, SCOPES, type TokenStore } from './tokens.ts';

/**
 * Keeps the tokens in `tokens.json` of a folder, and in `token-use.json` the
 * day on which each was last used: two files, since the command line adds and
 * removes while the running program notes the use. Both are for their owner
 * alone (0600) and replaced as a whole. `load` asks the disk whether the file
 * changed, and reads it only then; it throws an AppError where it is damaged.
 */
export function fileTokenStore(folder: string): TokenStore {
  const path = join(folder, 'tokens.json');
  const usePath = join(folder, 'token-use.json');
  let known: { readonly stamp: string; readonly tokens: readonly KeptToken[] } | null = null;
  return {
    load() {
      const stamp = stampOf(path);
      if (known?.stamp !== stamp) known = { stamp, tokens: parseTokens(path, read(path)) };
      return known.tokens;
    },
    save: (tokens) => write(path, { version: 1, tokens }),
    // Of little worth, so that damage costs no more than what it held.
    loadUse: () => parseUse(read(usePath)),
    saveUse: (use) => write(usePath, Object.fromEntries(use)),
  };
}

/** Replaced files have another inode, whatever the clock says. */
function stampOf(path: string): string {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'none' : `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
}

function read(path: string): string | null {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unusable(path, String(error));
  }
}

function write(path: string, content: unknown): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    fs.writeFileSync(temporary, `${JSON.stringify(content, null, 1)}\n`, {
      ...{ mode: 0o600, flag: 'wx', flush: true },
    });
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw unusable(path, String(error));
  }
}

function unusable(path: string, reason: string): AppError {
  return new AppError('HOME_UNUSABLE', `keeping the API tokens in "${path}": ${reason}`);
}

function parseTokens(path: string, text: string | null): readonly KeptToken[] {
  if (text === null) return [];
  const { version, tokens } = record(json(text));
  const isList = version === 1 && Array.isArray(tokens) && tokens.length <= MAX_TOKENS;
  const all = isList ? tokens.map(parseToken) : [null];
  const good = all.filter((token) => token !== null);
  if (good.length === all.length) return good;
  throw unusable(path, 'it is damaged; delete it and make new tokens');
}

function parseToken(value: unknown): KeptToken | null {
  const { name, scope, createdAt, sha256 } = record(value);
  const known = SCOPES.find((word) => word === scope);
  if (typeof name !== 'string' || typeof createdAt !== 'number' || known === undefined) return null;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  return { name, scope: known, createdAt, sha256 };
}

function parseUse(text: string | null): ReadonlyMap<string, string> {
  const pairs = Object.entries(record(text === null ? null : json(text)));
  return new Map(
    pairs.flatMap(([hash, day]) =>
      typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? [[hash, day]] : [],
    ),
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
