import { createHmac } from 'node:crypto';
import {
  type Device,
  type DeviceId,
  LEVELS,
  type Level,
  MODES,
  type Mode,
} from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import type { RuleRef } from '../model/rule.ts';
import { hashPassword, sameText, verify } from './access.ts';
import type { Parts } from './parts.ts';
import type { Devices } from './ports.ts';
import { withTextBefore } from './rule-file-actions.ts';
import { describeWish, type RuleWish, ruleLine } from './rule-line.ts';
import { base64url, type Session, type Undo, type Visitor } from './sessions.ts';
import { describeOnce, readWish } from './wish.ts';

/** Fields of a form or of a JSON body; nothing is known of their types. */
export type Input = Readonly<Partial<Record<InputName, unknown>>>;
type InputName =
  | 'csrf'
  | 'back'
  | 'next'
  | 'secret'
  | 'current'
  | 'password'
  | 'host'
  | 'path'
  | 'page'
  | 'device'
  | 'program'
  | 'all'
  | 'line'
  | 'source'
  | 'text'
  | 'name'
  | 'scope'
  | 'trusted'
  | 'value'
  | 'label'
  | 'level'
  | 'mode'
  | 'target'
  | 'base'
  | 'id'
  | 'sure'
  | 'key'
  | 'for';

/** How a wish ended, in words for the person who had it. */
export type Outcome =
  | {
      readonly ok: true;
      readonly text: string;
      /** A line that was written, which can be taken out again. */
      readonly rule: RuleRef | null;
      /** What takes the action back, where that is not taking `rule` out. */
      readonly undo?: Undo | null;
    }
  | { readonly ok: false; readonly text: string; readonly status: 400 | 401 | 404 | 409 | 429 };

const MAX_NAME = 60;
const MAX_RULE = 4_000;

/** Appends an allowing or blocking line to `rules/my-rules.txt`, or lets something through once. */
export async function addRule(
  parts: Parts,
  action: RuleWish['action'],
  input: Input,
): Promise<Outcome> {
  const { rules, once, devices, now } = parts.ports;
  const wish = readWish(action, input, { deviceOf: devices.get, now: now() });
  if (typeof wish === 'string') return { ok: false, text: wish, status: 400 };
  if (wish.kind === 'once') {
    once.allow(wish.once);
    return { ok: true, text: describeOnce(wish), rule: null };
  }
  const words = describeWish(wish.rule);
  return spoken(async () => {
    const rule = await rules.append(ruleLine(wish.rule), `${words}, from the page`);
    return { ok: true, text: `${words}. Line ${rule.line} of ${rule.list}: ${rule.text}`, rule };
  });
}

/** What takes an action back; null where nothing does. */
export function undoOf({ rule, undo }: Outcome & { readonly ok: true }): Undo | null {
  if (undo !== undefined) return undo;
  if (rule === null) return null;
  return { action: '/rules/undo', fields: { line: String(rule.line), text: rule.text } };
}

/** Takes a line out of `rules/my-rules.txt` again. */
export async function undoRule(parts: Parts, input: Input): Promise<Outcome> {
  const line = Number(input.line);
  const text = input.text;
  if (!Number.isInteger(line) || line < 1 || typeof text !== 'string' || text.length > MAX_RULE) {
    return { ok: false, text: 'removing a rule: the line is not given', status: 400 };
  }
  const known = parts.ports.rules.personal().find((r) => r.line === line && r.text === text);
  const gone: Outcome = {
    ok: false,
    text: `removing line ${line}: it no longer reads "${cut(text)}"`,
    status: 409,
  };
  if (known === undefined) return gone;
  return spoken(async () => {
    const changed = await withTextBefore(parts, () => parts.ports.rules.remove(known));
    if (!changed.done) return gone;
    return { ok: true, text: `Removed ${text}`, rule: null, undo: changed.undo };
  });
}

/**
 * Sets name, level and mode of a device: those that are given and differ.
 * The level `auto` takes a choice by hand back.
 */
export function changeDevice(parts: Parts, id: string, input: Input): Promise<Outcome> {
  return spoken(async () => {
    const device = parts.ports.devices.get(id as DeviceId);
    if (device === null) {
      return { ok: false, text: `changing a device: "${cut(id)}" is not known`, status: 404 };
    }
    const level = oneOf('level', [...LEVELS, 'auto'] as const, input.level);
    const mode = oneOf('mode', MODES, input.mode);
    const name = typeof input.name === 'string' ? cleanName(input.name) : device.name;
    const changed = setOnDevice(parts.ports.devices, device, { name, level, mode });
    const text = `Saved ${name ?? device.address}`;
    if (Object.keys(changed).length === 0) return { ok: true, text, rule: null };
    const action = `/devices/${encodeURIComponent(device.id)}`;
    return { ok: true, text, rule: null, undo: { action, fields: changed } };
  });
}

/**
 * Only what differs: an unchanged level must not turn into a choice. Returns
 * the fields that take it back.
 */
function setOnDevice(
  devices: Devices,
  device: Device,
  to: {
    readonly name: string | null;
    readonly level: Level | 'auto' | undefined;
    readonly mode: Mode | undefined;
  },
): Readonly<Record<string, string>> {
  const back: Record<string, string> = {};
  if (to.name !== device.name) {
    devices.rename(device.id, to.name);
    // A name that nobody gave by hand comes back by itself.
    back['name'] = device.nameFrom === 'hand' ? (device.name ?? '') : '';
  }
  if (to.level !== undefined && to.level !== shownLevel(device)) {
    devices.setLevel(device.id, to.level === 'auto' ? null : to.level);
    back['level'] = shownLevel(device);
  }
  if (to.mode !== undefined && to.mode !== device.mode) {
    devices.setMode(device.id, to.mode);
    back['mode'] = device.mode;
  }
  return back;
}

/** What the form shows: a level that nobody chose is `auto`. */
export function shownLevel(device: Device): Level | 'auto' {
  return device.levelFrom === 'hand' || device.levelFrom === 'config' ? device.level : 'auto';
}

/** A new session, when the secret is right and there were not too many tries. */
export async function logIn(
  parts: Parts,
  visitor: Visitor,
  secret: unknown,
): Promise<{ readonly id: string; readonly session: Session } | Outcome> {
  const { address } = visitor;
  if (!parts.tries.take(address)) {
    return { ok: false, text: 'Too many tries. Wait a quarter of an hour.', status: 429 };
  }
  const right = typeof secret === 'string' && (await verify(parts.ports.access.load(), secret));
  if (!right) return { ok: false, text: 'That is not right.', status: 401 };
  parts.tries.clear(address);
  return parts.sessions.begin(visitor);
}

/** Sets the password and ends all other logins. */
export async function changePassword(
  parts: Parts,
  session: Session,
  address: string,
  input: Input,
): Promise<Outcome> {
  const { access, random } = parts.ports;
  const { current, password } = input;
  if (typeof current !== 'string' || typeof password !== 'string') {
    return { ok: false, text: 'setting the password: it is not given', status: 400 };
  }
  if (!parts.tries.take(address)) {
    return { ok: false, text: 'Too many tries. Wait a quarter of an hour.', status: 429 };
  }
  if (!(await verify(access.load(), current))) {
    return { ok: false, text: 'The current password or code is not right.', status: 401 };
  }
  return spoken(async () => {
    access.save(await hashPassword(password, random));
    parts.tries.clear(address);
    parts.sessions.endOthers(session.key);
    return { ok: true, text: 'The password is set', rule: null };
  });
}

/**
 * The token of a form for somebody who is not logged in. It cannot be read by
 * another site, and is good for one address until the program ends.
 */
export function loginToken(parts: Parts, address: string): string {
  return base64url(createHmac('sha256', parts.formKey).update(`login ${address}`).digest());
}

export function loginTokenFits(parts: Parts, address: string, token: unknown): boolean {
  return typeof token === 'string' && sameText(token, loginToken(parts, address));
}

/** An AppError is for the person; anything else is a bug and goes on up. */
export async function spoken(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return { ok: false, text: error.message, status: 400 };
    throw error;
  }
}

/** The word, where one is given; throws an AppError for an unknown one. */
function oneOf<Word extends string>(
  what: string,
  words: readonly Word[],
  value: unknown,
): Word | undefined {
  if (value === undefined) return undefined;
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  throw new AppError(
    'INPUT_INVALID',
    `reading the ${what}: "${cut(String(value))}" is not one of ${words.join(', ')}`,
  );
}

function cut(text: string): string {
  return text.slice(0, 80);
}

/** No control characters, no runs of blanks; null for nothing. */
function cleanName(text: string): string | null {
  const clean = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME);
  return clean === '' ? null : clean;
}
