import type { Tried } from '../model/insight.ts';
import { number } from './views/format.tsx';

/**
 * How tries ended, for the end of a sentence: "all 14 were stopped", "12 of 14
 * were stopped", "none of 3 was stopped". Never that one succeeded: what went on
 * may have been cleaned, and what became of it nobody here can know.
 */
export function endedWords({ count, stopped }: Tried): string {
  if (count === 1) return stopped === 1 ? 'it was stopped' : 'it was not stopped';
  if (stopped >= count) return `all ${number(count)} were stopped`;
  if (stopped === 0) return `none of ${number(count)} was stopped`;
  return `${number(stopped)} of ${number(count)} ${stopped === 1 ? 'was' : 'were'} stopped`;
}

/** "once", "12 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}
