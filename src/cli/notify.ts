import { loadConfig } from '../config/load.ts';
import { homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import { notifierOf } from '../notifying.ts';
import type { AddCommand } from './command.ts';

/** `eyelid notify test`: sends a test to every target of the config file, and says how it went. */
export const addNotify: AddCommand = (parser) =>
  parser.command(
    'notify <action>',
    'Tries the notifications that the config file describes.',
    (yargs) =>
      yargs
        .positional('action', {
          choices: ['test'] as const,
          demandOption: true,
          describe: 'test: sends one to each target.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'One JSON object a line.' }),
    async ({ home: path, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      // What goes wrong is in the results.
      const notifier = notifierOf(loadConfig(home.path), Date.now, () => undefined);
      if (notifier.targets.length === 0) {
        throw new AppError(
          'INPUT_INVALID',
          'testing the notifications: the config file has neither notify.webhooks nor notify.ntfy',
        );
      }
      const errors = await notifier.test();
      const failed = errors.filter((error) => error !== null);
      for (const [at, { kind, host }] of notifier.targets.entries()) {
        const error = errors[at] ?? null;
        const line = json
          ? JSON.stringify({ kind, host, error })
          : `${kind}\t${host}\t${error ?? 'taken'}`;
        process.stdout.write(`${line}\n`);
      }
      if (failed.length === 0) return;
      const which = `${failed.length} of ${errors.length}`;
      throw new AppError(
        'INPUT_INVALID',
        `testing the notifications: ${which} failed: ${failed[0]}`,
      );
    },
  );
