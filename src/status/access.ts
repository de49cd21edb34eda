import { scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../model/errors.ts';
import type { AccessStore, Credential } from './login-stores.ts';

// 32 letters and digits that nobody misreads: 5 bits each.
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 12;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** 32 MB and about a tenth of a second, off the main thread (RFC 7914 section 2). */
const COST = { cost: 2 ** 15, blockSize: 8, parallelization: 1 } as const;
export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;

type Random = (bytes: number) => Uint8Array;

/**
 * The code that `start` prints, `ABCD-EFGH-JKLM`, made and stored when there
 * is no credential yet; null once a password is set. 60 random bits.
 */
export function firstRunCode(store: AccessStore, random: Random): string | null {
  const known = store.load();
  if (known !== null) return known.kind === 'code' ? known.code : null;
  const letters = [...random(CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  const code = (letters.join('').match(/.{4}/g) ?? []).join('-');
  store.save({ kind: 'code', code });
  return code;
}

/** Whether the text is the code (case, spaces and dashes aside) or the password. */
export async function verify(credential: Credential | null, secret: string): Promise<boolean> {
  if (credential === null || secret.length > MAX_PASSWORD) return false;
  if (credential.kind === 'code') return sameText(plainCode(secret), plainCode(credential.code));
  const expected = Buffer.from(credential.hash, 'base64');
  const actual = await derive(secret, Buffer.from(credential.salt, 'base64'), credential);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** The stored form of a new password. Throws an AppError when it is too short or too long. */
export async function hashPassword(password: string, random: Random): Promise<Credential> {
  if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
    throw new AppError(
      'INPUT_INVALID',
      `setting the password: ${password.length} characters given, ${MIN_PASSWORD} to ${MAX_PASSWORD} are needed`,
    );
  }
  const salt = Buffer.from(random(SALT_BYTES));
  const hash = await derive(password, salt, COST);
  return {
    kind: 'password',
    salt: salt.toString('base64'),
    hash: hash.toString('base64'),
    ...COST,
  };
}

/** Compares in a time that depends on the lengths only. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function plainCode(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, '');
}

function derive(
  secret: string,
  salt: Uint8Array,
  how: { readonly cost: number; readonly blockSize: number; readonly parallelization: number },
): Promise<Buffer> {
  const options = {
    N: how.cost,
    r: how.blockSize,
    p: how.parallelization,
    maxmem: 256 * how.cost * how.blockSize,
  };
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
