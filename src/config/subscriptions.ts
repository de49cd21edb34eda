import { z } from 'zod';
import { parseListSource } from '../model/list-source.ts';
import { nearest } from '../model/nearest.ts';
import type { Subscription } from '../model/subscription.ts';

const MAX_LISTS = 100;
const KEYS = ['url', 'name', 'trusted'] as const;

/** A name of the catalogue, an address, or either with a name and with whether it is trusted. */
const entry = z.unknown().transform((written, context): Subscription => {
  const read = readEntry(written);
  if (typeof read !== 'string') return read;
  context.addIssue({ code: 'custom', input: written, message: read });
  return z.NEVER;
});

/** What `rules.subscriptions` may hold; no two lists of one name. */
export const subscriptions = z
  .array(entry)
  .max(MAX_LISTS)
  .superRefine((lists, context) => {
    for (const [at, { name }] of lists.entries()) {
      if (lists.findIndex((list) => list.name === name) === at) continue;
      const message = `a list named "${name}" stands above already`;
      context.addIssue({ code: 'custom', input: name, path: [at], message });
    }
  });

function readEntry(written: unknown): Subscription | string {
  const wanted = 'must be a name such as "easyprivacy", an address, or { url: ..., name: ... }';
  if (typeof written === 'string') return listOf(written, null, null);
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return wanted;
  const unknown = Object.keys(written).find((key) => !KEYS.some((known) => known === key));
  if (unknown !== undefined) {
    const meant = nearest(unknown, KEYS);
    return `unknown setting "${unknown}"${meant === null ? '' : `, did you mean "${meant}"?`}`;
  }
  const { url, name = null, trusted = null } = written as Readonly<Record<string, unknown>>;
  if (typeof url !== 'string') return wanted;
  if (name !== null && typeof name !== 'string') return 'its name must be a text';
  if (trusted !== null && typeof trusted !== 'boolean') return '"trusted" must be true or false';
  return listOf(url, name, trusted);
}

function listOf(
  source: string,
  name: string | null,
  trusted: boolean | null,
): Subscription | string {
  const parsed = parseListSource(source, name, trusted);
  return parsed.ok ? parsed.list : parsed.reason;
}
