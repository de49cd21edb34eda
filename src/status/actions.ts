import { createHmac } from 'node:crypto';
import { type DeviceId, LEVELS, MODES } from '../model/device.ts';
import { AppError } from '../model/errors.ts';
import type { RuleRef } from '../model/rule.ts';
import { hashPassword, sameText, verify } from './access.ts';
import type { Parts } from './parts.ts';
import { describeWish, parseWish, type RuleWish, ruleLine } from './rule-line.ts';
import { base64url, type Session } from './sessions.ts';

/** Fields of a form or of a JSON body; nothing is known of their types. */
export type Input = Readonly<Record<string, unknown>>;

/** How a wish ended, in words for the person who had it. */
export type Outcome =
  | { readonly ok: true; readonly text: string; readonly rule: RuleRef | null }
  | { readonly ok: false; readonly text: string; readonly status: 400 | 401 | 404 | 409 | 429 };

const MAX_NAME = 60;
const MAX_RULE = 4_000;

/** Appends an allowing or blocking line to `rules/my-rules.txt`. */
export async function addRule(
  parts: Parts,
  action: RuleWish['action'],
  input: Input,
): Promise<Outcome> {
  const wish = parseWish(action, input);
  if (typeof wish === 'string') return { ok: false, text: wish, status: 400 };
  const words = describeWish(wish);
  return spoken(async () => {
    const rule = await parts.ports.rules.append(ruleLine(wish), `${words}, from the page`);
    return { ok: true, text: `${words}. Line ${rule.line} of ${rule.list}: ${rule.text}`, rule };
  });
}

/** Takes a line out of `rules/my-rules.txt` again. */
export async function undoRule(parts: Parts, input: Input): Promise<Outcome> {
  const line = Number(input['line']);
  const text = input['text'];
  if (!Number.isInteger(line) || line < 1 || typeof text !== 'string' || text.length > MAX_RULE) {
    return { ok: false, text: 'removing a rule: the line is not given', status: 400 };
  }
  const known = parts.ports.rules.personal().find((r) => r.line === line && r.text === text);
  const gone: Outcome = {
    ok: false,
    text: `removing line ${line}: it no longer reads "${text.slice(0, 200)}"`,
    status: 409,
  };
  if (known === undefined) return gone;
  return spoken(async () =>
    (await parts.ports.rules.remove(known))
      ? { ok: true, text: `Removed ${text}`, rule: null }
      : gone,
  );
}

/** Sets name, level and mode of a device: those that are given and differ. */
export function changeDevice(parts: Parts, id: string, input: Input): Outcome {
  const { devices } = parts.ports;
  const device = devices.get(id as DeviceId);
  if (device === null) {
    return { ok: false, text: `changing a device: "${id.slice(0, 80)}" is not known`, status: 404 };
  }
  const level = LEVELS.find((known) => known === input['level']);
  const mode = MODES.find((known) => known === input['mode']);
  const name = typeof input['name'] === 'string' ? cleanName(input['name']) : undefined;
  if (input['level'] !== undefined && level === undefined) return notOneOf('level', LEVELS);
  if (input['mode'] !== undefined && mode === undefined) return notOneOf('mode', MODES);
  if (name !== undefined && name !== device.name) devices.rename(device.id, name);
  // An unchanged level stays as it came about: a proof must not turn into a choice.
  if (level !== undefined && level !== device.level) devices.setLevel(device.id, level);
  if (mode !== undefined && mode !== device.mode) devices.setMode(device.id, mode);
  return { ok: true, text: `Saved ${name ?? device.name ?? device.address}`, rule: null };
}

/** A new session, when the secret is right and there were not too many tries. */
export async function logIn(
  parts: Parts,
  address: string,
  secret: unknown,
): Promise<{ readonly id: string; readonly session: Session } | Outcome> {
  if (!parts.tries.take(address)) {
    return { ok: false, text: 'Too many tries. Wait a quarter of an hour.', status: 429 };
  }
  const right = typeof secret === 'string' && (await verify(parts.ports.access.load(), secret));
  if (!right) return { ok: false, text: 'That is not right.', status: 401 };
  parts.tries.clear(address);
  return parts.sessions.begin();
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
async function spoken(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return { ok: false, text: error.message, status: 400 };
    throw error;
  }
}

function notOneOf(what: string, known: readonly string[]): Outcome {
  return { ok: false, text: `reading the ${what}: not one of ${known.join(', ')}`, status: 400 };
}

/** No control characters, no runs of blanks; null for nothing. */
function cleanName(text: string): string | null {
  const clean = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME);
  return clean === '' ? null : clean;
}
