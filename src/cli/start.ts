import { run } from '../run.ts';
import type { AddCommand } from './command.ts';

/** `eyelid start`: runs until SIGINT or SIGTERM. */
export const addStart: AddCommand = (parser) =>
  parser.command(
    'start',
    'Runs the proxy and the page until it is stopped.',
    (yargs) => yargs,
    ({ home }) => run(home),
  );
