import { AppError } from '../model/errors.ts';

/** As long as a name in the config file may be. */
const MAX_NAME = 80;

/** Control characters, line separators and the marks that turn the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * Reads a name that a person gives a device: trimmed, runs of white space and
 * unprintable characters made one space. Null where nothing is left. Throws an
 * AppError (INPUT_INVALID) where it is longer than 80 characters.
 */
export function parseName(text: string): string | null {
  if (text.length > MAX_NAME * 4) throw tooLong(text);
  const name = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  if (name.length > MAX_NAME) throw tooLong(name);
  return name === '' ? null : name;
}

function tooLong(text: string): AppError {
  return new AppError(
    'INPUT_INVALID',
    `naming a device "${text.slice(0, 20)}…": the name is longer than ${MAX_NAME} characters`,
  );
}
