import type { Weeks } from '../model/insight.ts';
import { deviceSentences, newTrackersSentence, weekTotal } from './week-words.ts';

/**
 * The week as a short plain text, for a message: what was tried and stopped
 * beside the week before, new trackers, a line for each of the busiest devices.
 * It names trackers and devices, no sites. Lines end with a line feed.
 */
export function weekSummary(weeks: Weeks): string {
  const { since, until } = weeks;
  const fresh = newTrackersSentence(weeks);
  const devices = deviceSentences(weeks);
  const lines = [
    `Eyelid, ${day(since)} to ${day(until - 1)}`,
    weekTotal(weeks),
    ...(fresh === null ? [] : [fresh]),
    ...(devices.length === 0 ? [] : ['', ...devices]),
  ];
  return `${lines.join('\n')}\n`;
}

/** By this machine's time zone, which is the household's. */
function day(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
