import type { Filter } from '../filter/filter.ts';

/** The questions a set of filters is asked; each has an index of its own. */
export const REALMS = [
  /** Blocks, whatever excepts it. */
  'important',
  /** Excepts even what is important. */
  'importantAllow',
  'block',
  'allow',
  'log',
  /** Edits the exchange: takes parts of it away, or makes them different. */
  'strip',
  /** Keeps what others would edit. */
  'stripAllow',
  /** Says how what others block is answered. */
  'redirect',
  /** Undoes what others say of it. */
  'redirectAllow',
] as const;
export type Realm = (typeof REALMS)[number];

export function realmOf({ action, exception, important }: Filter): Realm {
  if (action === 'edit') return exception ? 'stripAllow' : 'strip';
  if (action === 'redirect') return exception ? 'redirectAllow' : 'redirect';
  if (action === 'log') return 'log';
  if (exception) return important ? 'importantAllow' : 'allow';
  return important ? 'important' : 'block';
}
