import { describe, expect, it } from 'vitest';
import { checkClock, checkResolver, checkUpstream } from '../../../src/doctor/machine.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22, 1);
const authority = { notBefore: NOW - DAY, notAfter: NOW + 900 * DAY };
const someClock = { unknown: 'another program sets it' };

describe('checkClock', () => {
  it.each([
    ['right', NOW, authority, { value: true }, 'ok'],
    ['right, as far as can be seen', NOW, authority, someClock, 'unknown'],
    ['right, without authority', NOW, null, { value: true }, 'ok'],
    ['of a machine without battery', 0, null, someClock, 'failed'],
    ['before the authority', NOW - 2 * DAY, authority, someClock, 'failed'],
    ['after the authority', NOW + 901 * DAY, authority, someClock, 'failed'],
    ['near its end', NOW + 880 * DAY, authority, someClock, 'warning'],
    ['followed by nobody', NOW, authority, { value: false }, 'warning'],
  ])('%s', (_what, now, of, synchronized, state) => {
    expect(checkClock({ now, authority: of, synchronized }).state).toBe(state);
  });
});

it.each([
  [[], null, 'failed'],
  [['192.168.1.1'], 'answered', 'ok'],
  [['192.168.1.1'], 'silent', 'failed'],
  [['192.168.1.1'], null, 'unknown'],
] as const)('checkResolver of %j that was %s: %s', (servers, answer, state) => {
  expect(checkResolver({ servers, answer }).state).toBe(state);
});

it('checkUpstream tells which of those that were named cannot be reached', () => {
  expect(checkUpstream([]).state).toBe('unknown');
  const good = { target: 'a.example:443', error: null };
  expect(checkUpstream([good])).toMatchObject({ state: 'ok', says: 'Reached a.example:443.' });
  const { state, says } = checkUpstream([good, { target: 'b.example', error: 'ETIMEDOUT' }]);
  expect([state, says]).toEqual(['failed', 'Could not reach b.example (ETIMEDOUT).']);
});
