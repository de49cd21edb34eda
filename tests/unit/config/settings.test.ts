import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { placesIn } from '../../../src/config/places.ts';
import { Settings } from '../../../src/config/settings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function opened(file = '', path = join(temporaryFolder(), 'settings.json')) {
  const warnings: string[] = [];
  const open = () =>
    new Settings({
      path,
      config: parseConfig(file, temporaryFolder()),
      places: placesIn(file),
      warn: (message) => warnings.push(message),
      now: () => Date.UTC(2026, 2, 3),
    });
  return { path, warnings, open, settings: open() };
}

it('of file, choice and default the first that there is holds', () => {
  const { settings } = opened('log: { days: 7 }');
  expect(settings.view('log.days')).toMatchObject({
    value: 7,
    from: 'file',
    line: 1,
    fallback: 30,
  });
  expect(settings.view('mode')).toMatchObject({ value: 'enforce', from: 'default', line: null });
  expect(settings.set('mode', 'observe')).toMatchObject({ value: 'observe', from: 'chosen' });
  expect(settings.current).toMatchObject({ mode: 'observe', log: { days: 7 } });
  expect(settings.set('mode', null)).toMatchObject({ value: 'enforce', from: 'default' });
  expect(
    settings
      .list()
      .map(({ from }) => from)
      .filter((from) => from !== 'default'),
  ).toEqual(['file']);
});

it('what the config file sets is changed there, though it was chosen before', () => {
  const { path, settings } = opened();
  settings.set('log.days', '3');
  const later = opened('\nlog:\n  days: 90\n', path).settings;
  expect(later.current.log.days).toBe(90);
  expect(() => later.set('log.days', '5')).toThrow(
    'changing the setting "log.days": config/eyelid.yaml:3 says "90"; change it there',
  );
  // Once the file says nothing again, the choice is back.
  expect(opened('', path).settings.current.log.days).toBe(3);
});

it('a choice outlives a restart, and is in force in another process that follows', () => {
  const { settings, open } = opened();
  const other = open();
  let told = 0;
  other.onChange(() => {
    told += 1;
  });
  settings.set('status.guest', 'on');
  expect(other.current.status.guest).toBe(false);
  other.follow();
  other.follow();
  expect(told).toBe(1);
  expect(other.current.status.guest).toBe(true);
  expect(open().current.status.guest).toBe(true);
});

it('two processes do not undo each other', () => {
  const { settings, open } = opened();
  const other = open();
  settings.set('log.days', '3');
  other.set('log.megabytes', '64');
  expect(open().current.log).toMatchObject({ days: 3, megabytes: 64 });
});

it('what does not fit changes nothing', () => {
  const { path, settings } = opened();
  const before = settings.current;
  expect(() => settings.set('log.days', 'many')).toThrow('must be a whole number');
  expect(settings.current).toBe(before);
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

it('a damaged file is told of, until something is chosen anew', () => {
  const path = join(temporaryFolder(), 'settings.json');
  writeFileSync(path, 'not what it was');
  const { settings, warnings } = opened('', path);
  expect(settings.current.log.days).toBe(30);
  expect(warnings).toHaveLength(1);
  expect(settings.problems).toEqual(warnings);
  settings.follow();
  expect(settings.problems).toEqual(warnings);
  settings.set('log.days', '3');
  expect(settings.problems).toEqual([]);
});

it('a file that goes away takes its choices with it', () => {
  const { path, settings, open } = opened();
  settings.set('log.days', '3');
  writeFileSync(path, '{"version":1,"values":{}}');
  settings.follow();
  expect(settings.current.log.days).toBe(30);
  expect(open().current.log.days).toBe(30);
});
