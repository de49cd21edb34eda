import { pino } from 'pino';

/** The part of pino that the rooms use. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * The diagnostic log: JSON lines on standard error, so that standard output
 * stays for people and for `--json`. It speaks of the program, not of the
 * household: no URL, no cookie, no body is ever given to it.
 */
export function createLog(level: string): Log {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
