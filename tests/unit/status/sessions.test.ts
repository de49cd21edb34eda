import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Login, Sessions, type SessionsParts } from '../../../src/status/sessions.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const LAPTOP = { address: '192.168.1.20', browser: 'Firefox on Linux' };
const PHONE = { address: '192.168.1.30', browser: 'Safari on iPhone or iPad' };

/** What is kept between two runs, and how often it was written. */
function keptInMemory() {
  const kept = { logins: [] as readonly Login[], writes: 0 };
  const save = (logins: readonly Login[]): void => {
    kept.logins = logins;
    kept.writes += 1;
  };
  return { kept, store: { load: () => kept.logins, save } };
}

function sessions(changes: Partial<SessionsParts> = {}): Sessions {
  const { store } = keptInMemory();
  const parts = { days: () => 30, now: () => 0, random: randomBytes, store };
  return new Sessions({ ...parts, reportError: (error) => expect.fail(String(error)), ...changes });
}

test('a session is found by its id only, and keeps no id', () => {
  const { kept, store } = keptInMemory();
  const all = sessions({ store });
  const { id, session } = all.begin(LAPTOP);
  expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  expect(all.find(id)).toEqual(session);
  expect(all.find(session.key)).toBeNull();
  expect(all.find('')).toBeNull();
  expect(JSON.stringify(session)).not.toContain(id);
  // Neither the id nor the token of its forms is kept anywhere.
  expect(JSON.stringify(kept.logins)).toContain(session.key);
  expect(JSON.stringify(kept.logins)).not.toContain(id);
  expect(JSON.stringify(kept.logins)).not.toContain(session.csrf);
});

test('no two are alike', () => {
  const all = sessions();
  const [one, two] = [all.begin(LAPTOP), all.begin(LAPTOP)];
  expect(new Set([one.id, two.id, one.session.csrf, two.session.csrf]).size).toBe(4);
});

test('it is over after its days, of which those count that held when it began', () => {
  let now = 0;
  let days = 30;
  const all = sessions({ now: () => now, days: () => days });
  const { id } = all.begin(LAPTOP);
  days = 1;
  const short = all.begin(PHONE);
  now = DAY;
  expect(all.find(short.id)).toBeNull();
  now = 30 * DAY - 1;
  expect(all.find(id)).not.toBeNull();
  now = 30 * DAY;
  expect(all.list()).toEqual([]);
  expect(all.find(id)).toBeNull();
});

test('it survives a restart with its token, as long as it lasts', () => {
  let now = 0;
  const { store } = keptInMemory();
  const { id, session } = sessions({ store }).begin(LAPTOP);
  now = DAY;
  expect(sessions({ store, now: () => now }).find(id)).toEqual(session);
  now = 31 * DAY;
  expect(sessions({ store, now: () => now }).list()).toEqual([]);
});

test('the oldest makes room', () => {
  const all = sessions();
  const first = all.begin(LAPTOP);
  const second = all.begin(LAPTOP);
  for (let more = 0; more < 99; more += 1) all.begin(PHONE);
  expect(all.find(first.id)).toBeNull();
  expect(all.find(second.id)).not.toBeNull();
});

test('a change of the password ends all but one, and tells those who listen', () => {
  const { kept, store } = keptInMemory();
  const all = sessions({ store });
  const stopped: string[] = [];
  const mine = all.begin(LAPTOP);
  const other = all.begin(PHONE);
  all.whenEnded(mine.session.key, () => stopped.push('mine'));
  all.whenEnded(other.session.key, () => stopped.push('other'));
  const forget = all.whenEnded(other.session.key, () => stopped.push('forgotten'));
  forget();
  expect(all.endOthers(mine.session.key)).toBe(1);
  expect(stopped).toEqual(['other']);
  expect(all.find(mine.id)).not.toBeNull();
  expect(kept.logins.map(({ key }) => key)).toEqual([mine.session.key]);
  expect(all.end(mine.session.key)).toBe(true);
  expect(all.end(mine.session.key)).toBe(false);
  expect(stopped).toEqual(['other', 'mine']);
  expect(kept.logins).toEqual([]);
});

test('lists who is logged in, last seen first, and writes no file for each page', () => {
  let now = 0;
  const { kept, store } = keptInMemory();
  const all = sessions({ store, now: () => now });
  const laptop = all.begin(LAPTOP);
  now = MINUTE;
  all.begin(PHONE);
  const writes = kept.writes;
  now = 9 * MINUTE;
  all.find(laptop.id);
  expect(kept.writes).toBe(writes);
  now = 11 * MINUTE;
  all.find(laptop.id);
  expect(kept.writes).toBe(writes + 1);
  expect(all.list()).toMatchObject([
    { ...LAPTOP, startedAt: 0, lastSeen: 11 * MINUTE },
    { ...PHONE, startedAt: MINUTE, lastSeen: MINUTE },
  ]);
});

test('a store that cannot be written is told of, and the login holds', () => {
  const errors: unknown[] = [];
  const save = () => {
    throw new Error('disk full');
  };
  const all = sessions({
    store: { load: () => [], save },
    reportError: (error) => errors.push(error),
  });
  const { id } = all.begin(LAPTOP);
  expect(all.find(id)).not.toBeNull();
  expect(errors.map(String)).toEqual(['Error: disk full']);
});

test('a notice is taken once', () => {
  const all = sessions();
  const { key } = all.begin(LAPTOP).session;
  all.leaveNotice(key, { text: 'Done', undo: null });
  expect(all.takeNotice(key)).toEqual({ text: 'Done', undo: null });
  expect(all.takeNotice(key)).toBeNull();
  all.leaveNotice('unknown', { text: 'Done', undo: null });
  expect(all.takeNotice('unknown')).toBeNull();
});
