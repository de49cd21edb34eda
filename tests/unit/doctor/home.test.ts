import { describe, expect, it } from 'vitest';
import { checkConfig, checkData, checkKey, checkRules } from '../../../src/doctor/home.ts';

const hidden = { unknown: 'It is closed.' };

describe('checkKey', () => {
  it.each([
    [0o700, 0o600, 'ok'],
    [0o40700, 0o100600, 'ok'],
    [0o755, null, 'ok'],
    [null, null, 'ok'],
    [0o750, 0o600, 'failed'],
    [0o700, 0o640, 'failed'],
    [0o700, 0o604, 'failed'],
    [0o40755, 0o100644, 'failed'],
  ] as const)('folder %o, key %o: %s', (folder, key, state) => {
    expect(checkKey({ value: { folder, key, next: null } }).state).toBe(state);
  });

  it.each([
    [0o600, 'ok'],
    [0o640, 'failed'],
  ] as const)('the key that is to follow, %o: %s', (next, state) => {
    const { state: found, says } = checkKey({ value: { folder: 0o700, key: 0o600, next } });
    expect(found).toBe(state);
    expect(says.includes('next key 640')).toBe(state === 'failed');
  });

  it('names the modes that are wrong', () => {
    const { says, fix } = checkKey({ value: { folder: 0o40755, key: 0o100600, next: null } });
    expect(says).toContain('folder 755, key 600');
    expect(fix).toContain('chmod 600');
    expect(checkKey(hidden)).toMatchObject({ state: 'unknown', says: 'It is closed.' });
  });
});

it('checkConfig repeats what is wrong', () => {
  expect(checkConfig(null).state).toBe('ok');
  expect(checkConfig('reading config/eyelid.yaml:3: no')).toMatchObject({
    state: 'failed',
    says: 'The settings are not good: reading config/eyelid.yaml:3: no.',
  });
});

it.each([
  [{ value: { rules: 500, errors: 0 } }, 'ok'],
  [{ value: { rules: 500, errors: 2 } }, 'warning'],
  [{ value: { rules: 0, errors: 0 } }, 'warning'],
  [hidden, 'unknown'],
])('checkRules of %j: %s', (facts, state) => {
  expect(checkRules(facts).state).toBe(state);
});

it.each([
  [{ writable: true, freeBytes: 5e9, wantedBytes: 5e8 }, 'ok'],
  [{ writable: true, freeBytes: 4e8, wantedBytes: 5e8 }, 'warning'],
  [{ writable: true, freeBytes: 9e7, wantedBytes: 1e7 }, 'failed'],
  [{ writable: false, freeBytes: 5e9, wantedBytes: 5e8 }, 'failed'],
])('checkData of %j: %s', (value, state) => {
  expect(checkData({ value }).state).toBe(state);
  expect(checkData(hidden).state).toBe('unknown');
});
