import { settingKey } from '../config/changeable.ts';
import { loadConfig } from '../config/load.ts';
import { homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import { nearest } from '../model/nearest.ts';
import { SETTING_KEYS, type SettingKey } from '../model/setting.ts';
import { openSettings } from '../settings.ts';
import type { AddCommand } from './command.ts';
import { settingTable } from './setting-table.ts';

/** Takes back what was chosen. */
const UNSET = 'default';

/**
 * `eyelid settings`: shows where each value comes from that can be changed while
 * the program runs, and changes one. A running Eyelid follows within a second.
 */
export const addSettings: AddCommand = (parser) =>
  parser.command(
    'settings [key] [value]',
    'Shows the settings that can be changed at run time and who sets them, or changes one.',
    (yargs) =>
      yargs
        .positional('key', { type: 'string', describe: 'Of one setting: log.days.' })
        .positional('value', {
          type: 'string',
          describe: `What it shall be; ${UNSET}: as if nobody had chosen.`,
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    ({ home: path, key, value, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const warn = (message: string): void => void process.stderr.write(`eyelid: ${message}\n`);
      const settings = openSettings(home, loadConfig(home.path), warn, Date.now);
      const named = key === undefined ? null : keyOf(key);
      if (named !== null && value !== undefined) {
        settings.set(named, value === UNSET ? null : value);
      }
      const views = named === null ? settings.list() : [settings.view(named)];
      const lines = json ? views.map((view) => JSON.stringify(view)) : settingTable(views);
      process.stdout.write(`${lines.join('\n')}\n`);
    },
  );

function keyOf(text: string): SettingKey {
  const key = settingKey(text);
  if (key !== null) return key;
  const meant = nearest(text, SETTING_KEYS);
  const hint = meant === null ? '' : `, did you mean "${meant}"?`;
  throw new AppError(
    'INPUT_INVALID',
    `reading "${text.slice(0, 40)}": no such setting can be changed at run time${hint}`,
  );
}
