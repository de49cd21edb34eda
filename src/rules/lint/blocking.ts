import type { Filter } from '../filter/filter.ts';

/** What keeps a request from its server; the rest edits, notes or says how to answer. */
const BLOCKING: ReadonlySet<string> = new Set<Filter['action']>(['block', 'stub', 'placeholder']);

/** Whether a filter is about letting through or not: a block, or an exception of one. */
export function isAboutBlocking({ action, modifier }: Filter): boolean {
  return modifier === null && BLOCKING.has(action);
}
