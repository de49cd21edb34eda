import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSettingsFile, writeSettingsFile } from '../../../src/config/settings-file.ts';
import type { SettingKey, SettingValue } from '../../../src/model/setting.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = () => Date.UTC(2026, 2, 3);
const inFolder = () => join(temporaryFolder(), 'settings.json');

it('reads what was written, from a file that only its owner reads', () => {
  const path = inFolder();
  const chosen = new Map<SettingKey, SettingValue>([
    ['log.days', 7],
    ['status.guest', true],
    ['mode', 'observe'],
  ]);
  writeSettingsFile(path, chosen);
  expect(readSettingsFile(path, NOW)).toEqual({ chosen, problems: [] });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, '..'))).toEqual(['settings.json']);
});

it('without a file nothing was chosen, and nothing is wrong', () => {
  expect(readSettingsFile(inFolder(), NOW)).toEqual({ chosen: new Map(), problems: [] });
});

it.each([
  '',
  '{',
  '[]',
  '{"version":2,"values":{}}',
  '{"version":1,"values":[]}',
  'x'.repeat(70_000),
])('sets a damaged file aside: %.30s', (text) => {
  const path = inFolder();
  writeFileSync(path, text);
  const { chosen, problems } = readSettingsFile(path, NOW);
  expect(chosen.size).toBe(0);
  expect(problems).toEqual([expect.stringMatching(/it is damaged .* set aside as ".*broken-2026/)]);
  const [aside = ''] = readdirSync(join(path, '..'));
  expect(readFileSync(join(path, '..', aside), 'utf8')).toBe(text);
  expect(readSettingsFile(path, NOW).problems).toEqual([]);
});

it('leaves out what does not fit and keeps the rest', () => {
  const path = inFolder();
  const values = { 'log.days': 0, 'log.megabytes': 64, 'listen.proxy': 'x', mode: 'observe' };
  writeFileSync(path, JSON.stringify({ version: 1, values }));
  const { chosen, problems } = readSettingsFile(path, NOW);
  expect(Object.fromEntries(chosen)).toEqual({ 'log.megabytes': 64, mode: 'observe' });
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain('"log.days" has no value that fits');
});

it('says what is in the way of reading and writing', () => {
  const path = inFolder();
  mkdirSync(path);
  expect(readSettingsFile(path, NOW).problems[0]).toContain('EISDIR');
  expect(() => writeSettingsFile(path, new Map())).toThrow('keeping the settings');
});

it('takes any content', () => {
  const path = inFolder();
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      writeFileSync(path, text);
      expect(readSettingsFile(path, NOW).problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});
