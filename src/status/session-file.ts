import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { AccessStore, SessionStore } from './login-stores.ts';
import type { Login } from './sessions.ts';

/** The form of the file. */
const VERSION = 1;
const MAX_LENGTH = 262_144;
const MAX_WORD = 100;

/**
 * Keeps the logins in a file that only its owner reads (0600), replaced
 * atomically. It holds hashes of what the cookies hold. The logins belong to
 * the password or code they were made with: under another one, or where the
 * file cannot be understood, there are none, and everybody logs in again.
 * `save` throws where the file cannot be written.
 */
export function fileSessionStore(path: string, access: Pick<AccessStore, 'load'>): SessionStore {
  return {
    load() {
      try {
        const text = fs.readFileSync(path, 'utf8');
        return text.length > MAX_LENGTH ? [] : parse(text, tagOf(access));
      } catch {
        return [];
      }
    },
    save(logins) {
      const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
      const content = { version: VERSION, access: tagOf(access), logins };
      try {
        const file = fs.openSync(temporary, 'wx', 0o600);
        try {
          fs.writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
        } finally {
          fs.closeSync(file);
        }
        fs.renameSync(temporary, path);
      } catch (error) {
        fs.rmSync(temporary, { force: true });
        throw error;
      }
    },
  };
}

/** Changes with the password. It is made of what is kept of that, so it tells no more. */
function tagOf(access: Pick<AccessStore, 'load'>): string {
  return createHash('sha256').update(JSON.stringify(access.load())).digest('base64url');
}

/** Throws where it is no JSON. */
function parse(text: string, tag: string): readonly Login[] {
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null) return [];
  const { version, access, logins } = read as Readonly<Record<string, unknown>>;
  if (version !== VERSION || access !== tag || !Array.isArray(logins)) return [];
  return logins.filter(isLogin);
}

function isLogin(value: unknown): value is Login {
  if (typeof value !== 'object' || value === null) return false;
  const of = value as Readonly<Record<string, unknown>>;
  const words = [of['key'], of['address'], of['browser']];
  const times = [of['startedAt'], of['lastSeen'], of['expiresAt']];
  return (
    words.every((word) => typeof word === 'string' && word.length <= MAX_WORD) &&
    times.every((time) => Number.isSafeInteger(time) && (time as number) >= 0)
  );
}
