import { createHash } from 'node:crypto';
import { createFinder } from '../../../src/household/finder.ts';
import type { Watched } from '../../../src/household/look.ts';
import { readIdentifier } from '../../../src/household/read-identifier.ts';
import { tagsOf } from '../../../src/household/tags.ts';

export const MAIL = 'ana.lopez@example.com';
export const PHONE = '+49 151 12345678';

export function hash(
  text: string,
  name = 'sha256',
  encoding: 'hex' | 'base64' | 'base64url' = 'hex',
): string {
  return createHash(name).update(text).digest(encoding);
}

/** The identifiers in force, as if they had been entered. */
export function watched(values: readonly string[] = [MAIL, PHONE]): Watched {
  const key = createHash('sha256').update('a key for tests').digest();
  const entered = values.map((value) => readIdentifier(value, null));
  return {
    identifiers: entered.map(({ kind, label }, i) => ({ id: `id${i}`, kind, label, addedAt: i })),
    finder: createFinder(
      key,
      entered.map(({ forms }) => tagsOf(key, forms)),
    ),
  };
}
