import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Sessions } from '../../../src/status/sessions.ts';

const DAY = 86_400_000;

function sessions(now: () => number = () => 0): Sessions {
  return new Sessions({ days: 30, now, random: randomBytes });
}

test('a session is found by its id only, and keeps no id', () => {
  const all = sessions();
  const { id, session } = all.begin();
  expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  expect(all.find(id)).toBe(session);
  expect(all.find(session.key)).toBeNull();
  expect(all.find('')).toBeNull();
  expect(JSON.stringify(session)).not.toContain(id);
});

test('no two are alike', () => {
  const all = sessions();
  const [one, two] = [all.begin(), all.begin()];
  expect(new Set([one.id, two.id, one.session.csrf, two.session.csrf]).size).toBe(4);
});

test('it is over after its days', () => {
  let now = 0;
  const all = sessions(() => now);
  const { id } = all.begin();
  now = 30 * DAY - 1;
  expect(all.find(id)).not.toBeNull();
  now = 30 * DAY;
  expect(all.find(id)).toBeNull();
});

test('the oldest makes room', () => {
  const all = sessions();
  const first = all.begin();
  const second = all.begin();
  for (let i = 0; i < 99; i += 1) all.begin();
  expect(all.find(first.id)).toBeNull();
  expect(all.find(second.id)).not.toBeNull();
});

test('what hangs on a session stops with it', () => {
  const all = sessions();
  const stopped: string[] = [];
  const mine = all.begin();
  const other = all.begin();
  all.whenEnded(mine.session.key, () => stopped.push('mine'));
  all.whenEnded(other.session.key, () => stopped.push('other'));
  const forget = all.whenEnded(other.session.key, () => stopped.push('forgotten'));
  forget();
  all.endOthers(mine.session.key);
  expect(stopped).toEqual(['other']);
  expect(all.find(mine.id)).not.toBeNull();
  all.end(mine.session.key);
  expect(stopped).toEqual(['other', 'mine']);
});

test('a notice is taken once', () => {
  const all = sessions();
  const { key } = all.begin().session;
  all.leaveNotice(key, { text: 'Done', undo: null });
  expect(all.takeNotice(key)).toEqual({ text: 'Done', undo: null });
  expect(all.takeNotice(key)).toBeNull();
  all.leaveNotice('unknown', { text: 'Done', undo: null });
  expect(all.takeNotice('unknown')).toBeNull();
});
