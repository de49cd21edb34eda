import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { AppError } from '../model/errors.ts';
import type { Identifier } from '../model/identifier.ts';
import { hintOfTag, type IdentifierTags } from './tags.ts';

export type KeptIdentifier = Identifier & IdentifierTags;

/** All that is kept: no value, and no digest of one. */
export interface KeptIdentifiers {
  /** 32 random bytes, made for this file. */
  readonly key: Uint8Array;
  readonly identifiers: readonly KeptIdentifier[];
}

const KEY_BYTES = 32;
/** More than a household has; a bound on what a damaged file can ask for. */
export const MAX_IDENTIFIERS = 50;
const MAX_TAGS = 100;

/**
 * Reads the file. Without one there is a new key and nothing else. Throws
 * HOME_UNUSABLE where it is damaged, or where others than its owner may read it.
 */
export function readIdentifierFile(path: string): KeptIdentifiers {
  let handle: number;
  try {
    handle = fs.openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { key: randomBytes(KEY_BYTES), identifiers: [] };
    }
    throw unusable(path, String(error));
  }
  try {
    const mode = fs.fstatSync(handle).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw unusable(path, `others than its owner may read it; run: chmod 600 '${path}'`);
    }
    const kept = parse(fs.readFileSync(handle, 'utf8'));
    if (kept !== null) return kept;
    throw unusable(path, 'it is damaged; delete it and enter your identifiers again');
  } finally {
    fs.closeSync(handle);
  }
}

/** Replaces the file as a whole, so that a crash leaves the old or the new one. Only its owner reads it. */
export function writeIdentifierFile(path: string, { key, identifiers }: KeptIdentifiers): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const content = { version: 1, key: Buffer.from(key).toString('base64url'), identifiers };
  try {
    const handle = fs.openSync(temporary, 'wx', 0o600);
    try {
      fs.writeFileSync(handle, `${JSON.stringify(content, null, 1)}\n`);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw unusable(path, String(error));
  }
}

function unusable(path: string, reason: string): AppError {
  return new AppError('HOME_UNUSABLE', `keeping the identifiers in "${path}": ${reason}`);
}

function parse(text: string): KeptIdentifiers | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { version, key, identifiers } = asRecord(value);
  if (version !== 1 || typeof key !== 'string' || !Array.isArray(identifiers)) return null;
  const bytes = Buffer.from(key, 'base64url');
  if (bytes.length !== KEY_BYTES || identifiers.length > MAX_IDENTIFIERS) return null;
  const kept = identifiers.map(parseOne);
  return kept.includes(null)
    ? null
    : { key: bytes, identifiers: kept.filter((one) => one !== null) };
}

function parseOne(value: unknown): KeptIdentifier | null {
  const { id, kind, label, addedAt, ...tags } = asRecord(value);
  if (typeof id !== 'string' || typeof label !== 'string' || typeof addedAt !== 'number')
    return null;
  if (kind !== 'email' && kind !== 'phone') return null;
  const hashed = parseTags(tags['hashed']);
  const plain = parseTags(tags['plain']);
  return hashed === null || plain === null ? null : { id, kind, label, addedAt, hashed, plain };
}

function parseTags(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length > MAX_TAGS) return null;
  const tags = value.filter((tag) => typeof tag === 'string' && !Number.isNaN(hintOfTag(tag)));
  return tags.length === value.length ? tags : null;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
