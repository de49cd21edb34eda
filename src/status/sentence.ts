import { assertNever } from '../model/errors.ts';
import type { Event } from '../model/event.ts';
import type { Action, RuleRef } from '../model/rule.ts';
import { isStopped, toldSentence } from '../model/told.ts';
import { whyUnopened } from '../model/unopened.ts';
import { type Place, takenOut } from './taken-out.ts';

/** How an action is called on the page. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  pass: 'Let through',
  allow: 'Allowed',
  log: 'Noted',
  strip: 'Cleaned',
  rewrite: 'Rewritten',
  placeholder: 'Held back',
  stub: 'Replaced',
  block: 'Blocked',
};

const MAX_NAMES = 6;

/** Badge of a row: the action, or what it would have been. */
export function badge(event: Event): string {
  if (event.kind === 'tunnel' && event.action === 'pass') return 'Unopened';
  const word = ACTION_WORDS[event.action];
  return event.observed && event.action !== 'pass' ? `Would be ${word.toLowerCase()}` : word;
}

/**
 * What happened, in words for people. What was blocked is said as an attempt:
 * the tracker was not told.
 */
export function sentence(event: Event): string {
  const told = event.summary === null ? null : tense(event.summary, event);
  return told === null ? plain(event) : `${told}.`;
}

/** The verdict of the row's own page: what was done, and why. */
export function verdict(event: Event): string {
  const because = event.rule === null ? '' : `, because ${reason(event.rule)}`;
  if (event.observed && event.action !== 'pass') {
    return `Let through, because this device is only observed. A rule would have ${did(event)}${because}.`;
  }
  return `Eyelid ${did(event)}${because}.`;
}

/** What stands in the place of a file where a person chose on the spot (proxy/judge.ts). */
const CHOICES: ReadonlySet<string> = new Set(['open-anyway', 'click-to-load', 'allow-once']);

/** Whether no line of a file did it, but a person on the spot. */
export function isChoice({ list }: RuleRef): boolean {
  return CHOICES.has(list);
}

/** A rule in a few characters: its file and line, or the choice that stands in its place. */
export function ruleLabel(rule: RuleRef): string {
  return isChoice(rule) ? rule.text : `${rule.list}:${rule.line}`;
}

function reason(rule: RuleRef): string {
  return isChoice(rule) ? `it was ${rule.text}` : `of line ${rule.line} of ${rule.list}`;
}

function did(event: Event): string {
  const target = event.host;
  switch (event.action) {
    case 'pass':
      return event.kind === 'tunnel'
        ? `passed the connection to ${target} through unopened${whyNot(event)}`
        : `let the exchange with ${target} through; no rule applied`;
    case 'allow':
      return `let the exchange with ${target} through by an exception`;
    case 'log':
      return `let the exchange with ${target} through and noted it`;
    case 'strip':
      return `let the exchange with ${target} through without ${names(event.removed) || 'parts of it'}`;
    case 'rewrite':
      return `changed the exchange with ${target}: ${names(event.removed) || 'its answer'}`;
    case 'placeholder':
      return `held the content from ${target} back until it is clicked`;
    case 'stub':
      return `put a stand-in where ${target} would have answered`;
    case 'block':
      return event.kind === 'tunnel'
        ? `refused the connection to ${target}`
        : `answered in place of ${target}, which was never asked`;
    default:
      return assertNever(event.action);
  }
}

function plain(event: Event): string {
  const who = event.page ?? event.deviceName;
  const what = whom(event);
  const verb = event.page === null && event.type === 'document' ? 'open' : 'contact';
  if (isStopped(event)) return `${who} wanted to ${verb} ${what}.`;
  const unopened = event.tunnel === null ? '' : `, unopened${whyNot(event)}`;
  return `${who} ${verb}ed ${what}${unopened}${changed(event)}.`;
}

/** Rows of older programs do not say it. */
function whyNot(event: Event): string {
  const words = whyUnopened(event);
  return words === null ? '' : `: ${words}`;
}

/** A site's own server, and what is taken out on the way to anybody, is not the tracker. */
function whom({ host, page, tracker, action }: Event): string {
  const isOwn = host === page;
  const target = isOwn ? 'its own server' : host;
  return tracker === null || action === 'strip' ? target : `${target} (${tracker})`;
}

function changed(event: Event): string {
  if (event.action === 'strip') {
    return `${event.observed ? ', and would have done so' : ''} without ${partsOf(event)}`;
  }
  if (event.action !== 'rewrite' || event.observed) return '';
  return `; changed: ${names(event.removed) || 'the answer'}`;
}

const PLACES: Readonly<Record<Place, (found: string, isOne: boolean) => string>> = {
  address: (found) => `${found} in its address`,
  within: (found) => `${found} in an address that it told`,
  body: (found) => `${found} in what it sent`,
  header: (found, isOne) => `the ${isOne ? 'header' : 'headers'} ${found}`,
  cookie: (found, isOne) => `the ${isOne ? 'cookie' : 'cookies'} ${found}`,
  other: (found) => found,
};

/** "fbclid in its address and the cookies _fbp and _fbc, which are for Meta". */
function partsOf(event: Event): string {
  const places = [...takenOut(event)];
  if (places.length === 0) return 'parts of it';
  const said = places.map(([place, found]) => PLACES[place](names(found), found.length === 1));
  const are = event.removed.length === 1 ? 'is' : 'are';
  const forWhom = event.tracker === null ? '' : `, which ${are} for ${event.tracker}`;
  return `${said.join(', and ')}${forWhom}`;
}

function tense(summary: string, event: Event): string {
  return toldSentence(summary.replace(/\.$/, ''), event);
}

/** At most six names and how many more there are. */
export function names(all: readonly string[]): string {
  const shown = all.slice(0, MAX_NAMES);
  const more = all.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
