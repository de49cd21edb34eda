import { expect, it } from 'vitest';
import { settingTable } from '../../../src/cli/setting-table.ts';
import { SETTINGS } from '../../support/status-ports.ts';

it('tells of each setting its value and who says so', () => {
  const [mode, days, , guest] = SETTINGS;
  if (mode === undefined || days === undefined || guest === undefined) expect.fail('too few');
  const lines = settingTable([mode, { ...days, value: 7, from: 'chosen' }, guest]);
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['setting', 'value', 'from'],
    ['mode', 'enforce', 'default'],
    ['log.days', '7', 'chosen; default 30'],
    ['status.guest', 'false', 'config/eyelid.yaml:12'],
  ]);
});
