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
  /** Takes parts away from the exchange. */
  'strip',
  /** Keeps parts that others would take away. */
  'stripAllow',
] as const;
export type Realm = (typeof REALMS)[number];

export function realmOf({ action, exception, important }: Filter): Realm {
  if (action === 'strip') return exception ? 'stripAllow' : 'strip';
  if (action === 'log') return 'log';
  if (exception) return important ? 'importantAllow' : 'allow';
  return important ? 'important' : 'block';
}
