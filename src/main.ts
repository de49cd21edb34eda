#!/usr/bin/env node
import { runCli } from './cli.ts';
import { AppError } from './model/errors.ts';

try {
  await runCli(process.argv.slice(2));
} catch (error) {
  // What a person can mend is one line; the rest is a bug and comes with its stack.
  const text =
    error instanceof AppError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`eyelid: ${text}\n`);
  process.exitCode = 1;
}
