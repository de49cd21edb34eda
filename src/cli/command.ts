import type { Argv } from 'yargs';

/** What every command is given. */
export interface GlobalOptions {
  readonly home: string;
}

/** Adds a command to the command line; each file of this folder exports one. */
export type AddCommand = (parser: Argv<GlobalOptions>) => void;
