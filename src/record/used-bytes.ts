import type { LogDatabase } from './database.ts';

/** What a log holds, in bytes: its pages without those that are free already. */
export function usedBytes(db: LogDatabase): number {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  return (number('page_count') - number('freelist_count')) * number('page_size');
}
