import type { TunnelReason } from '../model/connection.ts';
import type { Level } from '../model/device.ts';
import type { Event } from '../model/event.ts';
import type { MarkKind } from '../model/insight.ts';
import type { Party, ResourceType } from '../model/request.ts';
import type { Action } from '../model/rule.ts';

/*
 * The numbers that stand for words in the log's file. They are written out,
 * not taken from an array's order: a file outlives a change of that order.
 * A number is never given to another word; new words get new numbers.
 */

export const ACTION_CODES: Readonly<Record<Action, number>> = {
  pass: 0,
  allow: 1,
  log: 2,
  strip: 3,
  rewrite: 4,
  placeholder: 5,
  stub: 6,
  block: 7,
};

export const KIND_CODES: Readonly<Record<Event['kind'], number>> = {
  http: 0,
  https: 1,
  websocket: 2,
  tunnel: 3,
};

export const TYPE_CODES: Readonly<Record<ResourceType, number>> = {
  other: 0,
  document: 1,
  subdocument: 2,
  script: 3,
  stylesheet: 4,
  image: 5,
  font: 6,
  media: 7,
  object: 8,
  xhr: 9,
  ping: 10,
  websocket: 11,
};

export const PARTY_CODES: Readonly<Record<Party, number>> = { unknown: 0, first: 1, third: 2 };

export const TUNNEL_CODES: Readonly<Record<TunnelReason, number>> = {
  'level-off': 1,
  'level-hostname': 2,
  'program-unproven': 3,
  'program-refuses': 4,
  'program-incompatible': 5,
  refused: 6,
  'nothing-to-match': 7,
  'do-not-intercept': 8,
  'upstream-certificate': 9,
  grpc: 10,
  'not-tls': 11,
  'no-name': 12,
  'no-common-protocol': 13,
};

export const LEVEL_CODES: Readonly<Record<Level, number>> = {
  off: 1,
  hostname: 2,
  trackers: 3,
  full: 4,
};

export const MARK_CODES: Readonly<Record<MarkKind, number>> = {
  email: 1,
  phone: 2,
  person: 3,
  customer: 4,
  browser: 5,
  click: 6,
  advertising: 7,
};

/**
 * The word of a code; `otherwise` for a number no word has, which only a
 * damaged file or one of a newer program holds.
 */
export function wordOf<Word extends string, Otherwise extends Word | null = Word>(
  codes: Readonly<Record<Word, number>>,
  code: number,
  otherwise: Otherwise,
): Word | Otherwise {
  for (const word in codes) {
    if (codes[word] === code) return word;
  }
  return otherwise;
}

/** Whether an action changes what leaves or arrives: what the overview counts as acted on. */
export function isActedOn(action: Action): boolean {
  return ACTION_CODES[action] >= ACTION_CODES.strip;
}
