import type { Compared, Tried, Weeks } from '../model/insight.ts';
import { names } from './sentence.ts';
import { endedBriefly, endedWords } from './tried-words.ts';
import { number } from './views/format.tsx';

/** Names told of one by one. */
const NAMED = 5;
/** Fewer tries than this are chance, not a change. */
const FEWEST = 5;

/**
 * All of a week in one sentence: "Trackers tried 240 times, 12 % more than the week before; ...".
 * With a part of a week nothing is compared.
 */
export function weekTotal({ trackers, begun }: Weeks): string {
  const now = sum(trackers.map((each) => each.now));
  const before = sum(trackers.map((each) => each.before));
  if (now.count === 0) return 'No tracker that Eyelid knows tried anything.';
  const tried = `Trackers tried ${now.count === 1 ? 'once' : `${number(now.count)} times`}`;
  const change = begun === undefined ? changeWords(now.count, before.count) : '';
  return `${tried}${change}; ${endedWords(now)}.`;
}

/** Trackers that the log did not know before; null where there are none. */
export function newTrackersSentence({ newTrackers }: Weeks): string | null {
  if (newTrackers.length === 0) return null;
  const shown = newTrackers.slice(0, NAMED).map(short);
  const more = newTrackers.length - shown.length;
  const all = names(more > 0 ? [...shown, `${number(more)} more`] : shown);
  return `New this week: ${all}.`;
}

/** One sentence for each device that trackers wanted to know something of. */
export function deviceSentences({ devices, begun }: Weeks): readonly string[] {
  const change = ({ now, before }: Compared) =>
    begun === undefined ? changeWords(now.count, before.count) : '';
  return devices
    .filter(({ now }) => now.count > 0)
    .slice(0, NAMED)
    .map(
      (device) =>
        `${short(device.name)}: ${number(device.now.count)} ${device.now.count === 1 ? 'try' : 'tries'}${change(device)}; ${endedBriefly(device.now)}.`,
    );
}

/** Those whose count changed most, up or down, the largest change first. */
export function largestChanges(compared: readonly Compared[]): readonly Compared[] {
  return compared
    .filter(({ now, before }) => Math.max(now.count, before.count) >= FEWEST)
    .filter(({ now, before }) => now.count !== before.count)
    .toSorted((a, b) => difference(b) - difference(a))
    .slice(0, NAMED);
}

function difference({ now, before }: Compared): number {
  return Math.abs(now.count - before.count);
}

/** ", 12 % more than the week before"; begins a clause, or is empty. */
export function changeWords(now: number, before: number): string {
  if (before === 0) return now === 0 ? '' : ', after none the week before';
  const percent = Math.round((Math.abs(now - before) / before) * 100);
  if (percent === 0) return ', as many as the week before';
  if (percent > 999) return ', many times more than the week before';
  return `, ${percent} % ${now > before ? 'more' : 'less'} than the week before`;
}

function sum(tried: readonly Tried[]): Tried {
  return tried.reduce(
    (all, { count, stopped }) => ({ count: all.count + count, stopped: all.stopped + stopped }),
    { count: 0, stopped: 0 },
  );
}

/** A name of the outside world is short and one line. */
function short(name: string): string {
  const plain = name.replace(/[\p{C}\s]+/gu, ' ').trim();
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}
