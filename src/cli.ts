import yargs from 'yargs';
import { addCa } from './cli/ca.ts';
import { addCheck } from './cli/check.ts';
import type { AddCommand } from './cli/command.ts';
import { addDevices } from './cli/devices.ts';
import { addExplain } from './cli/explain.ts';
import { addLog } from './cli/log.ts';
import { addStart } from './cli/start.ts';
import { PROJECT } from './home.ts';
import { AppError } from './model/errors.ts';
import { VERSION } from './version.ts';

/** All commands, in the order in which `eyelid --help` lists them. */
const COMMANDS: readonly AddCommand[] = [addStart, addCheck, addExplain, addLog, addDevices, addCa];

/** Parses the arguments and runs the command. Throws AppError where they are wrong. */
export async function runCli(args: readonly string[]): Promise<void> {
  const parser = yargs([...args])
    .scriptName('eyelid')
    .usage('$0 <command>: a tracking blocker for the whole home network')
    .option('home', {
      type: 'string',
      default: PROJECT,
      defaultDescription: "the project's folder",
      describe: 'The folder with config/, rules/, certs/ and data/; made when missing.',
    })
    .version(VERSION)
    .demandCommand(1, 'name a command; `eyelid --help` lists them')
    .strict()
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new AppError('INPUT_INVALID', message);
    });
  for (const add of COMMANDS) add(parser);
  await parser.parseAsync();
}
