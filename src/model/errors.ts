/** Every error that a person can cause and must be able to mend. */
export const ERROR_CODES = [
  'CONFIG_INVALID',
  'HOME_UNUSABLE',
  'CA_INVALID',
  'CA_KEY_TOO_OPEN',
  'PORT_UNAVAILABLE',
  'LOG_UNUSABLE',
  'INPUT_INVALID',
  'DOWNLOAD_FAILED',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * An error whose message is for the person: it names the action, quotes the
 * value and gives the place. The command line prints it on one line and exits
 * with 1; all other errors are bugs and are printed with their stack.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** The default branch of a switch over a closed union: the compiler proves it is never reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
