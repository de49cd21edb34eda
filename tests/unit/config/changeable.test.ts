import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeable,
  parseSetting,
  settingKey,
  validValue,
  valueAt,
  withChosen,
} from '../../../src/config/changeable.ts';
import { parseConfig } from '../../../src/config/load.ts';
import { AppError } from '../../../src/model/errors.ts';
import { SETTING_KEYS, type SettingKey } from '../../../src/model/setting.ts';

const config = parseConfig('', tmpdir());

it('knows of each setting what may be chosen, and the default that the config has', () => {
  for (const key of SETTING_KEYS) {
    const { fallback, help } = changeable(key);
    expect(valueAt(config, key), key).toBe(fallback);
    expect(validValue(key, fallback), key).toBe(fallback);
    expect(help.length, key).toBeGreaterThan(15);
  }
  expect(changeable('mode').kind).toEqual({ type: 'choice', options: ['enforce', 'observe'] });
  expect(changeable('log.days').kind).toEqual({ type: 'number', least: 1, most: 3_650 });
  expect(changeable('status.sessionDays').kind).toEqual({ type: 'number', least: 1, most: 365 });
  expect(changeable('status.guest').kind).toEqual({ type: 'switch' });
});

it('knows no other key', () => {
  expect(settingKey('log.days')).toBe('log.days');
  for (const other of ['log', 'log.level', 'listen.proxy', '__proto__', '', 7, null]) {
    expect(settingKey(other)).toBeNull();
  }
});

describe('parseSetting', () => {
  it.each([
    ['mode', 'observe', 'observe'],
    ['log.days', ' 7 ', 7],
    ['status.guest', 'on', true],
    ['status.guest', 'false', false],
  ] as const)('reads %s %s', (key, text, value) => {
    expect(parseSetting(key, text)).toBe(value);
  });

  it.each([
    ['mode', 'off', 'must be one of enforce, observe'],
    ['log.days', '0', 'must be a whole number from 1 to 3650'],
    ['log.days', '1e3', 'must be a whole number'],
    ['log.megabytes', '9', 'must be a whole number from 10 to 1000000'],
    ['log.days', '', 'must be a whole number'],
    ['status.guest', 'yes', 'must be on or off'],
  ] as const)('refuses %s %s', (key, text, message) => {
    expect(() => parseSetting(key, text)).toThrow(message);
    expect(() => parseSetting(key, text)).toThrow(AppError);
  });

  it('takes nothing that the config file would not take', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTING_KEYS), fc.string(), (key: SettingKey, text) => {
        try {
          const value = parseSetting(key, text);
          expect(validValue(key, value)).toBe(value);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});

it('puts chosen values in the place of those of the config, which stays as it was', () => {
  const changed = withChosen(
    config,
    new Map<SettingKey, string | number>([
      ['mode', 'observe'],
      ['log.days', 3],
    ]),
  );
  expect(changed).toEqual({ ...config, mode: 'observe', log: { ...config.log, days: 3 } });
  expect(config.mode).toBe('enforce');
  expect(Object.isFrozen(changed) && Object.isFrozen(changed.log)).toBe(true);
});
