#!/usr/bin/env node
import { printable } from './cli/printable.ts';
import { AppError } from './model/errors.ts';
import { plainStart } from './plain-start.ts';

// `eyelid check | head` has read enough; `start` goes on without a terminal.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (process.argv[2] !== 'start') process.exit(0);
});
try {
  const args = process.argv.slice(2);
  const home = plainStart(args);
  if (home === null) await (await import('./cli.ts')).runCli(args);
  else await (await import('./run.ts')).run(home);
} catch (error) {
  // What a person can mend is one line; the rest is a bug and comes with its stack.
  const text =
    error instanceof AppError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`eyelid: ${printable(text)}\n`);
  process.exitCode = 1;
}
