import type { Event } from '../model/event.ts';
import { badge, ruleLabel, sentence } from '../status/sentence.ts';
import type { Colour, Paint } from './colour.ts';
import { printable } from './printable.ts';

/** Longer names of devices push the rest aside. */
const DEVICE_WIDTH = 16;
/** "Let through"; what is only observed is longer, and seldom. */
const BADGE_WIDTH = 11;
/** Of an address; its end says little. */
const LONGEST_ADDRESS = 80;

/**
 * An event for a person at a terminal: when, which device, what was done, what
 * happened in the words of the page, and then where and by which rule.
 */
export function logLine(event: Event, paint: Paint): string {
  const where = cut(`${event.host}${event.path}`, LONGEST_ADDRESS);
  const rule = event.rule === null ? '' : `  ${ruleLabel(event.rule)}`;
  return [
    paint(localTime(event.at), 'faint'),
    padded(clean(event.deviceName), DEVICE_WIDTH),
    paint(padded(badge(event), BADGE_WIDTH), colourOf(event)),
    clean(sentence(event)),
    paint(clean(`${where}${rule}`), 'faint'),
  ].join('  ');
}

/** As the page colours its badges; the words say the same. */
function colourOf({ action, observed }: Event): Colour | null {
  if (observed && action !== 'pass') return 'magenta';
  switch (action) {
    case 'block':
    case 'stub':
    case 'placeholder':
      return 'red';
    case 'strip':
    case 'rewrite':
      return 'cyan';
    case 'allow':
      return 'green';
    case 'log':
      return 'blue';
    default:
      return 'faint';
  }
}

/** `2026-11-22 06:15:30`, where this machine is. */
export function localTime(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** One line, whatever others wrote into it. */
function clean(text: string): string {
  return printable(text.replaceAll(/[\n\t]/g, ' '));
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}
