import { join } from 'node:path';
import type { Argv } from 'yargs';
import { loadConfig } from '../config/load.ts';
import { Pauses } from '../device/pauses.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import { readDevices } from '../known-devices.ts';
import { AppError } from '../model/errors.ts';
import type { Pause, PauseTarget } from '../model/pause.ts';
import { readPauseEnd } from '../pausing.ts';
import { openDatabase } from '../record/database.ts';
import { SqlitePauseStore } from '../record/pauses.ts';
import type { GlobalOptions } from './command.ts';

const WHOM = 'A device by its name, address, MAC or id; `group:NAME`; or `all`.';

/** `eyelid devices pause|resume|pauses`. A running Eyelid follows within a second. */
export const withPauseCommands = (parser: Argv<GlobalOptions>): Argv<GlobalOptions> =>
  parser
    .command(
      'pause <whom>',
      'Lets the rules rest for a device, a group or all, for a while.',
      (yargs) =>
        yargs
          .positional('whom', { type: 'string', demandOption: true, describe: WHOM })
          .option('for', {
            type: 'string',
            default: '1h',
            describe: 'How long: 10m, 1h, 2d, at most 7d; or `tomorrow`.',
          })
          .option('json', { type: 'boolean', default: false, describe: 'As JSON.' }),
      (args) =>
        withPauses(args.home, (pauses, home) => {
          const target = targetOf(home, args.whom);
          print([pauses.pause(target, readPauseEnd(args.for, Date.now()))], args.json);
        }),
    )
    .command(
      'resume <whom>',
      'Ends a pause before its time.',
      (yargs) => yargs.positional('whom', { type: 'string', demandOption: true, describe: WHOM }),
      (args) =>
        withPauses(args.home, (pauses, home) => {
          if (pauses.resume(targetOf(home, args.whom))) return;
          throw new AppError('INPUT_INVALID', `ending the pause of "${args.whom}": there is none`);
        }),
    )
    .command(
      'pauses',
      'Lists the pauses in force.',
      (yargs) =>
        yargs.option('json', {
          type: 'boolean',
          default: false,
          describe: 'One JSON object a line.',
        }),
      (args) => withPauses(args.home, (pauses) => print(pauses.list(), args.json)),
    );

function withPauses(path: string, use: (pauses: Pauses, home: Home) => void): void {
  const home = homeAt(path);
  prepareHome(home);
  const groups = Object.keys(loadConfig(home.path).groups);
  const warn = (message: string): void => void process.stderr.write(`eyelid: ${message}\n`);
  const db = openDatabase(join(home.data, 'events.db'), warn);
  try {
    use(new Pauses({ store: new SqlitePauseStore(db), groups, now: Date.now }), home);
  } finally {
    db.close();
  }
}

function targetOf(home: Home, whom: string): PauseTarget {
  if (whom === 'all') return 'all';
  if (whom.startsWith('group:')) return `group:${whom.slice('group:'.length)}`;
  return `device:${readDevices(home).named(whom).id}`;
}

function print(pauses: readonly Pause[], json: boolean): void {
  for (const { target, until } of pauses) {
    const end = new Date(until).toISOString();
    const text = json ? JSON.stringify({ target, until: end }) : `${target}\tuntil ${end}`;
    process.stdout.write(`${text}\n`);
  }
}
