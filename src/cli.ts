import yargs from 'yargs';
import type { AddCommand } from './cli/command.ts';
import { PROJECT } from './home.ts';
import { AppError } from './model/errors.ts';
import { VERSION } from './version.ts';

/** All commands, in the order in which `eyelid --help` lists them; each is loaded when it is named. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  start: async () => (await import('./cli/start.ts')).addStart,
  check: async () => (await import('./cli/check.ts')).addCheck,
  explain: async () => (await import('./cli/explain.ts')).addExplain,
  allow: async () => (await import('./cli/allow.ts')).addAllow,
  block: async () => (await import('./cli/allow.ts')).addBlock,
  log: async () => (await import('./cli/log.ts')).addLog,
  stats: async () => (await import('./cli/stats.ts')).addStats,
  learn: async () => (await import('./cli/learn.ts')).addLearn,
  learnt: async () => (await import('./cli/learnt.ts')).addLearnt,
  lists: async () => (await import('./cli/lists.ts')).addLists,
  identifiers: async () => (await import('./cli/identifiers.ts')).addIdentifiers,
  devices: async () => (await import('./cli/devices.ts')).addDevices,
  settings: async () => (await import('./cli/settings.ts')).addSettings,
  doctor: async () => (await import('./cli/doctor.ts')).addDoctor,
  notify: async () => (await import('./cli/notify.ts')).addNotify,
  token: async () => (await import('./cli/token.ts')).addToken,
  ca: async () => (await import('./cli/ca.ts')).addCa,
};

/** The command that is named first, or all: for help, for a mistyped name, or behind options. */
function commandsFor([first = '']: readonly string[]): Promise<readonly AddCommand[]> {
  if (first === '--version') return Promise.resolve([]);
  const named = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  const loads = named === undefined ? Object.values(COMMANDS) : [named];
  return Promise.all(loads.map((load) => load()));
}

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
      // Some of its messages are written on several lines.
      throw error ?? new AppError('INPUT_INVALID', message.replaceAll(/\s*\n\s*/g, ' '));
    });
  for (const add of await commandsFor(args)) add(parser);
  await parser.parseAsync();
}
