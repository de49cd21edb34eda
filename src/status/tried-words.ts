import type { Tried } from '../model/insight.ts';
import { number } from './views/format.tsx';

/**
 * How tries ended, for the end of a sentence: "all 14 were stopped", "12 of 14
 * were stopped, the others went on less what rules took out". Never that one
 * succeeded: what became of it nobody here can know.
 */
export function endedWords({ count, stopped }: Tried): string {
  const went = count - stopped;
  if (went <= 0) return count === 1 ? 'it was stopped' : `all ${number(count)} were stopped`;
  if (stopped === 0) return `${count === 1 ? 'it' : `all ${number(count)}`} went on, ${LESS}`;
  const rest = went === 1 ? 'the other one' : 'the others';
  return `${number(stopped)} of ${number(count)} ${stopped === 1 ? 'was' : 'were'} stopped, ${rest} went on ${LESS}`;
}

/** Cleaned exchanges count among those that went on. */
const LESS = 'less what rules took out';

/** "once", "12 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}
