import type { Tried } from '../model/insight.ts';
import { number } from './views/format.tsx';

/**
 * How tries ended, for the end of a sentence: "all 14 were stopped", "12 of 14
 * were stopped, the others went on without what rules took out". Never that one
 * succeeded: what became of it nobody here can know.
 */
export function endedWords({ count, stopped }: Tried): string {
  const went = count - stopped;
  if (went <= 0) return count === 1 ? 'it was stopped' : `all ${number(count)} were stopped`;
  if (stopped === 0) return `${count === 1 ? 'it' : `all ${number(count)}`} went on, ${WITHOUT}`;
  const rest = went === 1 ? 'the other one' : 'the others';
  return `${number(stopped)} of ${number(count)} ${stopped === 1 ? 'was' : 'were'} stopped, ${rest} went on ${WITHOUT}`;
}

/** The same in brief, where it was said before what becomes of the others: "12 of 14 stopped". */
export function endedBriefly({ count, stopped }: Tried): string {
  if (stopped >= count) return count === 1 ? 'stopped' : `all ${number(count)} stopped`;
  return stopped === 0 ? 'none stopped' : `${number(stopped)} of ${number(count)} stopped`;
}

/** Cleaned exchanges count among those that went on. */
const WITHOUT = 'without what rules took out';

/** "once", "12 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}
